"""Every state of every page that is pictured, and the scenario it is taken in."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from cakd_tui.core.errors import SecretStoreError
from cakd_tui.core.secret import Secret
from cakd_tui.core.services import Services
from screenshots import drives, kept_drives
from screenshots.stage import Change, Drive


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


def letting_nobody_in(services: Services) -> Services:
    """The same services for a project that is private, but for a role there isn't."""
    options = "notifications: {discord: {private: true, roles: [nobody]}}"
    services.platform_file.write_text(f"metadata: {{name: my-project}}\n{options}\n", "utf-8")
    return services


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

SET_UP: Final = ("in-use", "webhook-gone", "channel-gone", "channel-renamed", "channel-moved")
"""The scenarios in which an earlier run has set it all up."""

STATES: Final[Mapping[str, State]] = MappingProxyType(
    {
        state.name: state
        for state in (
            State("token", "ready", drives.token_empty),
            State("token-known", "ready", drives.token_known),
            State("token-odd", "ready", drives.token_odd),
            State("token-refused", "bad-token", drives.token_refused),
            State("token-unreachable", "offline", drives.token_unreachable),
            State(
                "token-no-keyring", "ready", drives.token_without_keyring, change=without_keyring
            ),
            State("server", "ready", drives.server),
            State("server-waiting", "ready", drives.server_waiting),
            State("server-none", "not-in-guild", drives.server_none),
            State("server-joined", "not-in-guild", drives.server_joined),
            State("project", "ready", drives.project),
            State("project-refused", "ready", drives.project_refused),
            State("project-renamed", "ready", drives.project_renamed),
            State("checks", "ready", drives.checked, at="checks"),
            State("checks-waiting", "ready", drives.checks_waiting, at="checks"),
            State("checks-existing-setup", "existing-setup", drives.checked, at="checks"),
            *(State(f"checks-{name}", name, drives.checked, at="checks") for name in _BROKEN),
            State("checks-several-channels", "several-channels", drives.checked, at="checks"),
            State("candidates", "several-channels", drives.candidates, at="checks"),
            State("why", "missing-manage-webhooks", drives.why, at="checks"),
            State("why-denied", "denied-in-channel", drives.why, at="checks"),
            State("why-tried", "missing-manage-webhooks", drives.why_tried, at="checks"),
            State("why-mended", "missing-manage-webhooks", drives.why_mended, at="checks"),
            State("why-gone", "denied-in-channel", drives.why_mended, at="checks"),
            State("why-overtaken", "missing-manage-webhooks", drives.why_overtaken, at="checks"),
            State("checks-options", "ready", drives.options_refused, change=letting_nobody_in),
            State("why-help", "missing-manage-webhooks", drives.why_help, at="checks"),
            State("why-denied-by-category", "denied-by-category", drives.why_denied_by_category),
            *(State(f"why-{name}", name, drives.why, at="checks") for name in _EXPLAINED),
            *(State(f"checks-{name}", name, drives.checked, at="checks") for name in _NAMED),
            State("checks-category-full", "category-full", drives.checked_full_category),
            State("run-internal-bug", "internal-bug", drives.run_bug, at="checks"),
            State("options", "ready", drives.options),
            State("options-told", "ready", drives.options_told),
            State("run-plan-private", "ready", drives.run_private),
            State("run-plan", "ready", drives.run_plan, at="checks"),
            State("run-plan-existing-setup", "existing-setup", drives.run_plan, at="checks"),
            State("run-rate-limited", "rate-limited", drives.run_waiting, at="checks"),
            *(
                State(f"run-{name}", name, drives.run_failed, at="checks")
                for name in ("missing-manage-channels", "missing-manage-webhooks", "two-factor")
            ),
            State("run-settled", "in-use", kept_drives.run_settled),
            State("undo", "missing-manage-webhooks", kept_drives.undo, at="checks"),
            State("undone", "missing-manage-webhooks", kept_drives.undone, at="checks"),
            *(
                State(f"status-{name}", name, kept_drives.status)
                for name in (
                    "in-use",
                    "webhook-gone",
                    "channel-gone",
                    "channel-renamed",
                    "channel-moved",
                )
            ),
            State("rotate", "in-use", kept_drives.rotate),
            State("rotated", "in-use", kept_drives.rotated),
            State("destroy", "in-use", kept_drives.destroy),
            State("destroyed", "in-use", kept_drives.destroyed),
            State("done", "ready", drives.done, at="checks"),
            State("done-shown", "ready", drives.done_shown, at="checks"),
            State("done-readonly-config", "readonly-config", drives.done_unsaved, at="checks"),
            State("help", "ready", drives.help_shown, at="checks"),
            State("quit", "rate-limited", drives.quit_asked, at="checks"),
            State("too-small", "ready", drives.too_small, size=(52, 16)),
        )
    }
)
