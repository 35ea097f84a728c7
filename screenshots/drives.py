"""The ways to the states that are pictured: what an operator presses, and what comes of it."""

from unittest.mock import patch

from cakd_tui.rehearsal.faults import Fault, Limited, Status
from cakd_tui.tui.screens.checks import ChecksPage
from screenshots.stage import Stage


async def token_empty(stage: Stage) -> None:
    """Nothing typed yet."""
    await stage.until("This is a demo")


async def token_known(stage: Stage) -> None:
    """A token that belongs to a bot."""
    await token_empty(stage)
    await stage.press("ctrl+d")
    await stage.until("a bot of application")


async def token_odd(stage: Stage) -> None:
    """Something that does not look like a token."""
    await token_empty(stage)
    await stage.press(*"123456789012345678")
    await stage.until("looks like the application id")


async def token_refused(stage: Stage) -> None:
    """A token Discord does not accept."""
    await token_empty(stage)
    await stage.press("ctrl+d")
    await stage.until("CAKD-D-401")


async def token_unreachable(stage: Stage) -> None:
    """No answer from Discord."""
    await token_empty(stage)
    await stage.press("ctrl+d")
    await stage.until("CAKD-N-REFUSED")


async def token_without_keyring(stage: Stage) -> None:
    """A token that can be kept nowhere."""
    await stage.press("ctrl+d")
    await stage.until("a bot of application")


async def server(stage: Stage) -> None:
    """The servers the bot is in."""
    await token_known(stage)
    await stage.press("enter")
    await stage.until("Ops Lab")
    while "▸ Ops Lab" not in stage.text:
        await stage.press("down")


async def server_waiting(stage: Stage) -> None:
    """Discord asks for a pause before it lists the servers."""
    stage.rehearsal.faults.add(Fault(Limited(retry_after=12), "GET", "/users/@me/guilds"))
    await token_known(stage)
    await stage.press("enter")
    await stage.until("asks for a pause")


async def server_none(stage: Stage) -> None:
    """A bot that is in no server: the invitation is the page."""
    await token_known(stage)
    await stage.press("enter")
    await stage.until("oauth2/authorize")


async def server_joined(stage: Stage) -> None:
    """The bot has just joined: the list says so by itself."""
    await server_none(stage)
    stage.rehearsal.mend()
    await stage.press("f5")
    await stage.until("Ops Lab")


async def project(stage: Stage) -> None:
    """The project's name, and what will be made."""
    await server(stage)
    await stage.press("enter")
    await stage.until("CAKD Alerting - my-project")


async def project_refused(stage: Stage) -> None:
    """A name that can't be one, and the corrected one."""
    await project(stage)
    await stage.press("ctrl+u", *"My Project")
    await stage.until("lower-case")


async def project_renamed(stage: Stage) -> None:
    """A name Discord does not take as it is."""
    await project(stage)
    await stage.press("ctrl+u", *"discord-bot")
    await stage.until("dscrd-bot")


async def checked(stage: Stage) -> None:
    """All checks made, whatever came out."""

    def over(_: str) -> bool:
        page = stage.app.screen
        return (
            isinstance(page, ChecksPage) and page.survey.findings != {} and not page.survey.asking
        )

    await stage.until("the end of the checks", over)


async def checks_waiting(stage: Stage) -> None:
    """Discord is out for a moment, and is about to be asked again."""
    stage.rehearsal.faults.add(Fault(Status(502), "GET", "/guilds/*/channels"))
    with patch("cakd_tui.discord.http.client.pause_before", return_value=3.0):
        await stage.until("Again in")


async def candidates(stage: Stage) -> None:
    """Several channels could be the project's."""
    await checked(stage)
    await stage.press("u")
    await stage.until("Use this one")


async def why(stage: Stage) -> None:
    """Role by role, why something is missing or denied."""
    await checked(stage)
    await stage.press("w")
    await stage.until("In effect")


async def why_help(stage: Stage) -> None:
    """What the marks and words of the matrix mean."""
    await why(stage)
    await stage.press("f1")
    await stage.until("How to read it")


async def why_tried(stage: Stage) -> None:
    """What would follow if the bot's own role granted it."""
    await why(stage)
    await stage.press("t")
    await stage.until("A trial")


async def why_mended(stage: Stage) -> None:
    """The operator has turned it on in Discord: the matrix turned by itself."""
    await why(stage)
    stage.rehearsal.mend()
    await stage.press("r")
    await stage.until("Just now")


async def why_overtaken(stage: Stage) -> None:
    """What was tried has come true meanwhile: the trial is over."""
    await why_tried(stage)
    stage.rehearsal.mend()
    await stage.next_round()
    await stage.until("ended: it is so now")


async def options_refused(stage: Stage) -> None:
    """The project's file lets a role in that the server doesn't have."""
    await project(stage)
    await stage.until("Roles nobody")
    await stage.press("enter")
    await checked(stage)
    await stage.press(*["down"] * 20)
    await stage.until("CAKD-D-ROLE")


async def why_denied_by_category(stage: Stage) -> None:
    """The category that was chosen denies it before the channel is there."""
    await _last_category(stage, "Locked")
    await why(stage)


async def checked_full_category(stage: Stage) -> None:
    """The category that was chosen takes no further channel."""
    await _last_category(stage, "Archive")
    await checked(stage)


async def _last_category(stage: Stage, name: str) -> None:
    """Choose the fourth and last one, and go on to the checks."""
    await project(stage)
    await stage.press("ctrl+p")
    await stage.until(name)
    await stage.press(*["down"] * 4, "space", "enter")
    await stage.until(f"Category {name}")
    await stage.press("enter")


async def options(stage: Stage) -> None:
    """A category, and a private channel with a role let in."""
    await project(stage)
    await stage.press("ctrl+p")
    await stage.until("Operations")
    await stage.until("Observers")
    await stage.press("down", "down", "down", "space", *["down"] * 4, "space")
    await stage.until("[✓]")


async def options_told(stage: Stage) -> None:
    """What was chosen, on the project's page."""
    await options(stage)
    await stage.press("enter")
    await stage.until("Category Operations")


async def run_private(stage: Stage) -> None:
    """The plan of a private channel shows whom it lets in."""
    await options_told(stage)
    await stage.press("enter")
    await stage.until("Everything is ready")
    await stage.press("enter")
    await stage.until("the plan", lambda text: "Observers" in text and "not known" not in text)


async def run_plan(stage: Stage) -> None:
    """The plan, before anything is done."""
    await stage.until("Everything is ready")
    await stage.press("enter")
    await stage.until("the plan", lambda text: "File" in text and "not known" not in text)


async def run_failed(stage: Stage) -> None:
    """Something was refused, after the operator tried anyway."""
    await checked(stage)
    await stage.press("a")
    await stage.until("#alerts-my-project")
    await stage.press("enter")
    await stage.until("CAKD-D-")


async def run_bug(stage: Stage) -> None:
    """Discord refuses a request of the program's own making."""
    await run_plan(stage)
    await stage.press("enter")
    await stage.until("CAKD-D-")


async def run_waiting(stage: Stage) -> None:
    """Discord asks for a pause in the middle of the run."""
    await run_plan(stage)
    await stage.press("enter")
    await stage.until("asks for a pause")


async def done(stage: Stage) -> None:
    """The URL, masked."""
    await run_plan(stage)
    await stage.press("enter")
    await stage.until("Whoever has this URL")


async def done_shown(stage: Stage) -> None:
    """The URL in full, and a test alert delivered."""
    await done(stage)
    await stage.press("m", "t")
    await stage.until("delivered in")


async def done_unsaved(stage: Stage) -> None:
    """The URL where the route could not be saved."""
    await checked(stage)
    await stage.press("a")
    await stage.until("#alerts-my-project")
    await stage.press("enter")
    await stage.until("Whoever has this URL")


async def help_shown(stage: Stage) -> None:
    """The keys of a page and its words."""
    await checked(stage)
    await stage.press("f1")
    await stage.until("", lambda text: "Keys" in text)


async def quit_asked(stage: Stage) -> None:
    """Leaving in the middle of a run."""
    await run_waiting(stage)
    await stage.press("ctrl+q")
    await stage.until("being created right now")


async def too_small(stage: Stage) -> None:
    """A terminal without room for a page."""
    await stage.until("A little more room")
