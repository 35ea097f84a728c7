"""What the pages for fields that are no secret share: where answers come from and are saved."""

import asyncio
from dataclasses import replace

from textual import on, work
from textual.message import Message

from cakd_tui.core.credentials import Found, found_answer
from cakd_tui.core.errors import RouteStoreError
from cakd_tui.tui.journey import Draft
from cakd_tui.tui.screens.field import FieldPage
from cakd_tui.tui.screens.page import Answered


class PlainPage(FieldPage):
    """A page whose answer is found in the environment or the settings, and saved there."""

    class Looked(Message):
        """The environment and the saved settings were looked through."""

        def __init__(self, found: Found | None) -> None:
            super().__init__()
            self.found = found

    class Saved(Message):
        """The answer is among the saved settings, or couldn't be put there."""

        def __init__(self, value: str, failure: RouteStoreError | None = None) -> None:
            super().__init__()
            self.value = value
            self.failure = failure

    @property
    def text(self) -> str:
        """The text as it is typed."""
        raise NotImplementedError

    @property
    def value(self) -> str:
        """The answer as it would be given now."""
        raise NotImplementedError

    def said(self, value: str) -> str:
        """The answer's name in the rail."""
        return value

    def current_draft(self) -> Draft:
        """The draft with the text as it is typed."""
        return self.draft.with_typed(self.field.key, self.text)

    def go_on(self) -> None:
        """Save the answer for the next run, then give it."""
        self._save(self.value)

    @work(exclusive=True, group="look", exit_on_error=False)
    async def look(self) -> None:
        """Find out whether the answer is there already, and post `Looked`."""
        services = self.services
        found = await found_answer(services.provider.name, self.field, services.sources)
        self.post_message(self.Looked(found))

    @work(exclusive=True, group="save", exit_on_error=False)
    async def _save(self, value: str) -> None:
        save, name = self.services.settings.save, self.services.provider.name
        try:
            await asyncio.to_thread(save, name, {self.field.key: value})
        except RouteStoreError as failure:
            self.post_message(self.Saved(value, failure))
        else:
            self.post_message(self.Saved(value))

    @on(Saved)
    def _saved(self, message: Saved) -> None:
        if message.failure:
            say = f"{message.failure}. The answer is not remembered for the next run."
            self.app.notify(say, severity="warning", markup=False)
        answers = self.draft.answers.with_value(self.field.key, message.value)
        is_same = answers == self.draft.answers
        plan = self.draft.plan if is_same else None
        draft = replace(self.current_draft(), answers=answers, plan=plan)
        self.post_message(Answered(draft.with_said(self.field.key, self.said(message.value))))
