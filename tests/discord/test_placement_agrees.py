"""A private channel never locks the bot out, by the rehearsal's own rules."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from cakd_tui.discord.http import models
from cakd_tui.discord.permissions import Permission, Role, Standing
from cakd_tui.discord.placement import Placement, placement
from cakd_tui.rehearsal import fields, state
from cakd_tui.rehearsal import permissions as other
from cakd_tui.rehearsal.worlds import APPLICATION

GUILD, OWNER, BOT, STRANGER = "1000", "8", "7", "9"
NEEDED = other.VIEW_CHANNEL | other.MANAGE_WEBHOOKS
BITS = [1 << 4, 1 << 10, 1 << 11, 1 << 28, 1 << 29, 1 << 46, 1 << 50]


def bits(random: Random, often: float = 0.4) -> int:
    return sum(bit for bit in BITS if random.random() < often)


def guild_of(random: Random) -> state.Guild:
    """A guild with up to 20 roles in which the bot holds what a private channel needs."""
    ids = [str(2000 + number) for number in range(random.randint(0, 20))]
    everyone = state.Role(GUILD, "@everyone", bits(random))
    own = state.Role("1999", "own", NEEDED | bits(random), bot_id=BOT, managed=True)
    if random.random() < 0.1:
        own = state.Role("1999", "own", other.ADMINISTRATOR, bot_id=BOT, managed=True)
    roles = (everyone, own, *(state.Role(each, f"role {each}", bits(random)) for each in ids))
    held = ("1999", *random.sample(ids, random.randint(0, min(4, len(ids)))))
    members = (state.Member(BOT, held), state.Member(STRANGER), state.Member(OWNER))
    holders = (state.Member(f"3{each}", (each,)) for each in ids)
    return state.Guild(GUILD, "g", OWNER, roles, (*members, *holders))


def category_of(random: Random, guild: state.Guild) -> tuple[state.Overwrite, ...]:
    targets = [(role.id, state.FOR_ROLE) for role in guild.roles]
    targets += [(member.user_id, state.FOR_MEMBER) for member in guild.members[:2]]
    chosen = random.sample(targets, random.randint(0, len(targets)))
    found = []
    for target, kind in chosen:
        allow = bits(random)
        found.append(state.Overwrite(target, kind, allow, bits(random) & ~allow))
    return tuple(found)


def placed(
    guild: state.Guild, inherited: tuple[state.Overwrite, ...], chosen: set[str]
) -> Placement:
    """Our own placement in the rehearsal's guild."""
    roles = tuple(
        Role(int(it.id), it.name, Permission(it.permissions), int(it.bot_id) if it.bot_id else None)
        for it in guild.roles
    )
    held = frozenset(int(role) for role in guild.members[0].roles)
    standing = Standing(int(GUILD), int(OWNER), int(BOT), roles, held)
    raw = tuple(models.Overwrite(int(it.id), it.kind, it.allow, it.deny) for it in inherited)
    category = models.Channel(50, models.CATEGORY, name="Ops", overwrites_or_null=raw)
    return placement(standing, category, True, [it for it in roles if str(it.id) in chosen])


@settings(deadline=None, max_examples=300)
@given(st.integers(0, 2**64).map(Random))
def test_a_private_channel_is_taken_and_never_locks_the_bot_out(random: Random) -> None:
    guild = guild_of(random)
    inherited = category_of(random, guild)
    chosen = {role.id for role in guild.roles[2:] if random.random() < 0.2}
    made = placed(guild, inherited, chosen).sent
    world = state.World(state.User(BOT, "bot", bot=True), APPLICATION, {GUILD: guild})
    wanted = tuple(
        state.Overwrite(
            str(it.id),
            state.FOR_ROLE if it.kind == "role" else state.FOR_MEMBER,
            int(it.allow),
            int(it.deny),
        )
        for it in made
    )
    fields.check_overwrites(world, guild, wanted)
    assert not any(each.allow & each.deny for each in wanted)
    channel = state.Channel("5", GUILD, "alerts-x", overwrites=wanted)

    def may(user: str) -> int:
        return other.usable(guild, user, world.now(), channel)

    assert may(BOT) & NEEDED == NEEDED
    for role in chosen:
        assert may(f"3{role}") & other.VIEW_CHANNEL
    let_in = any(
        each.allow & other.VIEW_CHANNEL and each.id == STRANGER
        for each in inherited
        if each.kind == state.FOR_MEMBER
    )
    assert bool(may(STRANGER) & other.VIEW_CHANNEL) == let_in
