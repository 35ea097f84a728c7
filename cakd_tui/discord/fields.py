"""What Discord alerting has to know: the bot's token, and the server (guild) it works in."""

from datetime import UTC, datetime
from typing import Final

from cakd_tui.core.answers import Answers
from cakd_tui.core.errors import ProviderError
from cakd_tui.core.field import Field
from cakd_tui.core.finding import Link
from cakd_tui.core.reading import Accepted, Reading, Refused
from cakd_tui.core.route import Route
from cakd_tui.core.symptom import Symptom
from cakd_tui.discord.snowflake import id_or_none, parse_guild
from cakd_tui.discord.token import looks_odd, tidy

TOKEN_KEY: Final = "token"
GUILD_KEY: Final = "guild"


def saved_guild(route: Route) -> int | None:
    """The id of the server that a route names."""
    return id_or_none(route.values.get(GUILD_KEY, ""))


def given_guild(answers: Answers) -> int:
    """The id of the server that was answered. Raises `ProviderError` where that is none."""
    number = id_or_none(answers.value(GUILD_KEY))
    if number is None:
        message = "neither an answer nor the saved route names a server (guild) by its id"
        symptom = Symptom("credentials", {"field": GUILD_KEY, "reason": "missing"}, message)
        raise ProviderError(message, symptom)
    return number


def _read_token(text: str) -> Reading:
    token = tidy(text)
    if not token:
        return Refused("Paste the bot's token.")
    return Accepted(token, looks_odd(token) or "")


def _read_guild(text: str) -> Reading:
    return parse_guild(text, datetime.now(UTC))


TOKEN: Final = Field(
    key=TOKEN_KEY,
    title="Token",
    question="Which bot sets up the alerts?",
    help=(
        "Paste its token. Discord shows it once, under Developer Portal → your application → "
        "Bot → Reset Token."
    ),
    placeholder="paste the bot token",
    read=_read_token,
    variables=("CAKD_DISCORD_BOT_TOKEN", "DISCORD_BOT_TOKEN"),
    secret=True,
    link=Link("Open the Developer Portal", "https://discord.com/developers/applications"),
)

GUILD: Final = Field(
    key=GUILD_KEY,
    title="Server",
    question="Which server (guild) gets the alerts?",
    help="The bot makes one channel in it for every project.",
    placeholder="filter, or paste a server ID or a channel link",
    read=_read_guild,
    variables=("CAKD_DISCORD_GUILD_ID", "DISCORD_GUILD_ID"),
    choosable=True,
)
