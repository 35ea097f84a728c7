"""What `cakd routes export` is asked for, and what comes of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from cakd_tui.cli.bad_usage import BadUsage
from cakd_tui.cli.export_target import Target

_GOES_WITH: Final[Mapping[str, tuple[str, ...]]] = {
    "webhook_files": ("alertmanager",),
    "am_version": ("alertmanager",),
    "via_agent": ("alertmanager",),
    "agent_secret_file": ("alertmanager", "kubernetes"),
    "image": ("kubernetes",),
    "package": ("kubernetes",),
    "default": ("alertmanager", "kubernetes", "cakd-agent"),
}


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """What the command line said; None for what it did not say."""

    format: str
    projects: tuple[str, ...] = ()
    """Empty for all that are saved."""
    default: str | None = None
    """The project that also gets what is for none of the others."""
    target: Target = field(default_factory=Target)
    webhook_files: str | None = None
    am_version: str | None = None
    via_agent: str | None = None
    agent_secret_file: str | None = None
    image: str | None = None
    package: str | None = None
    scenario: str | None = None


@dataclass(frozen=True, slots=True)
class Exported:
    """An export, ready to be written."""

    text: str = field(repr=False)
    secret: bool
    """Whether anything in it must not be seen."""
    next_steps: tuple[str, ...] = ()
    """What to do with it, said once it is in its file."""
    beside: Callable[[], None] = lambda: None
    """Writes the files it refers to. Raises `CakdError`."""


def flag(name: str) -> str:
    """The option as it is typed."""
    return f"--{name.replace('_', '-')}"


def refuse_foreign(options: ExportOptions) -> None:
    """Raises `BadUsage` on an option that another format has."""
    for name, formats in _GOES_WITH.items():
        if getattr(options, name) is not None and options.format not in formats:
            raise BadUsage(
                f"{flag(name)} goes with {' and '.join(formats)}, not with {options.format}: "
                "leave it out"
            )
