from dataclasses import replace

import pytest

from cakd_tui.core.route import Remembered, Route, coming, generation, is_coming, plain_kind
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


FULL = Route("a", "p", remembered=(CHANNEL, WEBHOOK)).with_webhook(Secret("https://u"))


def test_what_we_made_and_no_longer_use_stays_remembered() -> None:
    left = FULL.leaving(["channel", "webhook"])
    assert [(each.kind, each.id, each.made) for each in left.remembered] == [
        ("channel-former", "1", True),
        ("webhook-former", "2", True),
    ]
    assert not left.webhook
    assert left.thing("channel") is None


def test_what_is_used_stands_before_what_is_left_of_every_earlier_set_up() -> None:
    route = FULL
    for number in ("3", "4"):
        route = route.leaving(["channel"]).with_thing(replace(CHANNEL, id=number))
    assert [(each.kind, each.id) for each in route.remembered] == [
        ("webhook", "2"),
        ("channel", "4"),
        ("channel-former", "1"),
        ("channel-former-2", "3"),
    ]
    assert {plain_kind(each.kind) for each in route.remembered} == {"channel", "webhook"}
    assert [generation(each.kind) for each in route.remembered] == ["", "", "-former", "-former-2"]


@pytest.mark.parametrize(
    ("channel_made", "webhook_made", "kept"),
    [
        (True, False, ["channel-former", "webhook-former"]),  # the channel can't go without it
        (False, True, ["webhook-former"]),
        (False, False, []),
    ],
)
def test_what_was_found_is_left_alone_but_for_what_hangs_on_ours(
    channel_made: bool, webhook_made: bool, kept: list[str]
) -> None:
    things = (replace(CHANNEL, made=channel_made), replace(WEBHOOK, made=webhook_made))
    left = Route("a", "p", remembered=things).leaving(["channel", "webhook"])
    assert [each.kind for each in left.remembered] == kept


def test_what_is_used_again_is_no_longer_left() -> None:
    back = FULL.leaving(["channel"]).with_thing(CHANNEL)
    assert [each.kind for each in back.remembered] == ["webhook", "channel"]


COMING = Remembered("channel-coming", "7", "alerts-a", made=True)


def test_what_is_coming_takes_the_place_of_nothing() -> None:
    moving = FULL.with_thing(COMING)
    assert moving.remembered == (CHANNEL, WEBHOOK, COMING)
    assert moving.webhook == FULL.webhook
    assert [is_coming(each.kind) for each in moving.remembered] == [False, False, True]
    assert coming("channel") == COMING.kind


def test_a_route_that_leads_elsewhere_has_arrived_there_in_one_step() -> None:
    new = replace(WEBHOOK, id="8")
    moved = FULL.with_thing(COMING).leaving(["channel", "webhook"]).with_thing(new)
    moved = moved.leading_to(Secret("https://v"), {"guild": "2"})
    assert [(each.kind, each.id) for each in moved.remembered] == [
        ("channel", "7"),
        ("webhook", "8"),
        ("channel-former", "1"),
        ("webhook-former", "2"),
    ]
    assert (moved.webhook, moved.values) == (Secret("https://v"), {"guild": "2"})
    assert moved.leading_to(Secret("https://v"), {"guild": "2"}) == moved


def test_what_arrives_stands_before_what_was_moved_into_it() -> None:
    moved = FULL.with_thing(COMING).leaving(["channel"]).leading_to(Secret("https://u"), {})
    assert [each.kind for each in moved.remembered] == ["channel", "webhook", "channel-former"]


@pytest.mark.parametrize("made", [True, False])
def test_a_move_that_is_given_up_leaves_apart_from_what_was_in_use(made: bool) -> None:
    moving = FULL.with_thing(replace(COMING, made=made))
    given_up = moving.leaving([COMING.kind])
    assert given_up.webhook == FULL.webhook
    kinds = ["channel", "webhook", *(["channel-former"] if made else [])]
    assert [each.kind for each in given_up.remembered] == kinds
    both = moving.leaving(["channel", "webhook", COMING.kind])
    kinds = ["channel-former", "webhook-former", *(["channel-former-2"] if made else [])]
    assert [each.kind for each in both.remembered] == kinds


def test_what_may_not_exist_is_not_left() -> None:
    unsure = FULL.with_thing(Remembered("webhook-next", "", "x", made=True))
    assert unsure.leaving(["webhook-next"]) == FULL
