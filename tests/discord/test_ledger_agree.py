"""The ledger against the rehearsal's own permission algorithm, in ten thousand random guilds."""

import json
from dataclasses import replace

import pytest

from cakd_tui.core.finding import Verdict
from cakd_tui.core.ledger import Effect, Ledger, Turn
from cakd_tui.discord.http import models
from cakd_tui.discord.ledger import ledger_of
from cakd_tui.discord.ledger_fixes import remedies
from cakd_tui.discord.ledger_scene import COLUMNS, MANAGE_WEBHOOKS, Column, Scene
from cakd_tui.discord.new_channel import NewChannel
from cakd_tui.discord.options import BadOption
from cakd_tui.discord.permissions import Overwrite
from cakd_tui.discord.placement import Placement, placement
from cakd_tui.rehearsal import permissions as other
from cakd_tui.rehearsal import state
from cakd_tui.rehearsal.rehearsal import Rehearsal
from cakd_tui.rehearsal.worlds import APPLICATION
from tests.discord.guilds import BOT, NOW, case_of, scene_in

GUILDS = 10_000
PARTS = 4
"""The guilds are tried in so many parts, side by side where there are processors for it."""


def allowed(guild: state.Guild, channel: state.Channel | None, column: Column) -> bool:
    """What the rehearsal says of it, two factors included; without a channel, of a new one."""
    bit = int(column.bit)
    if bit & other.NEEDS_TWO_FACTORS and guild.mfa_level:
        return False
    if channel is None and column is MANAGE_WEBHOOKS:
        channel = state.Channel("5", guild.id, "new")
    return bool(other.usable(guild, BOT, NOW, channel) & bit)


@pytest.mark.parametrize("part", range(PARTS))
def test_both_come_to_the_same_verdicts(part: int) -> None:
    seen = set()
    for seed in range(part, GUILDS, PARTS):
        guild, channel = case_of(seed)
        place = channel if seed % 5 else None
        ledger = ledger_of(scene_in(guild, place))
        for column, account in zip(COLUMNS, ledger.accounts, strict=True):
            assert account.allowed is allowed(guild, place, column), (seed, account)
            seen.add((account.key, account.verdict, account.decided_by.partition(":")[0]))
    assert len(seen) > 20  # by roles, overwrites and rules, both ways


async def made(guild: state.Guild, category: state.Channel, sent: tuple[Overwrite, ...]) -> bool:
    """Whether the rehearsal makes a channel in this category, with these overwrites of its own."""
    me = state.User(BOT, "bot", bot=True, mfa_enabled=False)
    guild = replace(guild, members=(*guild.members, state.Member("9")))
    world = state.World(me, APPLICATION, {guild.id: guild}, clock=NOW.timestamp)
    world.channels[category.id] = category
    entries = [
        {"id": str(each.id), "type": int(each.kind == "member")}
        | {"allow": str(int(each.allow)), "deny": str(int(each.deny))}
        for each in sent
    ]
    asked = {"name": "c", "parent_id": category.id, "permission_overwrites": entries}
    headers = {
        "user-agent": "DiscordBot (https://cakd.example, 1)",
        "authorization": "Bot a.b.c",
        "content-type": "application/json",
        "x-audit-log-reason": "why",
    }
    path = f"/api/v10/guilds/{guild.id}/channels"
    reply = await Rehearsal(world, "a.b.c", guild.id).answer(
        "POST", path, headers, json.dumps(asked).encode()
    )
    assert reply.status in (201, 403), reply.body
    return reply.status == 201


def new_in(scene: Scene, channel: state.Channel, *, private: bool) -> NewChannel | None:
    """A channel to be made in this category; None for a private one that can't let the bot in."""
    raw = tuple(
        models.Overwrite(int(it.id), it.kind, it.allow, it.deny) for it in channel.overwrites
    )
    category = models.Channel(5, models.CATEGORY, name="Ops", overwrites_or_null=tuple(raw))
    try:
        how = placement(scene.standing, category, private, ()) if private else Placement(category)
    except BadOption:
        return None
    return NewChannel("#c", scene.standing, how, category, private)


@pytest.mark.parametrize("private", [False, True])
async def test_in_a_category_both_come_to_the_same_verdict_on_making_a_channel(
    private: bool,
) -> None:
    seen = set()
    for seed in range(GUILDS // 8):
        guild, channel = case_of(seed)
        scene = scene_in(guild, None)
        new = new_in(scene, channel, private=private)
        if new is None:
            continue
        ledger = ledger_of(new.scene(scene))
        view, channels, _ = ledger.accounts
        expected = await made(guild, replace(channel, kind=state.CATEGORY), new.placement.sent)
        assert (view.allowed and channels.allowed) is expected, seed
        for account in (view, channels):
            seen.add((account.key, account.allowed, account.decided_by.partition(":")[0]))
    assert len(seen) > 8


@pytest.mark.parametrize("private", [False, True])
def test_in_a_category_what_is_missing_has_a_fix_that_mends_it(private: bool) -> None:
    mended = 0
    for seed in range(GUILDS // 8):
        guild, channel = case_of(seed)
        scene = scene_in(guild, None)
        new = new_in(scene, channel, private=private)
        if new is None:
            continue
        scene = new.scene(scene)
        ledger = ledger_of(scene)
        for column, account in zip(COLUMNS, ledger.accounts, strict=True):
            assert bool(account.fixes) is not account.allowed, seed
            mended += not account.allowed and mends(scene, ledger, column)
    assert mended > (10 if private else GUILDS // 20)


@pytest.mark.parametrize("part", range(PARTS))
def test_what_decided_says_the_same_as_the_verdict(part: int) -> None:
    for seed in range(part, GUILDS // 4, PARTS):
        ledger = ledger_of(scene_in(*case_of(seed)))
        for account in ledger.accounts:
            expected = Effect.GRANTED if account.allowed else Effect.DENIED
            if account.decided_by:
                assert ledger.effect(account.decided_by, account.key) is expected
            else:
                assert not account.allowed


@pytest.mark.parametrize("there", [True, False])
def test_what_is_missing_has_a_fix_that_mends_it(there: bool) -> None:
    mended = 0
    for seed in range(GUILDS // 4):
        guild, channel = case_of(seed)
        scene = scene_in(guild, channel if seed % 3 else None, there=there)
        ledger = ledger_of(scene)
        for column, account in zip(COLUMNS, ledger.accounts, strict=True):
            needed = not account.allowed and scene.is_needed(column)
            assert bool(account.fixes) is needed, seed
            if needed:
                mended += mends(scene, ledger, column)
    assert mended > GUILDS // 10


def mends(scene: Scene, ledger: Ledger, column: Column) -> bool:
    """Whether roles or overwrites are the matter; then every change proposed for it turns it."""
    key, free = column.check.id, scene.unbound
    found = remedies(scene, column)
    if not found:
        rules = {"time-out", "screening", "two-factor"}
        assert {ledger.account(key).decided_by} <= rules  # type: ignore[union-attr]  # it is there
        return False
    for remedy in found:
        account = ledger_of(free, remedy.turns).account(key)
        assert account is not None
        assert account.allowed
        assert remedy.text
        assert all(ledger.line(turn.line) for turn in remedy.turns)
    return True


def test_an_invite_asks_for_exactly_what_no_role_grants() -> None:
    for seed in range(500):
        guild, _ = case_of(seed)
        scene = scene_in(guild, None)
        ledger = ledger_of(scene)
        missing = sum(int(it.bit) for it in COLUMNS if not other.base(guild, BOT) & int(it.bit))
        assert (ledger.invite is not None) is bool(missing)
        assert ledger.invite is None or f"&permissions={missing}&" in ledger.invite.url


def test_what_was_granted_for_trial_follows_the_algorithm_too() -> None:
    """Turning a cell is the same as Discord's own change of that role."""
    for seed in range(500):
        guild, channel = case_of(seed)
        column = COLUMNS[seed % 3]
        bit = int(column.bit)
        everyone = guild.roles[0]
        flipped = state.Role(everyone.id, everyone.name, everyone.permissions ^ bit)
        to = Effect.GRANTED if flipped.permissions & bit else Effect.NONE
        turns = frozenset({Turn(f"role:{everyone.id}", column.check.id, to)})
        changed = scene_in(
            state.Guild(
                guild.id,
                guild.name,
                guild.owner_id,
                (flipped, *guild.roles[1:]),
                guild.members,
                guild.mfa_level,
            ),
            channel,
        )
        assert ledger_of(scene_in(guild, channel), turns).accounts == ledger_of(changed).accounts


def test_only_what_is_not_needed_is_left_without_a_verdict() -> None:
    for seed in range(500):
        scene = scene_in(*case_of(seed))
        for account in ledger_of(scene).accounts:
            if account.verdict is Verdict.SKIPPED:
                assert account.key == "manage-channels" or account.decided_by == "hidden"
