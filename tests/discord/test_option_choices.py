"""The live lists of categories and roles, with what keeps one from being ready."""

import pytest

from cakd_tui.discord.http import models
from cakd_tui.discord.option_choices import category_choices, mention_choices, role_choices
from cakd_tui.discord.permissions import NOTHING, Permission, Role, Standing
from cakd_tui.rehearsal.worlds import ADMINS, OBSERVERS
from tests.discord.stage import StageMaker, unheard

GUILD, BOT = 1, 7
VIEW, WEBHOOKS, CHANNELS = (
    Permission.VIEW_CHANNEL,
    Permission.MANAGE_WEBHOOKS,
    Permission.MANAGE_CHANNELS,
)
ALL = VIEW | WEBHOOKS | CHANNELS


def standing(base: Permission = ALL) -> Standing:
    return Standing(GUILD, 2, BOT, (Role(GUILD, "@everyone", base),), frozenset())


def category(number: int, name: str, *denied: tuple[int, Permission]) -> models.Channel:
    raw = tuple(models.Overwrite(target, 0, deny=int(bits)) for target, bits in denied)
    return models.Channel(number, models.CATEGORY, GUILD, name, overwrites_or_null=raw)


def channels(count: int, parent: int) -> list[models.Channel]:
    return [models.Channel(5000 + each, 0, GUILD, parent_id=parent) for each in range(count)]


@pytest.mark.parametrize(
    ("denied", "base", "count", "detail", "ready"),
    [
        (NOTHING, ALL, 12, "12 of 50 channels", True),
        (NOTHING, ALL, 49, "49 of 50 channels", True),
        (NOTHING, ALL, 50, "50 of 50 channels, full", False),
        (
            WEBHOOKS,
            VIEW | WEBHOOKS | CHANNELS,
            1,
            "1 of 50 channels, Manage Webhooks missing",
            False,
        ),
        (VIEW, ALL, 0, "0 of 50 channels, View Channels missing", False),
        (VIEW | WEBHOOKS, Permission.ADMINISTRATOR, 0, "0 of 50 channels", True),
        (
            NOTHING,
            VIEW,
            0,
            "0 of 50 channels, Manage Channels and Manage Webhooks missing",
            False,
        ),
    ],
)
def test_a_category_says_its_room_and_what_the_bot_lacks_there(
    denied: Permission, base: Permission, count: int, detail: str, ready: bool
) -> None:
    listed = [category(10, "Ops", (GUILD, denied)), *channels(count, 10)]
    (offered,) = category_choices(listed, standing(base)).offered
    assert (offered.value, offered.label) == ("10", "Ops")
    assert (offered.detail, offered.ready) == (detail, ready)


def test_categories_that_are_ready_come_first_and_each_by_name() -> None:
    listed = [
        category(1, "zeta"),
        category(2, "Alpha"),
        category(3, "aardvark", (GUILD, VIEW)),
        models.Channel(4, 0, GUILD, "deploys"),
    ]
    choices = category_choices(listed, standing())
    assert [each.label for each in choices.offered] == ["Alpha", "zeta", "aardvark"]
    assert choices.summary == "The bot sees 3 categories."
    assert category_choices([], standing()).summary == "The bot sees no categories."


def test_only_roles_that_people_hold_are_offered() -> None:
    admin = int(Permission.ADMINISTRATOR)
    roles = (
        models.Role(GUILD, "@everyone", 0),
        models.Role(11, "alerts-bot", 0, managed=True, tags=models.RoleTags(BOT)),
        models.Role(12, "Boosters", 0, managed=True),
        models.Role(14, "sre", 0),
        models.Role(13, "Admins", admin),
    )
    choices = role_choices(models.Guild(GUILD, "Ops Lab", 2, roles_or_null=roles))
    assert [(each.value, each.label, each.detail) for each in choices.offered] == [
        ("13", "Admins", "sees every channel anyway"),
        ("14", "sre", ""),
    ]
    assert choices.summary == "Ops Lab has 2 roles to let in."
    one = role_choices(models.Guild(GUILD, "Lab", 2, roles_or_null=roles[:4]))
    assert one.summary == "Lab has 1 role to let in."


def test_roles_to_call_say_what_discord_minds() -> None:
    roles = (
        models.Role(GUILD, "@everyone", 0),
        models.Role(11, "alerts-bot", 0, managed=True),
        models.Role(14, "sre", 0),
        models.Role(13, "oncall", 0, mentionable=True),
    )
    choices = mention_choices(models.Guild(GUILD, "Ops Lab", 2, roles_or_null=roles))
    assert [(each.value, each.label, each.detail) for each in choices.offered] == [
        ("13", "oncall", ""),
        ("14", "sre", "not everybody may call it"),
    ]
    assert choices.summary == "Ops Lab has 2 roles to call."


async def test_a_connection_offers_what_the_server_has(stage: StageMaker) -> None:
    acting = await stage()
    categories = await acting.connection.option_choices("category", acting.answers, unheard)
    assert [(each.label, each.detail, each.ready) for each in categories.offered] == [
        ("Information", "2 of 50 channels", True),
        ("Lounge", "3 of 50 channels", True),
        ("Operations", "4 of 50 channels", True),
    ]
    roles = await acting.connection.option_choices("roles", acting.answers, unheard)
    assert [each.value for each in roles.offered] == [ADMINS, OBSERVERS]
    called = await acting.connection.option_choices("mention", acting.answers, unheard)
    assert [each.value for each in called.offered] == [ADMINS, OBSERVERS]
    assert (
        await acting.connection.option_choices("private", acting.answers, unheard)
    ).offered == ()
