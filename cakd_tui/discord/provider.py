"""Discord as a notification provider: the object its entry point names."""

import os
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Final

from cakd_tui.core.answers import Answers
from cakd_tui.core.courier import Courier
from cakd_tui.core.field import Field
from cakd_tui.core.finding import Check
from cakd_tui.core.option import Option
from cakd_tui.core.plan import PlanLine, Verb
from cakd_tui.core.ports import Connection
from cakd_tui.core.route import Remembered, Route, plain_kind
from cakd_tui.core.symptom import Symptom
from cakd_tui.core.troubleshooting import Entry, read_entries
from cakd_tui.discord.checks import CHECKS, INSPECTIONS
from cakd_tui.discord.connection import DiscordConnection
from cakd_tui.discord.fields import GUILD, TOKEN
from cakd_tui.discord.http.answering import Answering
from cakd_tui.discord.naming import REWRITTEN, channel_name, webhook_name
from cakd_tui.discord.options import OPTIONS

_API: Final = "CAKD_DISCORD_API"


class DiscordProvider:
    """Alerts in a channel of a Discord server, through a webhook."""

    name = "discord"
    title = "Discord"
    fields: Sequence[Field] = (TOKEN, GUILD)
    options: Sequence[Option] = OPTIONS
    checks: Sequence[Check] = CHECKS
    inspections: Sequence[Check] = INSPECTIONS

    def __init__(
        self, environment: Mapping[str, str] | None = None, answer: Answering | None = None
    ) -> None:
        """`answer` stands in for the network; `environment` for the process's own."""
        self._environment = os.environ if environment is None else environment
        self._answer = answer

    def entries(self) -> Sequence[Entry]:
        """The troubleshooting rows about Discord's own refusals."""
        return _entries()

    def recognise(self, text: str) -> Sequence[Symptom]:
        """What Discord, or a library that asked it, says of a failure."""
        from cakd_tui.discord.recognition import symptoms_in  # noqa: PLC0415 - loads httpx

        return symptoms_in(text)

    def preview(self, answers: Answers) -> Sequence[PlanLine]:
        """The channel and the webhook, by name."""
        return preview(answers.project)

    def alertmanager_receiver(
        self, route: Route, url_file: str | None, version: tuple[int, int]
    ) -> Mapping[str, object]:
        """Alertmanager's own sender to Discord, which it has from 0.25 on."""
        from cakd_tui.discord.alertmanager import receiver  # noqa: PLC0415 - few runs need it

        return receiver(route, url_file, version)

    def shown_name(self, thing: Remembered) -> str:
        """A channel's with the sign that Discord puts before it."""
        return f"#{thing.name}" if plain_kind(thing.kind) == "channel" else thing.name

    def connect(self) -> Connection:
        """A connection to the API named by `CAKD_DISCORD_API`, Discord's own without it.

        An address the token must not be sent to is refused by the first request.
        """
        return DiscordConnection(self._environment.get(_API, ""), self._answer)

    def courier(self) -> Courier:
        """A courier to the same API; what it carries needs no bot token."""
        from cakd_tui.discord.courier import DiscordCourier  # noqa: PLC0415 - later
        from cakd_tui.discord.http.patience import OF_MANY  # noqa: PLC0415 - later
        from cakd_tui.discord.late_client import LateClient  # noqa: PLC0415 - later

        base_url = self._environment.get(_API, "")
        return DiscordCourier(LateClient(base_url, self._answer, patience=OF_MANY))


def preview(project: str) -> tuple[PlanLine, ...]:
    """What would be made for a project, and which words of its name Discord does not take."""
    webhook = webhook_name(project)
    remark = ""
    if webhook.altered:
        word = webhook.altered[0]
        remark = f'written "{REWRITTEN[word]}": Discord refuses "{word}" in webhook names'
    return (
        PlanLine(Verb.CREATE, "channel", f"#{channel_name(project)}"),
        PlanLine(Verb.CREATE, "webhook", webhook.text, remark),
    )


@cache
def _entries() -> tuple[Entry, ...]:
    text = resources.files("cakd_tui.discord").joinpath("troubleshooting.toml").read_text("utf-8")
    return read_entries(text)
