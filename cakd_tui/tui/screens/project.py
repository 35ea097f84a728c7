"""Asks for the project's name, and shows as it is typed what will be called after it."""

import asyncio
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input

from cakd_tui.core.errors import CakdError, PlatformFileError, RouteStoreError
from cakd_tui.core.option import NO_OPTIONS
from cakd_tui.core.platform_file import read_platform_file
from cakd_tui.core.project import suggested_project
from cakd_tui.core.providers import provider_names
from cakd_tui.core.secret import Secret
from cakd_tui.core.services import Services
from cakd_tui.tui.journey import PROJECT, Draft
from cakd_tui.tui.options_state import OptionsState
from cakd_tui.tui.platform_change import platform_change
from cakd_tui.tui.project_state import ProjectState, Suggested, Surroundings
from cakd_tui.tui.proposal import platform_step
from cakd_tui.tui.screens.ask import AskPage
from cakd_tui.tui.screens.options import OptionsPage
from cakd_tui.tui.screens.page import Answered
from cakd_tui.tui.visit import Visit
from cakd_tui.tui.widgets.answer_input import AnswerInput
from cakd_tui.tui.widgets.card import Card, CardLine
from cakd_tui.tui.widgets.card_slot import CardSlot
from cakd_tui.tui.widgets.masthead import Masthead
from cakd_tui.tui.widgets.note import Notes
from cakd_tui.tui.widgets.preview import Preview
from cakd_tui.tui.widgets.primary import Primary


class ProjectPage(AskPage):
    """Which project it is. Everything else is named after it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "take", "Correct it", tooltip="Take the suggested name"),
        Binding("tab", "app.focus_next", "Next", show=False),
        Binding("ctrl+p", "options", "Options", priority=True, tooltip="Where, and for whom"),
    ]

    class Read(Message):
        """The surroundings have named a project."""

        def __init__(self, suggested: Suggested) -> None:
            super().__init__()
            self.suggested = suggested

    class Looked(Message):
        """What exists already for a project is known."""

        def __init__(self, surroundings: Surroundings) -> None:
            super().__init__()
            self.surroundings = surroundings

    def __init__(self, visit: Visit) -> None:
        super().__init__(visit)
        typed = self.draft.typed.get(PROJECT.key, Secret("")).reveal()
        self.state = ProjectState(
            typed or self.draft.answers.project,
            before=self.draft.before,
            options=self.draft.answers.options,
            special=self.draft.special,
        )

    @property
    def question(self) -> str:
        """What the page asks."""
        return "What are the alerts for?"

    @property
    def reason(self) -> str:
        """Why it is asked."""
        return "Name the project. Its alerts carry the name as their Kubernetes namespace."

    @property
    def hindrance(self) -> str:
        """As the state has it."""
        return self.state.hindrance

    def body(self) -> Iterable[Widget]:
        """The input, how things stand, what will be called after it."""
        yield AnswerInput(self.state.text, "my-project")
        yield Notes(*self.state.notes(), id="notes")
        yield Preview()
        yield CardSlot()
        yield Primary("Continue", self.state.hindrance)

    def on_mount(self) -> None:
        """Read the surroundings once the page can be seen."""
        self.draw()
        self.call_after_refresh(self._read)
        self.call_after_refresh(self._look)

    def current_draft(self) -> Draft:
        """The draft with the text as it is typed, and what is chosen beside it."""
        answers = self.draft.answers.with_options(self.state.options)
        draft = replace(self.draft, answers=answers, special=self.state.special)
        return draft.with_typed(PROJECT.key, self.state.text)

    def draw(self) -> None:
        """Show the state."""
        state, draft = self.state, self.draft
        self.query_one(Notes).show(*state.notes())
        self.query_one(Preview).show(state.rows(self.services, draft.answers, draft.plan))
        self.query_one(Masthead).show_project(state.project)
        self.draw_trouble(state.suggested.failure if state.suggested else None)
        super().draw()

    def trouble_card(self, failure: CakdError) -> Card:
        """A broken `platform.yaml` hinders nothing."""
        path = self.services.platform_file
        lines = (CardLine("Mend it", failure.message.replace(str(path), path.name)),)
        return Card(f"{path.name} can't be read, and is left as it is", lines, "warning")

    @on(Input.Changed, "#answer")
    def _typed(self, event: Input.Changed) -> None:
        if event.value != self.state.text:
            self.state = replace(self.state, text=event.value)
            self.draw()
            self._look()

    def action_options(self) -> None:
        """Choose what need not be chosen."""
        over = OptionsPage(self.visit(), self.state.options)
        self.app.push_screen(over, lambda _: self._take_options(over.state))

    def _take_options(self, chosen: OptionsState) -> None:
        self.state = replace(self.state, options=chosen.chosen, special=chosen.said)
        self.draw()
        self._look()

    def action_take(self) -> None:
        """Take the name that is suggested in place of the one that can't be used."""
        answer = self.query_one(AnswerInput)
        answer.value = self.state.correction
        answer.action_end()

    def go_on(self) -> None:
        """Give the answer."""
        project = self.state.project
        draft = self.current_draft()
        draft = replace(draft, answers=draft.answers.with_project(project))
        if draft.answers != self.draft.answers:
            draft = replace(draft, plan=None)
        self.post_message(Answered(draft.with_said(PROJECT.key, project)))

    @work(exclusive=True, group="read", exit_on_error=False)
    async def _read(self) -> None:
        path, provider = self.services.platform_file, self.services.provider.name
        self.post_message(self.Read(await asyncio.to_thread(_suggested, path, provider)))

    @on(Read)
    def _has_read(self, message: Read) -> None:
        answer = self.query_one(AnswerInput)
        self.state = replace(self.state, text=answer.value).with_suggested(message.suggested)
        if message.suggested.options and not self.state.options:
            options = tuple(self.services.provider.options)
            self._take_options(OptionsState(options, message.suggested.options))
        if answer.value != self.state.text:
            answer.value = self.state.text
            answer.action_end()
        self.draw()
        self._look()

    @work(exclusive=True, group="surroundings", exit_on_error=False)
    async def _look(self) -> None:
        if self.state.project:
            draft = self.current_draft()
            draft = replace(draft, answers=draft.answers.with_project(self.state.project))
            here = await asyncio.to_thread(_surroundings, self.services, draft)
            self.post_message(self.Looked(here))

    @on(Looked)
    def _looked(self, message: Looked) -> None:
        self.state = replace(self.state, surroundings=message.surroundings)
        self.draw()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A correction is offered only where one is needed."""
        if action == "options":
            return bool(self.services.provider.options)
        if action == "take":
            return bool(self.state.correction)
        return super().check_action(action, parameters)


def _suggested(path: Path, provider: str) -> Suggested:
    """The name that `platform.yaml` or the directory gives."""
    directory = suggested_project(path.resolve().parent.name)
    try:
        file = read_platform_file(path, {*provider_names(), provider}, unnamed=provider)
    except PlatformFileError as error:
        is_missing = error.symptom.facts.get("reason") == "missing"
        return Suggested(directory, "the directory's name", None if is_missing else error)
    options = file.options if file.provider in ("", provider) else NO_OPTIONS
    return Suggested(file.project, path.name, options=options)


def _surroundings(services: Services, draft: Draft) -> Surroundings:
    """What exists already: the saved route, and what `platform.yaml` says."""
    provider, project = services.provider.name, draft.answers.project
    try:
        known = services.routes.load(project)
    except RouteStoreError:
        known = None
    if known and known.provider != provider:
        known = None
    step = platform_step(draft, services)
    return Surroundings(project, known, step.line(), platform_change(step))
