"""Whom alerts call: chosen by name or id, told in checks and plan, kept with the route, called."""

from dataclasses import replace

import pytest

from cakd_tui.core.answers import Answers
from cakd_tui.core.events import Warned
from cakd_tui.core.finding import Verdict
from cakd_tui.core.option import OptionValue
from cakd_tui.core.plan import Verb
from cakd_tui.core.route import Route
from cakd_tui.discord.calling import MOST, calling
from cakd_tui.discord.http.models import Guild, Role
from cakd_tui.discord.mentions import mention_text
from cakd_tui.discord.options import BadOption
from cakd_tui.discord.permissions import Permission, Standing
from cakd_tui.discord.permissions import Role as PlainRole
from cakd_tui.discord.provider import DiscordProvider
from cakd_tui.rehearsal.worlds import ADMINS, OBSERVERS, OPS_LAB
from tests.discord.alerts import firing, resolved
from tests.discord.stage import Stage, StageMaker, unheard

GUILD = 1
ROLES = (
    Role(GUILD, "@everyone", 0),
    Role(12, "oncall", 0, mentionable=True),
    Role(13, "sre", 0),
    Role(14, "SRE", 0),
)
LAB = Guild(GUILD, "Lab", 2, roles_or_null=ROLES)


def wanting(*roles: str) -> Answers:
    return Answers("p").with_options({"mention": roles} if roles else {})


def test_nobody_is_called_unless_somebody_is_chosen() -> None:
    assert calling(LAB, wanting()).kept == {}
    assert calling(LAB, Answers("p").with_options({"mention": "oncall"})).kept == {}


def test_a_role_is_found_by_its_name_and_by_its_id() -> None:
    assert calling(LAB, wanting("@oncall", "14", "oncall")).kept == {"mention": "12,14"}


@pytest.mark.parametrize(
    ("wanted", "reason"),
    [("nobody", "mention-missing"), ("sre", "mention-ambiguous"), ("1", "mention-missing")],
)
def test_a_role_that_can_not_be_found_is_said(wanted: str, reason: str) -> None:
    refused = calling(LAB, wanting("oncall", wanted)).refused
    assert isinstance(refused, BadOption)
    assert refused.reason == reason
    assert "of the roles to mention, " in refused.message


def test_as_many_as_find_room_in_a_message() -> None:
    longest = 2**64 - 1
    assert mention_text(range(longest - MOST, longest)).count("<@&") == MOST
    assert mention_text(range(longest - MOST - 1, longest)).count("<@&") == MOST
    many = tuple(Role(each, str(each), 0) for each in range(10**17, 10**17 + MOST + 1))
    guild = Guild(GUILD, "Lab", 2, roles_or_null=many)
    refused = calling(guild, wanting(*(role.name for role in many))).refused
    assert isinstance(refused, BadOption)
    assert refused.reason == "mention-many"


async def choosing(stage: StageMaker, *roles: str, **more: OptionValue) -> Stage:
    acting = await stage()
    options: dict[str, OptionValue] = {"mention": roles, **more}
    acting.answers = acting.answers.with_options(options)
    return acting


def saved(acting: Stage) -> Route:
    route = acting.routes.load("my-project")
    assert route is not None
    return route


async def test_the_route_keeps_the_ids_and_what_fires_calls_them(stage: StageMaker) -> None:
    acting = await choosing(stage, "observers")
    await acting.create()
    route = saved(acting)
    assert route.kept == {"mention": OBSERVERS}
    courier = DiscordProvider(environment={}, answer=acting.rehearsal.answer).courier()
    for alert in (firing(), resolved()):
        await courier.deliver(route, courier.pack(route, [alert]), unheard)
    await courier.aclose()
    called, quiet = acting.rehearsal.world.messages
    assert called.mention_roles == (OBSERVERS,)
    assert (quiet.content, quiet.mention_roles) == ("", ())


async def test_a_test_alert_names_them_and_calls_nobody(stage: StageMaker) -> None:
    acting = await choosing(stage, "Observers")
    await acting.create()
    await acting.connection.send_test(saved(acting), unheard)
    (message,) = acting.rehearsal.world.messages
    assert message.content == f"<@&{OBSERVERS}>"
    assert message.mention_roles == ()


async def test_another_choice_rewrites_the_route(stage: StageMaker) -> None:
    acting = await choosing(stage, "Observers")
    await acting.create()
    acting.answers = acting.answers.with_options({"mention": ("Admins",)})
    await acting.create()
    assert saved(acting).kept == {"mention": ADMINS}
    acting.answers = acting.answers.with_options({})
    await acting.create()
    assert saved(acting).kept == {}


async def test_a_role_that_is_not_there_stops_the_run_before_anything_is_made(
    stage: StageMaker,
) -> None:
    acting = await choosing(stage, "Nobody")
    (warning,) = (each for each in await acting.create() if isinstance(each, Warned))
    assert "failed to look up the roles to mention: of the roles to mention, no role named" in (
        warning.text
    )
    assert not acting.asked("POST")


async def test_without_a_choice_nothing_more_is_asked(stage: StageMaker) -> None:
    acting = await stage()
    await acting.create()
    assert "GET /guilds/{guild_id}" not in acting.asked("GET")


async def test_checks_and_plan_name_them(stage: StageMaker) -> None:
    acting = await choosing(stage, "Observers", private=False, category="")
    found = await acting.findings()
    assert (found["options"].verdict, found["options"].evidence) == (
        Verdict.PASS,
        "alerts call @Observers",
    )
    assert acting.plan is not None
    kinds = [line.kind for line in acting.plan.lines]
    line = acting.plan.lines[kinds.index("mention")]
    assert kinds.index("mention") == kinds.index("webhook") + 1
    assert (line.verb, line.name, line.remark) == (
        Verb.CREATE,
        "@Observers",
        "when an alert fires",
    )


async def test_beside_other_choices_the_channels_are_told_too(stage: StageMaker) -> None:
    acting = await choosing(stage, "Observers", private=True)
    found = await acting.findings()
    assert found["options"].evidence == "private; alerts call @Observers"


@pytest.mark.parametrize(
    ("before", "now", "verb", "name"),
    [
        (("Observers",), ("Observers",), Verb.REUSE, "@Observers"),
        (("Observers",), ("Observers", "Admins"), Verb.UPDATE, "@Observers, @Admins"),
        (("Observers",), (), Verb.UPDATE, "nobody any more"),
    ],
)
async def test_a_plan_for_a_known_route_says_what_becomes_of_it(
    stage: StageMaker, before: tuple[str, ...], now: tuple[str, ...], verb: Verb, name: str
) -> None:
    acting = await choosing(stage, *before)
    await acting.create()
    acting.answers = acting.answers.with_options({"mention": now} if now else {})
    await acting.findings(saved(acting))
    assert acting.plan is not None
    (line,) = (each for each in acting.plan.lines if each.kind == "mention")
    assert (line.verb, line.name) == (verb, name)
    assert acting.plan.settled is (verb is Verb.REUSE)


async def test_a_role_not_everybody_may_mention_is_a_warning(stage: StageMaker) -> None:
    acting = await choosing(stage, "Admins")
    finding = (await acting.findings())["options"]
    assert finding.verdict is Verdict.WARN
    assert finding.headline == "Discord will not call @Admins"
    assert "Allow anyone to @mention this role" in finding.fixes[0].text
    assert acting.plan is not None


def test_a_bot_that_may_mention_all_calls_any_role() -> None:
    everyone = PlainRole(GUILD, "@everyone", Permission.MENTION_EVERYONE)
    standing = Standing(GUILD, 2, 7, (everyone,), frozenset())
    assert calling(LAB, wanting("13"), standing).bot_may_call_all
    lesser = replace(standing, roles=(replace(everyone, permissions=Permission.VIEW_CHANNEL),))
    assert not calling(LAB, wanting("13"), lesser).bot_may_call_all


async def test_a_role_that_can_not_be_found_fails_the_checks(stage: StageMaker) -> None:
    acting = await choosing(stage, "Nobody")
    finding = (await acting.findings())["options"]
    assert finding.verdict is Verdict.FAIL
    assert finding.headline == "Whom alerts are to call can't be found out"
    assert acting.plan is None


async def test_with_administrator_every_role_can_be_called(stage: StageMaker) -> None:
    acting = await choosing(stage, "Admins")
    world = acting.rehearsal.world
    guild = world.guilds[OPS_LAB]
    world.guilds[OPS_LAB] = replace(
        guild, roles=tuple(replace(role, permissions=role.permissions | 8) for role in guild.roles)
    )
    assert (await acting.findings())["options"].verdict is Verdict.PASS
