"""The alerts channel that is there, as the preflight tells it."""

import pytest

from cakd_tui.core.answers import Answers
from cakd_tui.core.finding import Verdict
from cakd_tui.core.option import OptionValue
from cakd_tui.core.plan import Plan, Quota, Verb
from cakd_tui.core.route import Remembered, Route
from cakd_tui.core.secret import Secret
from cakd_tui.discord.decision import decided
from cakd_tui.discord.http.errors import Asked, DiscordError, ServerError
from cakd_tui.discord.http.models import (
    INCOMING_WEBHOOK,
    TEXT_CHANNEL,
    Channel,
    SealedText,
    Webhook,
)
from cakd_tui.discord.reused_channel import ReusedChannel
from tests.discord.bare_run import Begin
from tests.discord.places import FULL, OPERATIONS, notes, staged
from tests.discord.stage import Stage, StageMaker

OURS = Channel(10, TEXT_CHANNEL, 100, "alerts-my-project")
HOOK = Webhook(
    1,
    INCOMING_WEBHOOK,
    channel_id=10,
    name="CAKD Alerting - my-project",
    sealed_token=SealedText(Secret("hush")),
)
ANSWERS = Answers("my-project").with_value("guild", "100")
OUTAGE = ServerError(Asked("GET", "https://discord.com/api/v10/x"), 502, "")


def known(*remembered: Remembered) -> Route:
    return Route("my-project", "discord", ANSWERS.values, remembered)


@pytest.mark.parametrize(
    ("webhooks", "evidence", "verb", "made"),
    [
        (OUTAGE, "#alerts-my-project, will be reused", Verb.CREATE, 1),
        ((), "#alerts-my-project, will be reused; the webhook is new", Verb.CREATE, 1),
        ((HOOK,), "#alerts-my-project and its webhook, will be reused", Verb.ADOPT, 0),
    ],
)
def test_what_is_there_is_said_as_far_as_it_is_known(
    webhooks: tuple[Webhook, ...] | DiscordError, evidence: str, verb: Verb, made: int
) -> None:
    remembered = known(Remembered("channel", "10", "alerts-my-project", made=True))
    decision = decided(ANSWERS, remembered, (OURS,), webhooks)
    there = ReusedChannel(OURS, decision, webhooks)
    assert (there.finding().verdict, there.finding().evidence) == (Verdict.PASS, evidence)
    quotas = (Quota("webhooks in the channel", 1, 15),)
    plan = there.plan("in Ops Lab", "my-project", decision, quotas)
    assert plan is not None
    assert [line.verb for line in plan.lines] == [Verb.REUSE, verb]
    assert plan.lines[0].remark == "in Ops Lab"
    assert plan.lines[0].reason == "made by an earlier run"
    assert plan == Plan(plan.lines, made, quotas, news=plan.news)


async def again(acting: Stage, **options: OptionValue) -> Stage:
    """The same server once the channel is made, other things being chosen."""
    await acting.create()
    if options:
        acting.answers = acting.answers.with_options(options)
    acting.rehearsal.requests.clear()
    return acting


async def test_what_is_not_as_chosen_is_a_warning_and_a_remark_of_the_plan(
    stage: StageMaker,
) -> None:
    acting = await again(await stage(), **FULL)
    found = (await acting.findings())["existing"]
    unlike = "it is not private, is not in the category operations"
    assert found.verdict is Verdict.WARN
    assert found.evidence == f"#alerts-my-project and its webhook, will be reused; {unlike}"
    assert [each.text for each in found.fixes] == [
        "#alerts-my-project → Edit Channel → Permissions → Private Channel ✓, then let the bot in",
        "drag #alerts-my-project into the category operations",
    ]
    assert acting.plan is not None
    assert acting.plan.lines[0].remark == f"in Ops Lab; {unlike}"
    assert len(acting.rehearsal.requests) == 6


async def test_a_role_that_is_not_let_in_is_a_warning(stage: StageMaker) -> None:
    acting = await again(
        await staged(stage, {"private": True}), private=True, roles=("Observers", "Admins")
    )
    found = (await acting.findings())["existing"]
    assert found.evidence.endswith("; it does not let in the role Observers")
    assert found.fixes[0].text.endswith("Permissions → the role Observers → View Channel ✓")
    assert len(acting.rehearsal.requests) == 6


async def test_a_channel_as_chosen_is_no_warning(stage: StageMaker) -> None:
    acting = await again(await staged(stage, FULL))
    assert (await acting.findings())["existing"].verdict is Verdict.PASS


@pytest.mark.parametrize(
    "options",
    [
        {"private": True},
        {"category": "Lounge"},
        FULL,
        {"private": True, "roles": ("gone",)},
        {"private": True, "roles": ("Observers", "gone")},
    ],
)
@pytest.mark.parametrize("first", [{}, {"private": True}, {"category": OPERATIONS}])
async def test_the_checks_warn_of_what_the_run_notes(
    first: dict[str, OptionValue], options: dict[str, OptionValue], stage: StageMaker
) -> None:
    acting = await again(await staged(stage, first), category="")
    acting.answers = acting.answers.with_options(options)
    warned = (await acting.findings())["existing"]
    noted = notes(await acting.create())
    assert len(warned.fixes) == len(noted)


@pytest.mark.parametrize("there", [True, False])
async def test_roles_without_private_fail_the_checks_as_they_fail_the_run(
    there: bool, begin: Begin
) -> None:
    run = begin("existing-setup" if there else "ready")
    run.answers = run.answers.with_option("roles", ("Observers",))
    found = (await run.preflight())["options"]
    assert found.verdict is Verdict.FAIL
    assert found.symptom is not None
    assert found.symptom.facts["reason"] == "roles-public"
    assert (await run.failure()).symptom.facts["reason"] == "roles-public"
