"""The alerts channel before it is made, as the preflight tells it, over the socket."""

import pytest

from cakd_tui.core.finding import Verdict
from cakd_tui.core.ledger import Explained, Ledger
from cakd_tui.core.option import OptionValue
from cakd_tui.core.plan import Verb
from cakd_tui.discord.new_channel import NewChannel
from cakd_tui.discord.permissions import Standing
from cakd_tui.rehearsal import edits
from cakd_tui.rehearsal import permissions as rights
from cakd_tui.rehearsal.state import CATEGORY, FOR_MEMBER, FOR_ROLE, Channel, Overwrite
from cakd_tui.rehearsal.worlds import BOT, OBSERVERS, OPS_LAB, OWN_ROLE
from tests.discord.places import OPERATIONS, overwrite
from tests.discord.stage import Stage, StageMaker, channels

FULL = "900000000000000777"


def choose(acting: Stage, **options: OptionValue) -> None:
    acting.answers = acting.answers.with_options(options)


def ledger(acting: Stage) -> Ledger:
    return next(each.ledger for each in acting.said if isinstance(each, Explained))


def planned(acting: Stage) -> list[tuple[str, str, str]]:
    """What the plan makes: kind, name, remark."""
    lines = acting.plan.lines if acting.plan else ()
    return [(line.kind, line.name, line.remark) for line in lines if line.verb is Verb.CREATE]


async def test_a_category_is_in_the_plan_the_room_and_the_ledger(stage: StageMaker) -> None:
    acting = await stage()
    choose(acting, category="operations")
    found = await acting.findings()
    assert planned(acting)[0] == ("channel", "#alerts-my-project", "in Operations, in Ops Lab")
    assert "4 of 50 channels in Operations" in found["room"].evidence
    assert "made new, the channel in Operations" in found["existing"].evidence
    assert len(acting.asked("GET")) == 6


async def test_a_category_that_denies_the_bot_is_found_before_the_run(stage: StageMaker) -> None:
    acting = await stage("denied-by-category")
    choose(acting, category="Locked")
    assert await acting.failed() == {"manage-webhooks"}
    account = ledger(acting).account("manage-webhooks")
    assert account is not None
    assert account.decided_by == f"overwrite:role:{OPS_LAB}"
    assert account.fixes[0].text.startswith(
        "Locked → Edit Category → Permissions → the member alerts-bot"
    )
    assert ledger(acting).place == "the category Locked in Ops Lab"


@pytest.mark.parametrize("private", [False, True])
@pytest.mark.parametrize(
    ("bit", "check"),
    [(rights.MANAGE_CHANNELS, "manage-channels"), (rights.VIEW_CHANNEL, "view-channel")],
)
async def test_a_category_that_keeps_the_bot_from_making_channels_is_found_before_the_run(
    bit: int, check: str, private: bool, stage: StageMaker
) -> None:
    acting = await stage()
    overwrite(acting, OPERATIONS, Overwrite(OPS_LAB, FOR_ROLE, deny=bit))
    choose(acting, category="operations", private=private)
    assert await acting.failed() == {check}
    account = ledger(acting).account(check)
    assert account is not None
    assert account.because == "granted in the server, denied in the category Operations"
    assert account.fixes[0].text.startswith("Operations → Edit Category → Permissions")
    assert planned(acting)  # it advises, Discord decides
    await acting.create()
    assert not channels(acting)


async def test_an_allow_in_the_category_does_not_replace_the_grant_in_the_server(
    stage: StageMaker,
) -> None:
    acting = await stage("missing-manage-channels")
    overwrite(acting, OPERATIONS, Overwrite(BOT.id, FOR_MEMBER, allow=rights.MANAGE_CHANNELS))
    choose(acting, category="operations")
    found = await acting.findings()
    assert found["manage-channels"].evidence == "no role of the bot grants it"
    fixes = [each.text for each in found["manage-channels"].fixes]
    assert fixes[0] == "Server Settings → Roles → alerts-bot → Manage Channels"


async def test_what_lacks_the_grant_and_is_denied_as_well_is_mended_in_both_places(
    stage: StageMaker,
) -> None:
    acting = await stage("missing-manage-channels")
    overwrite(acting, OPERATIONS, Overwrite(OPS_LAB, FOR_ROLE, deny=rights.MANAGE_CHANNELS))
    choose(acting, category="operations")
    found = await acting.findings()
    assert [each.text for each in found["manage-channels"].fixes] == [
        "Server Settings → Roles → alerts-bot → Manage Channels, and "
        "Operations → Edit Category → Permissions → the member alerts-bot → Manage Channels ✓"
    ]


async def test_a_private_channel_shows_who_is_let_in_and_keeps_the_bot(stage: StageMaker) -> None:
    acting = await stage("denied-by-category")
    choose(acting, category="Locked", private=True, roles=("observers",))
    assert await acting.failed() == set()
    access = {name: remark for kind, name, remark in planned(acting) if kind == "access"}
    assert access["@everyone"].startswith("denied: View Channels")
    assert access["the bot"] == "allowed: View Channels, Manage Webhooks"
    assert access["Observers"] == "allowed: View Channels"
    line = ledger(acting).line(f"overwrite:role:{OPS_LAB}")
    assert line is not None


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"category": "nowhere"}, "no category named nowhere"),
        ({"roles": ("Observers",)}, "choose private: true as well"),
        ({"private": True, "roles": ("nobody",)}, "nobody"),
    ],
)
async def test_what_cannot_be_followed_is_said_and_makes_no_plan(
    options: dict[str, OptionValue], says: str, stage: StageMaker
) -> None:
    acting = await stage()
    choose(acting, **options)
    found = await acting.findings()
    assert found["options"].verdict is Verdict.FAIL
    assert says in found["options"].evidence
    assert found["options"].symptom is not None
    assert found["existing"].verdict is Verdict.SKIPPED
    assert acting.plan is None


async def test_what_a_private_channel_needs_of_the_roles_comes_with_the_permissions_own_check(
    stage: StageMaker,
) -> None:
    acting = await stage()
    choose(acting, private=True)
    assert (await acting.findings())["options"].evidence == "private"
    edits.revoke(acting.rehearsal.world, OPS_LAB, OWN_ROLE, rights.MANAGE_WEBHOOKS)
    assert await acting.failed() == {"manage-webhooks"}
    found = await acting.findings()
    assert found["room"].verdict is Verdict.PASS
    assert found["options"].verdict is Verdict.SKIPPED
    assert found["options"].evidence == "comes with Manage Webhooks"
    edits.revoke(acting.rehearsal.world, OPS_LAB, OPS_LAB, rights.VIEW_CHANNEL)
    edits.revoke(acting.rehearsal.world, OPS_LAB, OBSERVERS, rights.VIEW_CHANNEL)
    assert await acting.failed() == {"view-channel", "manage-webhooks"}
    found = await acting.findings()
    assert found["options"].evidence == "comes with View Channel and Manage Webhooks"
    assert acting.plan is None
    edits.grant(acting.rehearsal.world, OPS_LAB, OWN_ROLE, rights.VIEW_CHANNEL)
    edits.grant(acting.rehearsal.world, OPS_LAB, OWN_ROLE, rights.MANAGE_WEBHOOKS)
    assert await acting.failed() == set()


async def test_what_only_the_category_grants_can_not_be_handed_on_and_is_said_by_itself(
    stage: StageMaker,
) -> None:
    acting = await stage()
    for role in (OPS_LAB, OBSERVERS):
        edits.revoke(acting.rehearsal.world, OPS_LAB, role, rights.VIEW_CHANNEL)
    overwrite(acting, OPERATIONS, Overwrite(BOT.id, FOR_MEMBER, allow=rights.VIEW_CHANNEL))
    choose(acting, category="operations", private=True)
    assert await acting.failed() == {"options"}
    assert "they lack View Channels" in (await acting.findings())["options"].evidence


@pytest.mark.parametrize(
    ("options", "amiss"),
    [
        ({}, set()),
        ({"private": True, "roles": ("nobody",)}, {"options"}),
        ({"roles": ("Observers",)}, {"options"}),
    ],
    ids=["nothing", "a role there isn't", "roles of a public channel"],
)
async def test_a_category_is_in_the_ledger_whatever_else_is_amiss_and_though_it_sets_nothing(
    options: dict[str, OptionValue], amiss: set[str], stage: StageMaker
) -> None:
    acting = await stage()
    choose(acting, category="operations", **options)
    assert await acting.failed() == amiss
    assert ledger(acting).place == "the category Operations in Ops Lab"
    line = ledger(acting).line(f"overwrite:role:{OPS_LAB}")
    assert line is not None
    assert line.remark == "nothing set"
    assert line.group.startswith("Permissions of the category Operations")


async def test_a_full_category_is_in_the_ledger(stage: StageMaker) -> None:
    acting = await stage("category-full")
    choose(acting, category="Archive")
    assert await acting.failed() == {"room"}
    assert ledger(acting).place == "the category Archive in Ops Lab"


@pytest.mark.parametrize("private", [False, True])
async def test_a_full_category_is_a_matter_of_room(private: bool, stage: StageMaker) -> None:
    acting = await stage()
    world = acting.rehearsal.world
    world.channels[FULL] = Channel(FULL, OPS_LAB, "Full", kind=CATEGORY)
    for number in range(50):
        channel_id = str(int(FULL) + 1 + number)
        world.channels[channel_id] = Channel(channel_id, OPS_LAB, f"old-{number}", parent_id=FULL)
    choose(acting, category="Full", private=private)
    found = await acting.findings()
    assert [key for key, each in found.items() if each.verdict is Verdict.FAIL] == ["room"]
    assert found["existing"].verdict is Verdict.SKIPPED
    assert found["existing"].evidence == "needs a place the channel can be made in"
    assert acting.plan is None


def test_what_is_special_about_a_channel_is_known_before_it_can_be_made() -> None:
    standing = Standing(1, 2, 3, (), frozenset())
    assert NewChannel("#c", standing, private=True).how == "private"


async def test_a_hidden_category_is_asked_for_by_its_id(stage: StageMaker) -> None:
    acting = await stage()
    choose(acting, category="900000000000009999")
    found = await acting.findings()
    assert "it was deleted, or the id is wrong" in found["options"].evidence


async def test_in_a_private_channel_the_bots_own_entry_decides(stage: StageMaker) -> None:
    acting = await stage()
    choose(acting, private=True, roles=("Observers",))
    found = await acting.findings()
    account = ledger(acting).account("view-channel")
    assert account is not None
    assert account.decided_by.startswith("overwrite:member:")
    assert account.remarks == ()
    assert found["view-channel"].verdict is Verdict.PASS
