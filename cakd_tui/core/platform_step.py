"""The pipeline's step that names the provider in `platform.yaml`: the next run then asks nothing.

A file that is another project's, or that can't be read, is left alone and said so.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from cakd_tui.core.errors import PlatformFileError
from cakd_tui.core.events import ActionDone, ActionStarted, Warned
from cakd_tui.core.option import NO_OPTIONS, OptionValue
from cakd_tui.core.plan import PlanLine, Verb
from cakd_tui.core.platform_file import with_provider, write_provider
from cakd_tui.core.platform_yaml import read_text
from cakd_tui.core.stream import Emit

KIND: Final = "file"
SAID: Final = "it says so already"


@dataclass(frozen=True, slots=True)
class PlatformFileStep:
    """Writes `providers.notification` of one project's file and the chosen options; optional."""

    path: Path
    project: str
    provider: str
    options: Mapping[str, OptionValue] = field(default_factory=lambda: NO_OPTIONS)

    @property
    def title(self) -> str:
        """Names the file: "Saving platform.yaml"."""
        return f"Saving {self.path.name}"

    def line(self) -> PlanLine:
        """What running would do, as a line of the plan."""
        entry = f"providers.notification: {self.provider}"
        if chosen := [key for key, value in self.options.items() if value]:
            entry += f"; notifications.{self.provider}: {', '.join(chosen)}"
        try:
            text = _text(self.path)
            changed = with_provider(text, self.project, self.provider, self.path.name, self.options)
        except PlatformFileError as error:
            return PlanLine(Verb.LEAVE, KIND, self.path.name, reason=error.message)
        if text is None:
            return PlanLine(Verb.CREATE, KIND, self.path.name, entry, reason="there is none yet")
        if text == changed:
            return PlanLine(Verb.LEAVE, KIND, self.path.name, reason=SAID)
        return PlanLine(Verb.UPDATE, KIND, self.path.name, entry, reason="not in it yet")

    def skip_reason(self) -> str:
        """Why the file stays as it is: it says so already, or it can't be changed."""
        line = self.line()
        return line.reason if line.verb is Verb.LEAVE else ""

    async def run(self, emit: Emit) -> bool:
        """Write the file; a failure is said as `Warned`."""
        made = (await asyncio.to_thread(self.line)).verb is Verb.CREATE
        emit(ActionStarted(KIND, ""))
        try:
            await asyncio.to_thread(
                write_provider, self.path, self.project, self.provider, self.options
            )
        except PlatformFileError as error:
            text = f"Failed to save {self.path.name}: {error}"
            emit(Warned(text, KIND, error.symptom))
            return False
        emit(ActionDone(KIND, self.path.name, made))
        return True


def _text(path: Path) -> str | None:
    """The file's text, None when there is no file."""
    try:
        return read_text(path)
    except PlatformFileError as error:
        if error.symptom.facts.get("reason") == "missing":
            return None
        raise
