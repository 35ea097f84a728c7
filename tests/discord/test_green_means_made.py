"""What the preflight lets through is made, in some hundred random servers and wishes."""

from dataclasses import replace
from random import Random

import pytest

from cakd_tui.core.answers import Answers
from cakd_tui.core.finding import Verdict
from cakd_tui.core.option import OptionValue
from cakd_tui.core.secret import Secret
from cakd_tui.discord.connection import DiscordConnection
from cakd_tui.rehearsal import permissions as rights
from cakd_tui.rehearsal import state
from cakd_tui.rehearsal.rehearsal import Rehearsal
from cakd_tui.rehearsal.tokens import bot_token
from cakd_tui.rehearsal.worlds import APPLICATION
from tests.discord.bare_run import Run, remembering
from tests.discord.guilds import BOT, GUILD, NOW, bits, case_of

CASES = 800
PARTS = 4
CATEGORY, SIBLING, THERE = (f"90000000000000050{number}" for number in (3, 4, 1))
NEEDED = rights.VIEW_CHANNEL | rights.MANAGE_CHANNELS | rights.MANAGE_WEBHOOKS


def server(random: Random, seed: int) -> state.World:
    """A random server: mostly one in which the bot holds what it needs but for overwrites."""
    guild, _ = case_of(seed)
    if random.random() < 0.7:
        everyone, *others = guild.roles
        everyone = replace(everyone, permissions=everyone.permissions | NEEDED)
        guild = replace(guild, roles=(everyone, *others))
    until = NOW.replace(year=2999) if random.random() < 0.05 else None
    member = replace(guild.members[0], timed_out_until=until)
    guild = replace(guild, members=(member,))
    me = state.User(BOT, "alerts-bot", bot=True, mfa_enabled=random.random() < 0.7)
    world = state.World(me, APPLICATION, {GUILD: guild})
    world.channels[CATEGORY] = state.Channel(
        CATEGORY, GUILD, "Ops", kind=state.CATEGORY, overwrites=overwrites(random, guild)
    )
    if random.random() < 0.5:
        world.channels[SIBLING] = state.Channel(SIBLING, GUILD, "sibling", parent_id=CATEGORY)
    if random.random() < 0.3:
        parent = random.choice([None, CATEGORY])
        there = state.Channel(THERE, GUILD, "alerts-my-project", parent_id=parent)
        world.channels[THERE] = replace(there, overwrites=overwrites(random, guild))
    return world


def overwrites(random: Random, guild: state.Guild) -> tuple[state.Overwrite, ...]:
    """A few, for @everyone, roles the bot may hold, and the bot itself."""
    held = guild.members[0].roles
    targets = [(GUILD, state.FOR_ROLE), (BOT, state.FOR_MEMBER)]
    targets += [(role, state.FOR_ROLE) for role in held]
    found = []
    for target, kind in random.sample(targets, random.randint(0, min(3, len(targets)))):
        allow = bits(random, 0.0)
        found.append(state.Overwrite(target, kind, allow, bits(random, 0.0) & ~allow))
    return tuple(found)


def wish(random: Random, world: state.World) -> dict[str, OptionValue]:
    """Anything that may be chosen, what can't be followed among it."""
    chosen: dict[str, OptionValue] = {}
    if random.random() < 0.7:
        chosen["category"] = random.choice([CATEGORY, "ops"])
    if random.random() < 0.4:
        chosen["private"] = True
    if random.random() < (0.5 if "private" in chosen else 0.15):
        roles = [role.id for role in world.guilds[GUILD].roles]
        chosen["roles"] = tuple(random.sample(roles, min(2, len(roles))))
    return chosen


def run_of(seed: int) -> Run:
    """The case of this seed."""
    random = Random(f"green {seed}")
    world = server(random, seed)
    rehearsal = Rehearsal(world, bot_token(BOT), GUILD, tempo=0.0)
    answers = (
        Answers("my-project")
        .with_secret("token", Secret(rehearsal.token))
        .with_value("guild", GUILD)
        .with_options(wish(random, world))
    )
    known = remembering(answers) if random.random() < 0.2 else None
    return Run(rehearsal, DiscordConnection(answer=rehearsal.answer), answers, known)


@pytest.mark.parametrize("part", range(PARTS))
async def test_where_no_check_fails_the_channel_and_its_webhook_are_made(part: int) -> None:
    green = {}
    for seed in range(part, CASES, PARTS):
        run = run_of(seed)
        found = await run.preflight()
        if not any(each.verdict is Verdict.FAIL for each in found.values()):
            await run.provision()
            green[seed] = (
                "category" in run.answers.options,
                "private" in run.answers.options,
                THERE in run.rehearsal.world.channels,
            )
        await run.connection.aclose()
    assert len(green) > CASES / PARTS / 10
    assert len(set(green.values())) == 8
