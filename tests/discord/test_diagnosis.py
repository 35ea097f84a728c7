"""Every scenario's failure gets its one name, for at most one question more."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from cakd_tui.core.errors import ProviderError
from cakd_tui.core.events import Warned
from cakd_tui.core.secret import Secret
from cakd_tui.discord import diagnosis
from cakd_tui.rehearsal import edits, refusals, worlds
from cakd_tui.rehearsal import permissions as rights
from cakd_tui.rehearsal.faults import Delay, Effect, Fault, Limited, Refused
from cakd_tui.rehearsal.rehearsal import Rehearsal
from cakd_tui.rehearsal.scenarios import SCENARIOS
from tests.discord.bare_run import Begin, Run, remembering
from tests.discord.stage import StageMaker

GUILDS = "GET /users/@me/guilds"
MEMBER = "GET /guilds/{guild_id}/members/{user_id}"

Facts = dict[str, str]


@dataclass(frozen=True)
class Case:
    """What a scenario's failure is named, and what is asked to find out."""

    cause: str
    names: Facts = field(default_factory=dict)
    alone: tuple[str, ...] = ()
    """What is asked beside the run's own requests where no preflight went before."""
    after: tuple[str, ...] = ()
    """What is asked where one did."""


LACKS_WEBHOOKS = {"permission": "Manage Webhooks"}

CASES = {
    "missing-manage-channels": Case(
        "missing-in-guild", {"permission": "Manage Channels"}, (MEMBER,)
    ),
    "missing-manage-webhooks": Case("missing-in-guild", LACKS_WEBHOOKS),
    "large-server": Case("missing-in-guild", LACKS_WEBHOOKS, (MEMBER,)),
    "missing-view": Case("missing-in-guild", {"permission": "View Channel"}),
    "denied-in-channel": Case(
        "denied-in-channel", {**LACKS_WEBHOOKS, "channel": "#alerts-my-project"}, (MEMBER,)
    ),
    "denied-by-category": Case(
        "denied-by-category", {**LACKS_WEBHOOKS, "category": "Locked", "subject": "@everyone"}
    ),
    "hidden-channel": Case(
        "hidden-channel", {"channel": "#alerts-my-project"}, (GUILDS,), (GUILDS,)
    ),
    "not-in-guild": Case(
        "not-in-guild", {"whereabouts": "it is in no server yet"}, (GUILDS,), (GUILDS,)
    ),
    "wrong-id": Case(
        "wrong-id", {"whereabouts": "it is in Ops Lab, Elsewhere, Staging"}, (GUILDS,), (GUILDS,)
    ),
    "unknown-guild": Case("false-unknown-guild", {}, (GUILDS,), (GUILDS,)),
    "bad-token": Case("token-refused"),
    "persons-token": Case("persons-token"),
    "two-factor": Case("owner-without-2fa"),
    "timed-out": Case("timed-out", {}, (MEMBER,)),
    "pending": Case("pending", {}, (MEMBER,)),
    "outage-502": Case("outage"),
    "cloudflare-1010": Case("cloudflare"),
    "cloudflare-40333": Case("cloudflare"),
    "internal-bug": Case("our-bug"),
}
OTHERS = {
    *("ready", "over-privileged", "fragile-grant", "existing-setup", "readonly-config"),
    *("rate-limited", "offline", "channels-full", "webhooks-full", "category-full"),
    *(
        "several-channels",
        "in-use",
        "webhook-gone",
        "channel-gone",
        "channel-renamed",
        "channel-moved",
    ),
}
"""Those in which nothing is refused that could have several causes."""


def test_every_scenario_is_accounted_for() -> None:
    assert {*CASES, *OTHERS} == set(SCENARIOS)
    assert len({case.cause for case in CASES.values()}) >= 14


def forget_channels(run: Run) -> None:
    """Where Discord denies the server, let it do so for what a run asks as well."""
    if run.rehearsal.name == "unknown-guild":
        denied = Refused(refusals.unknown_guild().reply)
        run.rehearsal.faults.add(Fault(denied, "GET", "/guilds/*/channels"))


async def untold(*given: object) -> None:
    """Find nothing out."""


async def plainly(run: Run, monkeypatch: pytest.MonkeyPatch) -> tuple[ProviderError, list[str]]:
    """The failure and the requests of a run that finds nothing out."""
    forget_channels(run)
    with monkeypatch.context() as patch:
        patch.setattr(diagnosis, "tell_cause", untold)
        return await run.failure(), run.routes


@pytest.mark.parametrize("preflight", [False, True], ids=["alone", "after a preflight"])
@pytest.mark.parametrize("name", CASES)
async def test_a_failure_is_named_for_at_most_one_question(
    name: str, preflight: bool, begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain, own = await plainly(begin(name), monkeypatch)
    run = begin(name)
    if preflight:
        await run.preflight()
    forget_channels(run)
    error = await run.failure()
    case = CASES[name]
    assert error.symptom.facts["cause"] == case.cause
    assert case.names.items() <= error.symptom.facts.items()
    assert plain.symptom.facts.items() <= error.symptom.facts.items()
    assert "cause" not in plain.symptom.facts
    assert (str(error), error.symptom.text) == (str(plain), plain.symptom.text)
    assert run.routes == [*own, *(case.after if preflight else case.alone)]


@pytest.mark.parametrize("name", sorted(OTHERS - {"offline"}))
async def test_what_has_but_one_meaning_gets_no_name(name: str, begin: Begin) -> None:
    run = begin(name)
    if name in ("channels-full", "webhooks-full", "several-channels"):
        assert "cause" not in await run.facts()
    else:
        await run.provision()


async def test_the_right_role_is_named_after_a_preflight(begin: Begin) -> None:
    run = begin("denied-in-channel")
    await run.preflight()
    assert (await run.facts())["subject"] == "the role Observers"


@pytest.mark.parametrize(
    ("name", "check", "cause"),
    [
        ("not-in-guild", "server", "not-in-guild"),
        ("wrong-id", "server", "wrong-id"),
        ("hidden-channel", "view-channel", "hidden-channel"),
        ("bad-token", "token", "token-refused"),
        ("outage-502", "discord", "outage"),
        ("cloudflare-40333", "discord", "cloudflare"),
    ],
)
async def test_a_preflight_names_what_it_was_refused(
    name: str, check: str, cause: str, begin: Begin
) -> None:
    symptom = (await begin(name).preflight())[check].symptom
    assert symptom is not None
    assert symptom.facts["cause"] == cause


async def test_a_preflight_knows_a_server_that_discord_denies(begin: Begin) -> None:
    run = begin("unknown-guild")
    symptom = (await run.preflight())["server"].symptom
    assert symptom is not None
    assert symptom.facts["cause"] == "false-unknown-guild"


def take_manage_channels(rehearsal: Rehearsal) -> None:
    edits.revoke(rehearsal.world, worlds.OPS_LAB, worlds.OWN_ROLE, rights.MANAGE_CHANNELS)


def screen(rehearsal: Rehearsal) -> None:
    edits.screen(rehearsal.world, worlds.OPS_LAB, pending=True)


@pytest.mark.parametrize(
    ("change", "cause"),
    [(take_manage_channels, "missing-in-guild"), (screen, "pending")],
)
async def test_what_changed_since_the_preflight_is_asked_anew(
    change: Callable[[Rehearsal], None], cause: str, begin: Begin
) -> None:
    run = begin()
    await run.preflight()
    change(run.rehearsal)
    assert (await run.facts())["cause"] == cause
    assert run.routes[-1] == MEMBER


@pytest.mark.parametrize("later", ["another server", "a minute later"])
async def test_a_preflight_of_other_things_is_not_relied_on(
    later: str, begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = begin("timed-out")
    await run.preflight()
    if later == "another server":
        take = rights.MANAGE_CHANNELS
        edits.revoke(run.rehearsal.world, worlds.STAGING, "900000000000000131", take)
        run.answers = run.answers.with_value("guild", worlds.STAGING)
        expected = "missing-in-guild"
    else:
        monkeypatch.setattr("cakd_tui.discord.listening._LATELY", -1.0)
        expected = "timed-out"
    assert (await run.facts())["cause"] == expected
    assert run.routes[-1] == MEMBER


async def test_a_token_that_does_not_tell_the_bot_leaves_the_list_of_servers(
    begin: Begin,
) -> None:
    run = begin("missing-manage-channels")
    run.answers = run.answers.with_secret("token", Secret("any.other.token"))
    assert (await run.facts())["cause"] == "missing-in-guild"
    assert run.routes[-1] == GUILDS


@pytest.mark.parametrize(
    "effect",
    [Refused(refusals.missing_permissions().reply), Limited(retry_after=600.0), Delay(1e6)],
    ids=["refused", "limited", "slow"],
)
async def test_a_question_without_an_answer_leaves_it_unnamed(
    effect: Effect, begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(diagnosis, "_PATIENCE", 0.05)
    run = begin("missing-manage-channels", tempo=1.0)
    run.rehearsal.faults.add(Fault(effect, "GET", "/guilds/*/members/*", times=None))
    plain = 'status 403, body: {"message": "Missing Permissions", "code": 50013}'
    error = await run.failure()
    assert str(error) == f"failed to create channel: discord API error: {plain}"
    assert "cause" not in error.symptom.facts


async def test_leaving_while_it_is_found_out_is_leaving(begin: Begin) -> None:
    run = begin("missing-manage-channels", tempo=1.0)
    run.rehearsal.faults.add(Fault(Delay(60.0), "GET", "/guilds/*/members/*"))
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(run.provision(), 0.05)
    assert run.routes[-1] == MEMBER


@pytest.mark.parametrize("name", sorted(set(CASES) - {"unknown-guild", "outage-502"}))
async def test_a_warning_over_the_socket_carries_the_name(name: str, stage: StageMaker) -> None:
    acting = await stage(name)
    if name == "denied-by-category":
        acting.answers = acting.answers.with_option("category", "Locked")
    if name == "hidden-channel":
        acting.routes.save(remembering(acting.answers))
    warned = [each for each in await acting.create() if isinstance(each, Warned)]
    assert [each.symptom.facts.get("cause") for each in warned] == [CASES[name].cause]
    assert warned[0].text.startswith("Failed to provision notification channel: failed to create ")


LATE = {
    "channels": ["/guilds/*/channels"],
    "member": ["/guilds/*/members/*"],
    "server": ["/guilds/*1"],
    "all but the server": ["/guilds/*/channels", "/guilds/*/members/*"],
}


@pytest.mark.parametrize("late", LATE)
async def test_the_checks_name_the_same_cause_whichever_answer_is_late(
    late: str, begin: Begin
) -> None:
    run = begin(tempo=1.0)
    edits.leave(run.rehearsal.world, worlds.OPS_LAB)
    for path in LATE[late]:
        run.rehearsal.faults.add(Fault(Delay(0.03), "GET", path))
    symptom = (await run.preflight())["server"].symptom
    assert symptom is not None
    assert symptom.facts["cause"] == "not-in-guild"
