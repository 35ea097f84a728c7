from cakd_tui.core.route import Remembered, Route
from cakd_tui.core.secret import Secret

CHANNEL = Remembered("channel", "1", "alerts-a", made=True)
WEBHOOK = Remembered("webhook", "2", "CAKD Alerting - a", made=True)


def test_a_thing_takes_the_place_of_the_one_of_its_kind() -> None:
    other = Remembered("channel", "9", "alerts-a", made=False)
    route = Route("a", "p").with_thing(CHANNEL).with_thing(WEBHOOK).with_thing(other)
    assert route.remembered == (other, WEBHOOK)
    assert route.thing("channel") == other


def test_remembering_what_is_remembered_changes_nothing() -> None:
    route = Route("a", "p", remembered=(CHANNEL, WEBHOOK))
    assert route.with_thing(CHANNEL) == route


def test_an_unknown_kind_is_not_there() -> None:
    assert Route("a", "p").thing("channel") is None


def test_a_route_never_shows_its_webhook() -> None:
    route = Route("a", "p").with_webhook(Secret("https://example.com/hush"))
    assert "hush" not in repr(route)
    assert route.webhook.reveal() == "https://example.com/hush"


def test_a_thing_that_is_gone_leaves_the_others() -> None:
    route = Route("a", "p", remembered=(CHANNEL, WEBHOOK)).with_webhook(Secret("https://u"))
    without = route.without_thing("channel")
    assert without.remembered == (WEBHOOK,)
    assert without.webhook == Secret("https://u")
    assert route.without_thing("perch") == route


def test_without_its_webhook_a_route_leads_nowhere() -> None:
    route = Route("a", "p", remembered=(CHANNEL, WEBHOOK)).with_webhook(Secret("https://u"))
    without = route.without_thing("webhook")
    assert without.remembered == (CHANNEL,)
    assert not without.webhook
