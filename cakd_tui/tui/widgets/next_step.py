"""What the operator can do after the wizard: a word and the command."""

import shlex
from pathlib import Path

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static

from cakd_tui.core.services import Services


class NextStep(Horizontal):
    """One line: when, and what to type."""

    def __init__(self, when: str, what: str) -> None:
        super().__init__()
        self._when = when
        self._what = what

    def compose(self) -> ComposeResult:
        """Quiet on the left, to be read on the right."""
        yield Static(self._when, classes="step-when", markup=False)
        yield Static(self._what, classes="step-what", markup=False)


def next_steps(services: Services) -> tuple[NextStep, ...]:
    """The same work without a terminal, and what comes after it.

    For a file that names the project and the provider.
    """
    file = shlex.quote(_shown(services))
    variables = [field.variables[0] for field in services.provider.fields if field.variables]
    unattended = (NextStep("In a pipeline, set", ", ".join(variables)),) if variables else ()
    return (
        NextStep("Again, without questions", f"cakd create -f {file}"),
        NextStep("Look, changing nothing", f"cakd check -f {file}"),
        NextStep("Deliver alerts", "cakd-agent, or: cakd routes export alertmanager"),
        *unattended,
    )


def _shown(services: Services) -> str:
    """The file as it would be typed here; a demo's own is gone by then, so by its name alone."""
    path = services.platform_file
    if services.demo:
        return path.name
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)
