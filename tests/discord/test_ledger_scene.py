"""The scene of a preflight's answers."""

from datetime import UTC, datetime, timedelta

import pytest

from cakd_tui.discord.http.models import Application, Channel, CurrentUser, Guild, Member
from cakd_tui.discord.http.models import Overwrite as RawOverwrite
from cakd_tui.discord.http.models import Role as RawRole
from cakd_tui.discord.ledger_scene import Scene, scene_of
from cakd_tui.discord.permissions import Overwrite, Permission
from cakd_tui.discord.survey import Place, standing_of

NOW = datetime(2026, 11, 1, tzinfo=UTC)


def seen(
    user: CurrentUser | None = None,
    member: Member | None = None,
    channel: Channel | None = None,
    mfa_level: int = 0,
) -> Scene:
    user, member = user or CurrentUser(2, "bot"), member or Member()
    guild = Guild(1, "Ops Lab", 9, mfa_level, (RawRole(1, "@everyone", 1024),))
    place = Place(guild, standing_of(user, guild, member, NOW), channel)
    return scene_of(place, user, member, Application(77, "Ops"))


def test_without_a_channel_it_is_the_server() -> None:
    scene = seen()
    assert (scene.server, scene.bot, scene.place) == ("Ops Lab", "bot", "")
    assert scene.overwrites is None
    assert scene.channel_id is None


def test_a_channel_is_named_with_the_way_to_its_permissions() -> None:
    overwrites = (RawOverwrite(2, 1, 1024, None),)
    scene = seen(channel=Channel(5, 0, name="alerts-x", overwrites_or_null=overwrites))
    assert scene.place == "#alerts-x"
    assert scene.settings == "#alerts-x → Edit Channel → Permissions"
    assert scene.overwrites == (Overwrite(2, "member", Permission(1024), Permission(0)),)
    assert scene.channel_id == 5


@pytest.mark.parametrize(
    ("level", "enabled", "lacks"),
    [(0, False, False), (1, True, False), (1, False, True), (1, None, True)],
)
def test_two_factor_is_lacking_only_where_it_is_asked_for(
    level: int, enabled: bool | None, lacks: bool
) -> None:
    user = CurrentUser(2, "bot", mfa_enabled=enabled)
    assert seen(user, mfa_level=level).lacks_two_factor is lacks


def test_the_rules_can_be_left_aside() -> None:
    member = Member(communication_disabled_until=NOW + timedelta(hours=1), pending=True)
    scene = seen(CurrentUser(2, "bot"), member, mfa_level=1)
    assert scene.pending
    assert scene.standing.timed_out
    free = scene.unbound
    assert [free.pending, free.standing.timed_out, free.lacks_two_factor] == [False] * 3
