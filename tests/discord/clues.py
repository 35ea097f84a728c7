"""Evidence for tests: refusals, and answers that explain them or don't."""

from datetime import UTC, datetime, timedelta
from functools import partial

from cakd_tui.discord.evidence import Evidence
from cakd_tui.discord.http.errors import (
    ApiError,
    Asked,
    Forbidden,
    NotFound,
    Unauthorized,
)
from cakd_tui.discord.http.models import (
    CATEGORY,
    Channel,
    CurrentUser,
    Guild,
    Member,
    Overwrite,
    PartialGuild,
    Role,
)
from cakd_tui.discord.known_cause import Cause
from cakd_tui.discord.permissions import Overwrite as PlainOverwrite
from cakd_tui.discord.permissions import Permission

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
GUILD, BOT, ROLE, OTHER, CHANNEL, PARENT = 7, 5, 21, 22, 31, 32
VIEW, CHANNELS, WEBHOOKS = (
    Permission.VIEW_CHANNEL,
    Permission.MANAGE_CHANNELS,
    Permission.MANAGE_WEBHOOKS,
)
NEEDED = VIEW | CHANNELS | WEBHOOKS

USER = CurrentUser(BOT, "alerts-bot", bot=True, mfa_enabled=True)
BARE = CurrentUser(BOT, "alerts-bot", bot=True, mfa_enabled=False)
PERSON = CurrentUser(BOT, "robin", bot=False)
MEMBER = Member((ROLE,))
TIMED_OUT = Member((ROLE,), NOW + timedelta(hours=1))
WAS_TIMED_OUT = Member((ROLE,), NOW - timedelta(hours=1))
PENDING = Member((ROLE,), pending=True)
STRICT = Guild(GUILD, "Ops", 1, mfa_level=1)
NAMED = Guild(GUILD, "Ops", 1, roles_or_null=(Role(ROLE, "Observers", 0),))
HERE = PartialGuild(GUILD, "Ops", NEEDED)
ELSEWHERE = PartialGuild(8, "Elsewhere", 0)
MANY = tuple(PartialGuild(number, "x") for number in range(1000, 1199))


def asked(action: str) -> Asked:
    method = "POST" if action.startswith("create") else "GET"
    return Asked(method, "https://discord.com/api/v10/…", action)


def refused(code: int, action: str, status: int = 403) -> ApiError:
    kind = {403: Forbidden, 404: NotFound, 401: Unauthorized}.get(status, ApiError)
    return kind(asked(action), status, "{}", code=code, api_message="no")


def bad_form(*fields: str, code: int = 50035) -> ApiError:
    errors = [f"{field}: no [CODE]" for field in fields]
    return ApiError(asked("create_channel"), 400, "{}", code=code, form_errors=errors)


def deny(bit: Permission, of: int = GUILD, kind: int = 0) -> Overwrite:
    return Overwrite(of, kind, deny=bit)


def allow(bit: Permission, of: int, kind: int = 0) -> Overwrite:
    return Overwrite(of, kind, allow=bit)


def channel(*overwrites: Overwrite, parent: int | None = None) -> Channel:
    return Channel(CHANNEL, 0, GUILD, "alerts-x", parent_id=parent, overwrites_or_null=overwrites)


def category(*overwrites: Overwrite) -> Channel:
    return Channel(PARENT, CATEGORY, GUILD, "Locked", overwrites_or_null=overwrites)


UNCREATED = refused(50013, "create_channel")
NO_WEBHOOK = refused(50013, "create_webhook")
NOT_LISTED = refused(50013, "channel_webhooks")
UNSEEN = refused(50001, "create_webhook")
STRANGER = refused(50001, "guild_channels")
NO_GUILD = refused(10004, "guild_channels", 404)
NO_GUILD_ITSELF = refused(10004, "guild", 404)
HIDDEN = refused(50001, "channel")


seen = partial(Evidence, guild_id=GUILD, now=NOW)
"""`seen(error, member=…)`: evidence in which only what is named is known."""

SENT = PlainOverwrite(BOT, "member", WEBHOOKS, Permission(0))

Row = tuple[Cause, dict[str, str], Evidence]

ALONE = {"whereabouts": "it is in no server yet"}
AWAY = {"whereabouts": "it is in Elsewhere"}
GONE = {"whereabouts": "Discord does not count it among the members"}
NEEDS_VIEW = {"permission": "View Channel"}
NEEDS_CHANNELS = {"permission": "Manage Channels"}
NEEDS_WEBHOOKS = {"permission": "Manage Webhooks"}
EVERYONES = {**NEEDS_WEBHOOKS, "subject": "@everyone"}
IN_CHANNEL = {"channel": "#alerts-x"}
IN_LOCKED = {"category": "Locked"}
