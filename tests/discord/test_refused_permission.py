"""Who or what keeps a permission from the bot, told from as little as is known of it."""

import pytest

from cakd_tui.discord.cause import diagnosed
from cakd_tui.discord.http.models import PartialGuild
from cakd_tui.discord.known_cause import UNKNOWN, Cause, Diagnosis
from cakd_tui.discord.permissions import Permission
from tests.discord.clues import (
    BARE,
    BOT,
    CHANNELS,
    EVERYONES,
    GUILD,
    HERE,
    IN_CHANNEL,
    IN_LOCKED,
    MEMBER,
    NAMED,
    NEEDED,
    NEEDS_CHANNELS,
    NEEDS_VIEW,
    NEEDS_WEBHOOKS,
    NO_WEBHOOK,
    NOT_LISTED,
    OTHER,
    PARENT,
    PENDING,
    ROLE,
    SENT,
    STRICT,
    TIMED_OUT,
    UNCREATED,
    UNSEEN,
    VIEW,
    WAS_TIMED_OUT,
    WEBHOOKS,
    Row,
    allow,
    category,
    channel,
    deny,
    refused,
    seen,
)

SILENCED: list[Row] = [
    (Cause.TIMED_OUT, {"until": "2026-11-01 13:00 UTC"}, seen(UNCREATED, member=TIMED_OUT)),
    (
        Cause.TIMED_OUT,
        {"until": "2026-11-01 13:00 UTC"},
        seen(UNCREATED, member=TIMED_OUT, base=NEEDED),
    ),
    (Cause.PENDING, {}, seen(UNCREATED, member=PENDING)),
    (
        Cause.OWNER_WITHOUT_2FA,
        {},
        seen(UNCREATED, user=BARE, guild=STRICT, member=MEMBER, base=NEEDED),
    ),
]

MISSING: list[Row] = [
    (Cause.MISSING_IN_GUILD, NEEDS_CHANNELS, seen(UNCREATED, member=TIMED_OUT, base=VIEW)),
    (
        Cause.MISSING_IN_GUILD,
        NEEDS_CHANNELS,
        seen(UNCREATED, category=category(allow(CHANNELS, GUILD)), in_category=True, base=VIEW),
    ),
    (Cause.MISSING_IN_GUILD, NEEDS_CHANNELS, seen(UNCREATED, member=MEMBER)),
    (Cause.MISSING_IN_GUILD, NEEDS_CHANNELS, seen(UNCREATED, member=WAS_TIMED_OUT)),
    (Cause.MISSING_IN_GUILD, NEEDS_CHANNELS, seen(UNCREATED, base=VIEW)),
    (
        Cause.MISSING_IN_GUILD,
        NEEDS_CHANNELS,
        seen(UNCREATED, guilds=(PartialGuild(GUILD, "Ops", 0),)),
    ),
    (
        Cause.MISSING_IN_GUILD,
        NEEDS_CHANNELS,
        seen(UNCREATED, base=VIEW, user=BARE, guild=STRICT, member=MEMBER),
    ),
    (Cause.MISSING_IN_GUILD, NEEDS_WEBHOOKS, seen(NO_WEBHOOK, channel=channel(), made=True)),
    (Cause.MISSING_IN_GUILD, NEEDS_WEBHOOKS, seen(NOT_LISTED, channel=channel(), member=MEMBER)),
    (
        Cause.MISSING_IN_GUILD,
        NEEDS_WEBHOOKS,
        seen(NOT_LISTED, channel=channel(deny(WEBHOOKS, OTHER)), member=MEMBER),
    ),
    (
        Cause.MISSING_IN_GUILD,
        NEEDS_WEBHOOKS,
        seen(NO_WEBHOOK, channel=channel(allow(VIEW, ROLE)), member=MEMBER),
    ),
    (Cause.MISSING_IN_GUILD, NEEDS_VIEW, seen(UNSEEN, channel=channel())),
    (Cause.MISSING_IN_GUILD, NEEDS_VIEW, seen(UNSEEN, channel=channel(), base=CHANNELS)),
    (
        Cause.MISSING_IN_GUILD,
        NEEDS_WEBHOOKS,
        seen(
            UNCREATED,
            base=VIEW | CHANNELS,
            in_category=True,
            sent=(SENT,),
        ),
    ),
]

DENIED: list[Row] = [
    (
        Cause.DENIED_IN_CHANNEL,
        EVERYONES | IN_CHANNEL,
        seen(NOT_LISTED, channel=channel(deny(WEBHOOKS)), member=TIMED_OUT, base=NEEDED),
    ),
    (
        Cause.DENIED_IN_CHANNEL,
        EVERYONES | IN_CHANNEL,
        seen(NOT_LISTED, channel=channel(deny(WEBHOOKS)), member=MEMBER, base=VIEW),
    ),
    (
        Cause.DENIED_BY_CATEGORY,
        NEEDS_CHANNELS | IN_LOCKED | {"subject": "@everyone"},
        seen(UNCREATED, category=category(deny(CHANNELS)), in_category=True, base=VIEW),
    ),
    (
        Cause.DENIED_IN_CHANNEL,
        EVERYONES | IN_CHANNEL,
        seen(NOT_LISTED, channel=channel(deny(WEBHOOKS))),
    ),
    (
        Cause.DENIED_IN_CHANNEL,
        NEEDS_WEBHOOKS | IN_CHANNEL | {"subject": "a role of the bot"},
        seen(NOT_LISTED, channel=channel(deny(WEBHOOKS, ROLE)), member=MEMBER),
    ),
    (
        Cause.DENIED_IN_CHANNEL,
        NEEDS_WEBHOOKS | IN_CHANNEL | {"subject": "the role Observers"},
        seen(NOT_LISTED, channel=channel(deny(WEBHOOKS, ROLE)), member=MEMBER, guild=NAMED),
    ),
    (
        Cause.DENIED_IN_CHANNEL,
        NEEDS_WEBHOOKS | IN_CHANNEL | {"subject": "the bot itself"},
        seen(NOT_LISTED, channel=channel(deny(WEBHOOKS, BOT, 1)), bot_id=BOT),
    ),
    (
        Cause.DENIED_IN_CHANNEL,
        NEEDS_VIEW | IN_CHANNEL | {"subject": "@everyone"},
        seen(NOT_LISTED, channel=channel(deny(VIEW))),
    ),
    (
        Cause.DENIED_IN_CHANNEL,
        NEEDS_VIEW | IN_CHANNEL | {"subject": "@everyone"},
        seen(UNSEEN, channel=channel(deny(VIEW))),
    ),
    (
        Cause.DENIED_IN_CHANNEL,
        EVERYONES | IN_CHANNEL,
        seen(
            NOT_LISTED,
            channel=channel(deny(WEBHOOKS), parent=PARENT),
            channels=(category(deny(WEBHOOKS, ROLE)),),
        ),
    ),
    (
        Cause.DENIED_BY_CATEGORY,
        EVERYONES | IN_LOCKED,
        seen(
            NOT_LISTED,
            channel=channel(deny(WEBHOOKS), parent=PARENT),
            channels=(category(deny(WEBHOOKS)),),
        ),
    ),
    (
        Cause.DENIED_BY_CATEGORY,
        EVERYONES | {"category": "it was made in"},
        seen(NO_WEBHOOK, channel=channel(deny(WEBHOOKS), parent=PARENT), made=True),
    ),
    (
        Cause.DENIED_BY_CATEGORY,
        NEEDS_CHANNELS | IN_LOCKED | {"subject": "@everyone"},
        seen(UNCREATED, category=category(deny(CHANNELS)), in_category=True),
    ),
    (
        Cause.DENIED_BY_CATEGORY,
        NEEDS_VIEW | {"category": "it was made in", "subject": "the bot"},
        seen(refused(50001, "create_channel"), in_category=True, guilds=(HERE,)),
    ),
]

KNOWN = [*SILENCED, *MISSING, *DENIED]


@pytest.mark.parametrize("row", KNOWN, ids=lambda row: row[0].value)
def test_the_evidence_leads_to_the_cause(row: Row) -> None:
    cause, names, evidence = row
    assert diagnosed(evidence) == Diagnosis(cause, names)


UNSETTLED = {
    "nothing about the bot": seen(UNCREATED),
    "roles that grant it": seen(UNCREATED, guilds=(HERE,)),
    "roles and a time that grant it": seen(UNCREATED, base=NEEDED, member=MEMBER),
    "an administrator": seen(UNCREATED, base=Permission.ADMINISTRATOR, member=TIMED_OUT),
    "who knows which role": seen(NOT_LISTED, channel=channel(deny(WEBHOOKS, ROLE)), made=True),
    "who knows which member": seen(
        NOT_LISTED, channel=channel(deny(WEBHOOKS), allow(WEBHOOKS, BOT, 1)), member=MEMBER
    ),
    "a channel that allows it": seen(
        NOT_LISTED, channel=channel(allow(WEBHOOKS, ROLE)), member=MEMBER
    ),
    "a channel that allows what no role does": seen(
        NOT_LISTED, channel=channel(allow(WEBHOOKS, ROLE)), member=MEMBER, base=VIEW
    ),
    "a channel nobody has seen": seen(NOT_LISTED, member=MEMBER),
    "perhaps timed out": seen(NOT_LISTED, channel=channel()),
    "a category's bits": seen(
        UNCREATED, category=category(allow(WEBHOOKS, ROLE)), in_category=True, member=MEMBER
    ),
    "a category unseen": seen(UNCREATED, in_category=True, member=MEMBER),
    "no member, by a token's word": seen(
        NO_WEBHOOK,
        channel=channel(),
        bot_id=BOT,
        member=refused(10007, "guild_member", 404),
    ),
    "a read that needs no permission": seen(refused(50013, "guild_webhooks"), member=MEMBER),
}


@pytest.mark.parametrize("what", UNSETTLED)
def test_what_does_not_settle_it_is_left_unknown(what: str) -> None:
    assert diagnosed(UNSETTLED[what]) == UNKNOWN
