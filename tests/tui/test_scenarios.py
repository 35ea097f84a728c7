"""Every scenario of the rehearsal, driven through the whole wizard with keys alone."""

from pathlib import Path

import pytest

from cakd_tui.core.finding import Verdict
from cakd_tui.rehearsal.scenarios import SCENARIOS
from cakd_tui.tui.screens.checks import ChecksPage
from cakd_tui.tui.widgets.ledger_table import LedgerRows
from screenshots.stage import Stage, stage

REFUSED_AT_THE_TOKEN = {
    "bad-token": "CAKD-D-401",
    "offline": "CAKD-N-REFUSED",
    "outage-502": "CAKD-D-5XX",
    "persons-token": "CAKD-D-USER",
    "cloudflare-1010": "CAKD-D-CLOUDFLARE",
    "cloudflare-40333": "CAKD-D-CLOUDFLARE",
}
FAILING_CHECK = {
    "missing-manage-channels": "✗  Manage Channels   no role of the bot grants it",
    "missing-manage-webhooks": "✗  Manage Webhooks   no role of the bot grants it",
    "missing-view": "✗  View Channel      no role of the bot grants it",
    "large-server": "✗  Manage Webhooks   no role of the bot grants it",
    "denied-in-channel": "✗  Manage Webhooks ",
    "unknown-guild": "✗  In the server ",
    "two-factor": "✗  Two-factor        asked for, and the bot's owner has none",
    "timed-out": "✗  Time-out          timed out until 2031-01-01",
    "pending": "✗  Screening         the server's membership screening isn't passed yet",
    "channels-full": "✗  Room              500 of 500 channels",
    "webhooks-full": "✗  Room              13 of 500 channels · 15 of 15 webhooks",
    "readonly-config": "✗  Routes            ~/.config/cakd can't be written",
    "several-channels": "✗  Already there     2 channels could be the project's",
}
SOUND = {
    *("ready", "rate-limited", "existing-setup", "not-in-guild", "wrong-id"),
    *("denied-by-category", "category-full", "over-privileged", "fragile-grant"),
}
DOUBTFUL = {"over-privileged", "fragile-grant"}
ELSEWHERE = {"hidden-channel", "internal-bug"}
"""Told apart by what a run is answered, not by a page of the wizard."""
SET_UP = {"in-use", "webhook-gone", "channel-gone", "channel-renamed", "channel-moved"}
"""Opened on the page of a set-up that is there: its tests are that page's."""
DRIVEN = sorted({*REFUSED_AT_THE_TOKEN, *FAILING_CHECK, *SOUND})


def test_every_scenario_is_driven() -> None:
    assert {*DRIVEN, *ELSEWHERE, *SET_UP} == set(SCENARIOS)


async def past_the_token(acting: Stage, name: str) -> None:
    """Paste the token; where Discord does not take it, play the fix and ask again."""
    await acting.until("This is a demo")
    await acting.press("ctrl+d")
    if name in REFUSED_AT_THE_TOKEN:
        await acting.until(REFUSED_AT_THE_TOKEN[name])
        await acting.press("f2", "f5")
    await acting.until("a bot of application Ops Alerts")
    await acting.press("enter")


async def past_the_server(acting: Stage, name: str) -> None:
    """Take the first server; where there is none, let the bot join one."""
    if name == "not-in-guild":
        await acting.until("https://discord.com/oauth2/authorize?client_id=")
        await acting.press("f2", "f5")
    await acting.until("Ops Lab")
    while "▸ Ops Lab" not in acting.text:
        await acting.press("down")
    await acting.press("enter")


@pytest.mark.parametrize("name", ["missing-view", "denied-in-channel", "over-privileged"])
async def test_a_demo_leads_to_what_it_is_about_by_enter_alone(name: str, home: Path) -> None:
    async with stage(name, home, size=(80, 24)) as acting:
        await past_the_token(acting, name)
        await acting.until("This demo is about Ops Lab.")
        assert "▸ Ops Lab" in acting.text
        await acting.press("enter")
        await acting.until("CAKD Alerting - my-project")
        await acting.press("enter")
        await acting.until("Ready, with" if name in DOUBTFUL else "Checking again in")
        page = acting.app.screen
        assert isinstance(page, ChecksPage)
        amiss = {Verdict.FAIL, Verdict.WARN}
        assert any(each.verdict in amiss for each in page.survey.findings.values())


async def test_a_repair_leads_to_the_server_of_the_saved_route_and_to_what_hides_there(
    home: Path,
) -> None:
    async with stage("hidden-channel", home, size=(80, 24)) as acting:
        await acting.until("need a repair")
        await acting.press("enter")
        await past_the_token(acting, "hidden-channel")
        await acting.until("The saved route is in Ops Lab.")
        assert "▸ Ops Lab" in acting.text
        await acting.press("down")
        await acting.until("!  The saved route is in Ops Lab. Here all is set up anew")
        await acting.press("up", "enter")
        await acting.until("CAKD Alerting - my-project")
        await acting.press("enter")
        await acting.until("The alerts channel exists, but the bot can't see it")
        await acting.press("w")
        await acting.until("Why: View Channel in #alerts-my-project in Ops Lab")


async def past_the_checks(acting: Stage, name: str) -> None:
    """Wait for the checks; where one fails, play the fix and check again."""
    if name in FAILING_CHECK:
        await acting.until(FAILING_CHECK[name])
        await acting.until("ecked again in" if name == "several-channels" else "Checking again in")
        await acting.press("f2", "r")
    await acting.until("Ready, with" if name in DOUBTFUL else "Everything is ready")
    await acting.press("enter")


@pytest.mark.parametrize("name", DRIVEN)
async def test_a_scenario_ends_with_alerts_set_up(name: str, tmp_path: Path, home: Path) -> None:
    async with stage(name, home, size=(120, 50), tempo=0.01) as acting:
        await past_the_token(acting, name)
        await past_the_server(acting, name)
        await acting.until("CAKD Alerting - my-project")
        await acting.press("enter")
        await past_the_checks(acting, name)
        await acting.until("This will be set up")
        await acting.press("enter")
        await acting.until("Whoever has this URL")
        await acting.press("t")
        await acting.until("delivered in")
        world = acting.rehearsal.world
        channels = [each for each in world.channels.values() if each.name == "alerts-my-project"]
        assert len(channels) == 1
        named = [
            each for each in world.webhooks.values() if each.name == "CAKD Alerting - my-project"
        ]
        assert [each.channel_id for each in named] == [channels[0].id]
        assert acting.app.draft.outcome.route is not None
        url = acting.app.draft.outcome.url.reveal()
        assert url == f"https://discord.com/api/webhooks/{named[0].id}/{named[0].token}"
    config = home / ".config"
    assert "notification: discord" in (config / "platform.yaml").read_text("utf-8")
    assert (config / "cakd" / "my-project.json").exists()


@pytest.mark.parametrize("name", ["missing-manage-channels", "missing-manage-webhooks"])
async def test_trying_anyway_shows_discords_answer_and_goes_on_once_mended(
    name: str, home: Path
) -> None:
    async with stage(name, home, at="checks", tempo=0.01) as acting:
        await acting.until("Checking again in")
        await acting.press("a")
        await acting.until("#alerts-my-project")
        await acting.press("enter")
        await acting.until("CAKD-D-50013")
        assert '"code": 50013' in " ".join(acting.text.split())
        acting.rehearsal.mend()
        await acting.press("r")
        await acting.until("Whoever has this URL")
        world = acting.rehearsal.world
        assert sum(each.name == "alerts-my-project" for each in world.channels.values()) == 1


async def test_going_back_loses_nothing(home: Path) -> None:
    async with stage("ready", home) as acting:
        await past_the_token(acting, "ready")
        await past_the_server(acting, "ready")
        await acting.until("CAKD Alerting - my-project")
        await acting.press("ctrl+u", *"other-name")
        await acting.until("CAKD Alerting - other-name")
        await acting.press("ctrl+b")
        await acting.until("Which server")
        await acting.press("ctrl+b")
        await acting.until("Which bot")
        await acting.until("a bot of application Ops Alerts")
        await acting.press("enter")
        await acting.until("▸ Ops Lab")
        await acting.press("enter")
        await acting.until("CAKD Alerting - other-name")


async def test_a_refused_token_stays_marked_however_one_goes_on(home: Path) -> None:
    async with stage("bad-token", home) as acting:
        await acting.until("This is a demo")
        await acting.press("ctrl+d")
        await acting.until("CAKD-D-401")
        await acting.press("ctrl+n")
        await acting.until("Which server")
        assert "✗ Token" in acting.text


@pytest.mark.parametrize("key", ["w", "enter"])
async def test_a_permission_that_is_void_opens_its_ledger(key: str, home: Path) -> None:
    async with stage("timed-out", home, at="checks") as acting:
        await acting.until("Checking again in")
        while "w shows step by step why." not in acting.text:
            await acting.press("up")
        assert "void: the bot is timed out" in acting.text
        await acting.press(key)
        await acting.until("Why: Manage Webhooks in Ops Lab")


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (120, 40)])
async def test_in_a_long_ledger_no_row_goes_by_unseen_page_by_page(
    size: tuple[int, int], home: Path
) -> None:
    async with stage("large-server", home, size=size, at="checks", tempo=0.01) as acting:
        await acting.until("Checking again in")
        await acting.press("w")
        await acting.until("Why: Manage Webhooks")
        await acting.press("home")
        rows = acting.app.screen.query_one(LedgerRows)
        for key in ("pagedown",) * 12 + ("pageup",) * 12:
            before, height = rows.scroll_offset.y, rows.size.height
            await acting.press(key)
            await acting.rest()
            assert abs(rows.scroll_offset.y - before) <= height
        assert rows.scroll_offset.y == 0
