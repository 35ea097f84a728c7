"""Every state of every page that is pictured, and how to get there."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from cakd_tui.core.errors import SecretStoreError
from cakd_tui.core.secret import Secret
from cakd_tui.core.services import Services
from cakd_tui.tui.screens.checks import ChecksPage
from screenshots.stage import Change, Drive, Stage


@dataclass(frozen=True, slots=True)
class State:
    """One picture: the scenario it is taken in, and the way there."""

    name: str
    """Its file's name."""
    scenario: str
    drive: Drive
    at: str = ""
    """The page to start on; the first one where it is empty."""
    change: Change | None = None
    size: tuple[int, int] | None = None
    """Its own size, for the one state that is about size."""


class NoKeyring:
    """A machine without a keyring."""

    async def describe(self) -> str:
        raise SecretStoreError("there is no keyring here", "absent")

    async def load(self, item: str) -> Secret | None:
        raise SecretStoreError("there is no keyring here", "absent")

    async def save(self, item: str, secret: Secret) -> None:
        raise SecretStoreError("there is no keyring here", "absent")

    async def forget(self, item: str) -> None:
        raise SecretStoreError("there is no keyring here", "absent")


def without_keyring(services: Services) -> Services:
    """The same services where no keyring is."""
    return replace(services, secrets=NoKeyring())


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


async def why(stage: Stage) -> None:
    """Role by role, why something is missing or denied."""
    await checked(stage)
    await stage.press("w")
    await stage.until("In effect")


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


async def why_denied_by_category(stage: Stage) -> None:
    """The category that was chosen denies it before the channel is there."""
    await project(stage)
    await stage.press("ctrl+p")
    await stage.until("Locked")
    await stage.press(*["down"] * 4, "space", "enter")
    await stage.until("Category Locked")
    await stage.press("enter")
    await why(stage)


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
    await stage.until("Observers")


async def run_plan(stage: Stage) -> None:
    """The plan, before anything is done."""
    await stage.until("Everything is ready")
    await stage.press("enter")
    await stage.until("#alerts-my-project")


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
    await stage.until("asks us to wait")


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


_BROKEN: Final = (
    *("missing-manage-channels", "missing-manage-webhooks", "missing-view", "not-in-guild"),
    *("bad-token", "two-factor", "timed-out", "channels-full", "webhooks-full"),
    *("offline", "outage-502", "readonly-config"),
)

_EXPLAINED: Final = (
    *("missing-manage-channels", "missing-view", "hidden-channel", "two-factor", "timed-out"),
    *("pending", "over-privileged", "fragile-grant"),
)
"""The causes for which a ledger has a line, beside those pictured under names of their own."""
_NAMED: Final = (
    *("denied-in-channel", "hidden-channel", "wrong-id", "unknown-guild", "persons-token"),
    *("pending", "cloudflare-1010", "cloudflare-40333"),
)
"""The causes that the checks name."""

STATES: Final[Mapping[str, State]] = MappingProxyType(
    {
        state.name: state
        for state in (
            State("token", "ready", token_empty),
            State("token-known", "ready", token_known),
            State("token-odd", "ready", token_odd),
            State("token-refused", "bad-token", token_refused),
            State("token-unreachable", "offline", token_unreachable),
            State("token-no-keyring", "ready", token_without_keyring, change=without_keyring),
            State("server", "ready", server),
            State("server-none", "not-in-guild", server_none),
            State("server-joined", "not-in-guild", server_joined),
            State("project", "ready", project),
            State("project-refused", "ready", project_refused),
            State("project-renamed", "ready", project_renamed),
            State("checks", "ready", checked, at="checks"),
            State("checks-existing-setup", "existing-setup", checked, at="checks"),
            *(State(f"checks-{name}", name, checked, at="checks") for name in _BROKEN),
            State("why", "missing-manage-webhooks", why, at="checks"),
            State("why-denied", "denied-in-channel", why, at="checks"),
            State("why-tried", "missing-manage-webhooks", why_tried, at="checks"),
            State("why-mended", "missing-manage-webhooks", why_mended, at="checks"),
            State("why-denied-by-category", "denied-by-category", why_denied_by_category),
            *(State(f"why-{name}", name, why, at="checks") for name in _EXPLAINED),
            *(State(f"checks-{name}", name, checked, at="checks") for name in _NAMED),
            State("run-internal-bug", "internal-bug", run_bug, at="checks"),
            State("options", "ready", options),
            State("options-told", "ready", options_told),
            State("run-plan-private", "ready", run_private),
            State("run-plan", "ready", run_plan, at="checks"),
            State("run-plan-existing-setup", "existing-setup", run_plan, at="checks"),
            State("run-rate-limited", "rate-limited", run_waiting, at="checks"),
            *(
                State(f"run-{name}", name, run_failed, at="checks")
                for name in ("missing-manage-channels", "missing-manage-webhooks", "two-factor")
            ),
            State("done", "ready", done, at="checks"),
            State("done-shown", "ready", done_shown, at="checks"),
            State("done-readonly-config", "readonly-config", done_unsaved, at="checks"),
            State("help", "ready", help_shown, at="checks"),
            State("quit", "rate-limited", quit_asked, at="checks"),
            State("too-small", "ready", too_small, size=(52, 16)),
        )
    }
)
