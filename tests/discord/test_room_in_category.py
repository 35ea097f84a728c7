"""The room in the category a channel is to be put in is part of the room there is."""

import pytest

from cakd_tui.core.finding import Verdict
from cakd_tui.discord.checks import OPTIONS
from cakd_tui.discord.http.errors import Asked, Forbidden
from cakd_tui.discord.http.models import CATEGORY, TEXT_CHANNEL, Channel, Guild
from cakd_tui.discord.options import BadOption
from cakd_tui.discord.stock_findings import refused_choice, room_finding

GUILD = Guild(id=100, name="Ops Lab", owner_id=1)
OPS = Channel(50, CATEGORY, GUILD.id, "Ops")
OURS = Channel(10, TEXT_CHANNEL, GUILD.id, "alerts-my-project")


def under(count: int) -> tuple[Channel, ...]:
    return (OPS, *(Channel(200 + each, 0, GUILD.id, "x", parent_id=50) for each in range(count)))


@pytest.mark.parametrize(
    ("count", "verdict", "evidence"),
    [
        (12, Verdict.PASS, "13 of 500 channels · 12 of 50 channels in Ops · 0 of 15 webhooks"),
        (49, Verdict.PASS, "50 of 500 channels · 49 of 50 channels in Ops · 0 of 15 webhooks"),
        (50, Verdict.FAIL, "50 of 50 channels in Ops"),
    ],
)
def test_a_category_has_room_for_fifty(count: int, verdict: Verdict, evidence: str) -> None:
    found = room_finding(under(count), (), None, category=OPS)
    assert (found.verdict, found.evidence) == (verdict, evidence)
    if verdict is Verdict.FAIL:
        assert found.headline == "The category has no room for a channel"
        assert found.fixes[0].text.startswith("delete channels nobody uses in Ops, or choose")


def test_where_the_webhooks_are_not_shown_the_categorys_room_still_is() -> None:
    unseen = Forbidden(Asked("GET", "https://discord.com/x"), 403, "{}", code=50013)
    found = room_finding(under(12), unseen, None, category=OPS)
    assert found.evidence == "13 of 500 channels · 12 of 50 channels in Ops"


def test_a_channel_that_is_there_needs_no_room_in_a_category() -> None:
    found = room_finding(under(50), (), OURS, category=OPS)
    assert found.verdict is Verdict.PASS
    assert "Ops" not in found.evidence


def test_a_choice_that_cannot_be_followed_fails_its_check_with_its_row() -> None:
    found = refused_choice(
        OPTIONS, BadOption("category-missing", "the bot sees no category named x")
    )
    assert (found.check, found.verdict) == (OPTIONS, Verdict.FAIL)
    assert found.evidence == "the bot sees no category named x"
    assert found.symptom is not None
    assert found.symptom.facts == {"reason": "category-missing"}
