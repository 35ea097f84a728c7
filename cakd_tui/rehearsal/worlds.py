"""The world in which everything is in order, and what scenarios build into it.

The bot has just what it needs in Ops Lab, no Manage Webhooks in Staging, everything in Elsewhere.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from cakd_tui.rehearsal import ids, limits
from cakd_tui.rehearsal.permissions import (
    ADD_REACTIONS,
    ADMINISTRATOR,
    ATTACH_FILES,
    CONNECT,
    EMBED_LINKS,
    MANAGE_CHANNELS,
    MANAGE_WEBHOOKS,
    READ_MESSAGE_HISTORY,
    SEND_MESSAGES,
    SPEAK,
    USE_VAD,
    VIEW_CHANNEL,
)
from cakd_tui.rehearsal.state import (
    ANNOUNCEMENT,
    CATEGORY,
    FOLLOWER,
    FOR_ROLE,
    FORUM,
    MEDIA,
    TEXT,
    VOICE,
    Application,
    Channel,
    Guild,
    Member,
    Overwrite,
    Role,
    User,
    Webhook,
    World,
)
from cakd_tui.rehearsal.tokens import webhook_token

OPS_LAB: Final = "900000000000000001"
ELSEWHERE: Final = "900000000000000002"
STAGING: Final = "900000000000000003"

BOT: Final = User(ids.BOT, "alerts-bot", bot=True)
OWNER: Final = User("410000000000000077", "robin", global_name="Robin")
APPLICATION: Final = Application("880000000000000101", "Ops Alerts", owner_id=OWNER.id)
OTHER_APPLICATION_ID: Final = "790000000000000303"

NOWHERE: Final = "900000000000000009"
"""The id of no guild at all."""

OWN_ROLE: Final = "900000000000000111"
OBSERVERS: Final = "900000000000000112"
ADMINS: Final = "900000000000000113"
RULES: Final = "900000000000000202"
ANNOUNCEMENTS: Final = "900000000000000203"
OPERATIONS: Final = "900000000000000204"
DEPLOYS: Final = "900000000000000205"
LOUNGE: Final = "900000000000000209"
ALERTS_CHANNEL: Final = "900000000000000501"
"""The id of `alerts-my-project` where a scenario has it from the start."""

LOCKED: Final = "900000000000000502"
"""The id of the category `Locked` where a scenario has it."""

ARCHIVE: Final = "900000000000000503"
"""The id of the category `Archive` where a scenario has it."""

OUR_WEBHOOK: Final = "900000000000000601"
"""The id of the project's webhook where a scenario has it."""

PROJECT: Final = "my-project"

READING: Final = VIEW_CHANNEL | READ_MESSAGE_HISTORY
EVERYONE: Final = (
    VIEW_CHANNEL
    | SEND_MESSAGES
    | EMBED_LINKS
    | ATTACH_FILES
    | READ_MESSAGE_HISTORY
    | ADD_REACTIONS
    | CONNECT
    | SPEAK
    | USE_VAD
)
"""What a new guild grants everyone, about."""

INVITED: Final = VIEW_CHANNEL | MANAGE_CHANNELS | MANAGE_WEBHOOKS
"""What the invite asks for: 536871952."""

_FOREIGN: Final = (
    "Grafana",
    "GitHub",
    "Sentry",
    "PagerDuty",
    "Datadog",
    "Jenkins",
    "Argo CD",
    "Uptime Kuma",
    "Statuspage",
    "New Relic",
    "Zabbix",
    "Nagios",
    "Kibana",
    "Jira",
    "Healthchecks",
)


def ready(clock: Callable[[], float]) -> World:
    """A world in which the bot can do its work in Ops Lab."""
    world = World(me=BOT, application=APPLICATION, users={OWNER.id: OWNER}, clock=clock)
    for guild in (_ops_lab(), _elsewhere(), _staging()):
        world.guilds[guild.id] = guild
    for channel in (*_ops_lab_channels(), *_elsewhere_channels(), *_staging_channels()):
        world.channels[channel.id] = channel
    for webhook in _foreign_webhooks():
        world.webhooks[webhook.id] = webhook
    return world


def own_role(bits: int, role_id: str = OWN_ROLE) -> Role:
    """The role a bot gets with its invite."""
    return Role(role_id, BOT.username, bits, position=1, managed=True, bot_id=BOT.id)


def add_alerts_channel(world: World) -> None:
    """Have the project's channel there already."""
    world.channels[ALERTS_CHANNEL] = Channel(
        ALERTS_CHANNEL,
        OPS_LAB,
        f"alerts-{PROJECT}",
        topic=f"CAKD alerts for {PROJECT}",
        position=12,
    )


def add_locked_category(world: World) -> None:
    """Have a category that denies everyone Manage Webhooks."""
    denial = Overwrite(OPS_LAB, FOR_ROLE, deny=MANAGE_WEBHOOKS)
    world.channels[LOCKED] = replace(
        _channel(LOCKED, "Locked", CATEGORY), position=13, overwrites=(denial,)
    )


def add_full_category(world: World) -> None:
    """Have a category with as many channels as it can hold."""
    world.channels[ARCHIVE] = replace(_channel(ARCHIVE, "Archive", CATEGORY), position=14)
    for number in range(limits.CHANNELS_PER_CATEGORY):
        channel_id = f"9000000000000008{number:02}"
        world.channels[channel_id] = _channel(channel_id, f"archived-{number:02}", parent=ARCHIVE)


def add_our_webhook(world: World) -> None:
    """Have the project's webhook there already, made by our application."""
    world.webhooks[OUR_WEBHOOK] = Webhook(
        id=OUR_WEBHOOK,
        guild_id=OPS_LAB,
        channel_id=ALERTS_CHANNEL,
        name=f"CAKD Alerting - {PROJECT}",
        token=webhook_token(OUR_WEBHOOK),
        application_id=APPLICATION.id,
        user_id=BOT.id,
    )


def fill_webhooks(world: World) -> None:
    """Fill the project's channel with the webhooks of another application."""
    for number, name in enumerate(_FOREIGN[: limits.WEBHOOKS_PER_CHANNEL]):
        webhook = _webhook(f"9000000000000007{number:02}", ALERTS_CHANNEL, name)
        world.webhooks[webhook.id] = webhook


def fill_channels(world: World) -> None:
    """Fill Ops Lab up to its last channel with archived ones, in categories as full as may be."""
    left = limits.CHANNELS_PER_GUILD - len(world.channels_of(OPS_LAB))
    parent = None
    for number in range(left):
        channel_id = f"900000000000001{number:03}"
        if number % (limits.CHANNELS_PER_CATEGORY + 1) == 0:
            parent = channel_id
            channel = _channel(channel_id, f"Archive {number:03}", CATEGORY)
        else:
            channel = _channel(channel_id, f"archived-{number:03}", parent=parent)
        world.channels[channel_id] = channel


def _ops_lab() -> Guild:
    return Guild(
        OPS_LAB,
        "Ops Lab",
        OWNER.id,
        roles=(
            Role(OPS_LAB, "@everyone", EVERYONE),
            own_role(MANAGE_CHANNELS | MANAGE_WEBHOOKS),
            Role(OBSERVERS, "Observers", READING, position=2, mentionable=True),
            Role(ADMINS, "Admins", ADMINISTRATOR, position=3),
        ),
        members=(Member(OWNER.id, (ADMINS,)), Member(BOT.id, (OWN_ROLE, OBSERVERS))),
        # GUILD_TAGS is in the docs and not in the OpenAPI document: a client must not choke on it.
        features=("COMMUNITY", "NEWS", "GUILD_TAGS"),
        rules_channel_id=RULES,
        updates_channel_id=RULES,
        population=42,
    )


def _elsewhere() -> Guild:
    return _small_guild(ELSEWHERE, "Elsewhere", own_role(ADMINISTRATOR, "900000000000000121"))


def _staging() -> Guild:
    role = own_role(VIEW_CHANNEL | MANAGE_CHANNELS, "900000000000000131")
    return _small_guild(STAGING, "Staging", role)


def _small_guild(guild_id: str, name: str, role: Role) -> Guild:
    return Guild(
        guild_id,
        name,
        OWNER.id,
        roles=(Role(guild_id, "@everyone", EVERYONE), role),
        members=(Member(OWNER.id), Member(BOT.id, (role.id,))),
    )


def _ops_lab_channels() -> tuple[Channel, ...]:
    information = "900000000000000201"
    return (
        _channel(information, "Information", CATEGORY),
        _channel(RULES, "rules", parent=information),
        _channel(ANNOUNCEMENTS, "announcements", ANNOUNCEMENT, information),
        _channel(OPERATIONS, "Operations", CATEGORY),
        _channel(DEPLOYS, "deploys", parent=OPERATIONS),
        _channel("900000000000000206", "incidents", parent=OPERATIONS),
        _channel("900000000000000207", "on-call", parent=OPERATIONS),
        _channel("900000000000000208", "runbooks", FORUM, OPERATIONS),
        _channel(LOUNGE, "Lounge", CATEGORY),
        _channel("900000000000000210", "general", parent=LOUNGE),
        _channel("900000000000000211", "screenshots", MEDIA, LOUNGE),
        _channel("900000000000000212", "War room", VOICE, LOUNGE),
    )


def _elsewhere_channels() -> tuple[Channel, ...]:
    return (Channel("900000000000000301", ELSEWHERE, "general"),)


def _staging_channels() -> tuple[Channel, ...]:
    category = "900000000000000401"
    return (
        Channel(category, STAGING, "Staging", CATEGORY),
        Channel("900000000000000402", STAGING, "general", parent_id=category, position=1),
        Channel("900000000000000403", STAGING, "deploys", parent_id=category, position=2),
        Channel("900000000000000404", STAGING, "load-tests", parent_id=category, position=3),
    )


def _channel(channel_id: str, name: str, kind: int = TEXT, parent: str | None = None) -> Channel:
    position = int(channel_id) - int(OPS_LAB) - 200
    return Channel(channel_id, OPS_LAB, name, kind, parent_id=parent, position=position)


def _foreign_webhooks() -> tuple[Webhook, ...]:
    """One of another application, one a person made, one that follows a channel elsewhere."""
    by_person = "900000000000000602"
    return (
        _webhook("900000000000000603", DEPLOYS, "Grafana"),
        Webhook(by_person, OPS_LAB, DEPLOYS, "Deploys", webhook_token(by_person), None, OWNER.id),
        Webhook(
            "900000000000000604",
            OPS_LAB,
            ANNOUNCEMENTS,
            "Status News",
            token="",
            user_id=OWNER.id,
            kind=FOLLOWER,
            source_guild=("660000000000000001", "Status"),
            source_channel=("660000000000000002", "status-news"),
        ),
    )


def _webhook(webhook_id: str, channel_id: str, name: str) -> Webhook:
    """A webhook of another application, whose token nobody here is shown."""
    return Webhook(
        webhook_id,
        OPS_LAB,
        channel_id,
        name,
        webhook_token(webhook_id),
        OTHER_APPLICATION_ID,
        OWNER.id,
    )
