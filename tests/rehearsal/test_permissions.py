"""The algorithm against hand-worked cases, and the laws it must obey in any guild."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cakd_tui.rehearsal import permissions
from cakd_tui.rehearsal.permissions import (
    ADMINISTRATOR,
    ALL,
    ATTACH_FILES,
    CONNECT,
    EMBED_LINKS,
    MANAGE_CHANNELS,
    MANAGE_ROLES,
    MANAGE_WEBHOOKS,
    MENTION_EVERYONE,
    READ_MESSAGE_HISTORY,
    SEND_MESSAGES,
    SPEAK,
    VIEW_CHANNEL,
    base,
    in_channel,
    usable,
)
from cakd_tui.rehearsal.state import (
    FOR_MEMBER,
    FOR_ROLE,
    VOICE,
    Channel,
    Guild,
    Member,
    Overwrite,
    Role,
)

GUILD, BOT, OWNER, RED, BLUE = "1", "2", "3", "11", "12"
NOW = datetime(2026, 11, 1, tzinfo=UTC)

BITS = st.integers(0, ALL).map(lambda bits: bits & ALL)
ORDINARY = BITS.map(lambda bits: bits & ~ADMINISTRATOR)


def guild_with(everyone: int = 0, red: int = 0, blue: int = 0, held: tuple[str, ...] = ()) -> Guild:
    return Guild(
        GUILD,
        "guild",
        OWNER,
        roles=(Role(GUILD, "@everyone", everyone), Role(RED, "red", red), Role(BLUE, "blue", blue)),
        members=(Member(BOT, held), Member(OWNER)),
    )


def channel_with(*overwrites: Overwrite, kind: int = 0) -> Channel:
    return Channel("5", GUILD, "channel", kind, overwrites=overwrites)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ADMINISTRATOR", 0x8),
        ("MANAGE_CHANNELS", 0x10),
        ("MANAGE_GUILD", 0x20),
        ("VIEW_CHANNEL", 0x400),
        ("SEND_MESSAGES", 0x800),
        ("MANAGE_MESSAGES", 0x2000),
        ("EMBED_LINKS", 0x4000),
        ("ATTACH_FILES", 0x8000),
        ("READ_MESSAGE_HISTORY", 0x10000),
        ("MENTION_EVERYONE", 0x20000),
        ("MANAGE_ROLES", 0x10000000),
        ("MANAGE_WEBHOOKS", 0x20000000),
    ],
)
def test_a_permission_has_the_bit_discord_gave_it(name: str, value: int) -> None:
    assert getattr(permissions, name) == value


def test_two_factors_are_needed_for_eleven_permissions() -> None:
    bits = [bit for bit in range(64) if permissions.NEEDS_TWO_FACTORS >> bit & 1]
    assert bits == [1, 2, 3, 4, 5, 13, 28, 29, 30, 34, 41]


def test_all_is_every_assigned_bit() -> None:
    assert ALL == 8866461766385663


def test_roles_of_a_member_add_up_with_everyone() -> None:
    guild = guild_with(VIEW_CHANNEL, MANAGE_CHANNELS, MANAGE_WEBHOOKS, held=(RED,))
    assert base(guild, BOT) == VIEW_CHANNEL | MANAGE_CHANNELS


def test_owner_and_administrator_hold_everything() -> None:
    guild = guild_with(red=ADMINISTRATOR, held=(RED,))
    assert base(guild, OWNER) == base(guild, BOT) == ALL
    locked = channel_with(
        Overwrite(GUILD, FOR_ROLE, deny=ALL), Overwrite(BOT, FOR_MEMBER, deny=ALL)
    )
    assert in_channel(guild, locked, BOT) == in_channel(guild, locked, OWNER) == ALL


def test_a_stranger_holds_nothing_not_even_by_an_overwrite() -> None:
    channel = channel_with(Overwrite(GUILD, FOR_ROLE, allow=ALL))
    assert base(guild_with(ALL), "99") == in_channel(guild_with(ALL), channel, "99") == 0


def test_an_overwrite_that_allows_administrator_lifts_nothing_else() -> None:
    channel = channel_with(Overwrite(BOT, FOR_MEMBER, allow=ADMINISTRATOR))
    assert in_channel(guild_with(VIEW_CHANNEL), channel, BOT) == VIEW_CHANNEL | ADMINISTRATOR


@pytest.mark.parametrize(
    ("overwrites", "granted"),
    [
        ((Overwrite(GUILD, FOR_ROLE, deny=MANAGE_WEBHOOKS),), False),
        (
            (
                Overwrite(GUILD, FOR_ROLE, deny=MANAGE_WEBHOOKS),
                Overwrite(RED, FOR_ROLE, allow=MANAGE_WEBHOOKS),
            ),
            True,
        ),
        (
            (
                Overwrite(RED, FOR_ROLE, deny=MANAGE_WEBHOOKS),
                Overwrite(BLUE, FOR_ROLE, allow=MANAGE_WEBHOOKS),
            ),
            True,
        ),
        (
            (
                Overwrite(RED, FOR_ROLE, allow=MANAGE_WEBHOOKS),
                Overwrite(BOT, FOR_MEMBER, deny=MANAGE_WEBHOOKS),
            ),
            False,
        ),
        (
            (
                Overwrite(BOT, FOR_MEMBER, allow=MANAGE_WEBHOOKS),
                Overwrite(RED, FOR_ROLE, deny=MANAGE_WEBHOOKS),
                Overwrite(GUILD, FOR_ROLE, deny=MANAGE_WEBHOOKS),
            ),
            True,
        ),
        ((Overwrite("77", FOR_ROLE, deny=MANAGE_WEBHOOKS),), True),
        ((Overwrite(OWNER, FOR_MEMBER, deny=MANAGE_WEBHOOKS),), True),
        ((Overwrite(BOT, FOR_ROLE, deny=MANAGE_WEBHOOKS),), True),
        ((Overwrite(RED, FOR_MEMBER, deny=MANAGE_WEBHOOKS),), True),
    ],
    ids=[
        "everyone denies",
        "a role gives back",
        "allow beats deny across roles",
        "the member has the last word, denied",
        "the member has the last word, allowed, listed first",
        "a role not held",
        "another member",
        "a role overwrite with the member's id",
        "a member overwrite with the role's id",
    ],
)
def test_overwrites_apply_in_discords_order(
    overwrites: tuple[Overwrite, ...], granted: bool
) -> None:
    guild = guild_with(VIEW_CHANNEL | MANAGE_WEBHOOKS, held=(RED, BLUE))
    bits = in_channel(guild, channel_with(*overwrites), BOT)
    assert bool(bits & MANAGE_WEBHOOKS) is granted
    assert bits & VIEW_CHANNEL


@given(everyone=BITS, red=BITS, blue=BITS)
def test_without_overwrites_a_channel_grants_what_the_guild_grants(
    everyone: int, red: int, blue: int
) -> None:
    guild = guild_with(everyone, red, blue, held=(RED, BLUE))
    assert in_channel(guild, channel_with(), BOT) == base(guild, BOT)


@given(
    roles=st.lists(ORDINARY, min_size=3, max_size=3),
    bits=st.lists(st.tuples(BITS, BITS), min_size=4, max_size=4),
    seed=st.integers(0, 99),
)
def test_the_order_of_roles_and_overwrites_changes_nothing(
    roles: list[int], bits: list[tuple[int, int]], seed: int
) -> None:
    guild = guild_with(roles[0], roles[1], roles[2], held=(RED, BLUE))
    targets = ((GUILD, FOR_ROLE), (RED, FOR_ROLE), (BLUE, FOR_ROLE), (BOT, FOR_MEMBER))
    overwrites = [
        Overwrite(target, kind, allow, deny & ~allow)
        for (target, kind), (allow, deny) in zip(targets, bits, strict=True)
    ]
    expected = in_channel(guild, channel_with(*overwrites), BOT)
    shuffler = random.Random(seed)
    shuffler.shuffle(overwrites)
    shuffled = replace(guild, roles=tuple(shuffler.sample(guild.roles, 3)))
    assert in_channel(shuffled, channel_with(*overwrites), BOT) == expected


def test_without_view_channel_nothing_is_left() -> None:
    guild = guild_with(ALL & ~ADMINISTRATOR)
    hidden = channel_with(Overwrite(GUILD, FOR_ROLE, deny=VIEW_CHANNEL))
    assert in_channel(guild, hidden, BOT) & MANAGE_WEBHOOKS
    assert usable(guild, BOT, NOW, hidden) == 0


def test_guild_wide_bits_do_not_hang_on_view_channel() -> None:
    assert usable(guild_with(MANAGE_CHANNELS), BOT, NOW) == MANAGE_CHANNELS


def test_without_send_messages_there_is_nothing_to_attach() -> None:
    granted = VIEW_CHANNEL | ATTACH_FILES | EMBED_LINKS | MENTION_EVERYONE | MANAGE_WEBHOOKS
    guild = guild_with(granted)
    assert usable(guild, BOT, NOW, channel_with()) == VIEW_CHANNEL | MANAGE_WEBHOOKS
    sending = guild_with(granted | SEND_MESSAGES)
    assert usable(sending, BOT, NOW, channel_with()) == granted | SEND_MESSAGES


def test_without_connect_a_voice_channel_cannot_be_managed() -> None:
    guild = guild_with(VIEW_CHANNEL | MANAGE_CHANNELS | MANAGE_ROLES | SPEAK)
    voice = channel_with(kind=VOICE)
    assert usable(guild, BOT, NOW, voice) == VIEW_CHANNEL
    assert usable(guild, BOT, NOW, channel_with()) & MANAGE_CHANNELS
    connecting = channel_with(Overwrite(BOT, FOR_MEMBER, allow=CONNECT), kind=VOICE)
    assert usable(guild, BOT, NOW, connecting) & MANAGE_CHANNELS


@pytest.mark.parametrize(
    ("member", "silent"),
    [
        (Member(BOT, timed_out_until=NOW + timedelta(seconds=1)), True),
        (Member(BOT, timed_out_until=NOW), False),
        (Member(BOT, pending=True), True),
        (Member(BOT, (RED,), timed_out_until=NOW + timedelta(hours=1)), False),
    ],
    ids=["timed out", "time-out over", "not yet admitted", "administrator"],
)
def test_a_silenced_member_may_only_read(member: Member, silent: bool) -> None:
    guild = guild_with(ALL & ~ADMINISTRATOR, red=ADMINISTRATOR)
    guild = replace(guild, members=(member,))
    only_reading = VIEW_CHANNEL | READ_MESSAGE_HISTORY
    assert (usable(guild, BOT, NOW) == only_reading) is silent
    assert (usable(guild, BOT, NOW, channel_with()) == only_reading) is silent
