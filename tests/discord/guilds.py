"""Random guilds with a channel each, in the rehearsal's terms and in ours."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

from cakd_tui.discord.http.models import Application
from cakd_tui.discord.ledger_scene import COLUMNS, OF_NEW_CHANNELS, Scene
from cakd_tui.discord.permissions import Overwrite, Permission, Role, Standing
from cakd_tui.rehearsal import state

GUILD, BOT, OWNER = "1000", "7", "8"
NOW = datetime(2026, 11, 1, tzinfo=UTC)

BITS = [1 << 3, 1 << 4, 1 << 10, 1 << 11, 1 << 20, 1 << 29, 1 << 46, 1 << 50]


def bits(random: Random, administrator: float = 0.05) -> int:
    """Some permission bits; Administrator rarely, as it would decide everything."""
    share = random.choice([0.1, 0.4])
    chosen = sum(bit for bit in BITS[1:] if random.random() < share)
    return chosen | (BITS[0] if random.random() < administrator else 0)


def case_of(seed: int) -> tuple[state.Guild, state.Channel]:
    """A guild with up to 30 roles and a channel with up to 10 overwrites, by this seed."""
    random = Random(seed)
    ids = [str(2000 + number) for number in range(random.randint(0, 30))]
    roles = [state.Role(GUILD, "@everyone", bits(random))]
    roles += [state.Role(each, f"role {each}", bits(random, 0.01)) for each in ids]
    held = tuple(random.sample(ids, random.randint(0, min(4, len(ids)))))
    own = random.choice([*held, None])
    roles = [replace(each, bot_id=BOT if each.id == own else None) for each in roles]
    until = random.choice([None, None, NOW + timedelta(hours=1), NOW - timedelta(hours=1)])
    pending = random.random() < 0.1
    member = state.Member(BOT, held, timed_out_until=until, pending=pending)
    owner = random.choice([OWNER] * 20 + [BOT])
    mfa = random.choice([0, 0, 0, 1])
    guild = state.Guild(GUILD, "g", owner, tuple(roles), (member,), mfa_level=mfa)
    targets = [(GUILD, state.FOR_ROLE), (BOT, state.FOR_MEMBER), ("9", state.FOR_MEMBER)]
    targets += [(each, state.FOR_ROLE) for each in (*held, *ids)]
    overwrites = {}
    for target, kind in random.choices(targets, k=random.randint(0, 10)):
        allow = bits(random)
        overwrites[target] = state.Overwrite(target, kind, allow, bits(random) & ~allow)
    return guild, state.Channel("5", GUILD, "c", overwrites=tuple(overwrites.values()))


def ours(guild: state.Guild, channel: state.Channel) -> tuple[Standing, tuple[Overwrite, ...]]:
    """The same guild and channel in our own terms."""
    member = guild.member(BOT)
    assert member is not None
    standing = Standing(
        guild_id=int(guild.id),
        owner_id=int(guild.owner_id),
        user_id=int(BOT),
        roles=tuple(
            Role(
                int(role.id),
                role.name,
                Permission(role.permissions),
                int(role.bot_id) if role.bot_id else None,
            )
            for role in guild.roles
        ),
        role_ids=frozenset(map(int, member.roles)),
        timed_out=member.timed_out_until is not None and member.timed_out_until > NOW,
    )
    overwrites = tuple(
        Overwrite(
            int(each.id),
            "role" if each.kind == state.FOR_ROLE else "member",
            Permission(each.allow),
            Permission(each.deny),
        )
        for each in channel.overwrites
    )
    return standing, overwrites


def scene_in(guild: state.Guild, channel: state.Channel | None, *, there: bool = True) -> Scene:
    """The ledger's scene in the channel, be it `there` or yet to be made; or in the guild alone."""
    member = guild.member(BOT)
    assert member is not None
    standing, overwrites = ours(guild, channel or state.Channel("5", GUILD, "c"))
    return Scene(
        standing=standing,
        server=guild.name,
        bot="bot",
        place="#c" if channel else "",
        settings="#c → Edit Channel → Permissions" if channel else "",
        overwrites=overwrites if channel else None,
        decides=COLUMNS if there else OF_NEW_CHANNELS,
        channel_id=int(channel.id) if channel and there else None,
        lacks_two_factor=bool(guild.mfa_level),
        pending=member.pending,
        application=Application(77, "Ops"),
    )
