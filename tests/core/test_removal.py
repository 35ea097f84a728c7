"""What is deleted and what is left, for every route there can be."""

from hypothesis import given
from hypothesis import strategies as st

from cakd_tui.core.plan import PlanLine, Verb
from cakd_tui.core.removal import doomed, fates, is_left_of, removal_plan
from cakd_tui.core.route import Remembered, Route
from cakd_tui.core.secret import Secret

CHANNEL = Remembered("channel", "1", "alerts-a", made=True)
WEBHOOK = Remembered("webhook", "2", "CAKD Alerting - a", made=True)
ADOPTED_CHANNEL = Remembered("channel", "1", "alerts-a", made=False)
ADOPTED_WEBHOOK = Remembered("webhook", "2", "CAKD Alerting - a", made=False)

KINDS = ("channel", "webhook", "webhook-next", "webhook-old")
things = st.builds(
    Remembered, st.sampled_from(KINDS), st.sampled_from(("", "7")), st.just("x"), st.booleans()
)
remembered = st.lists(things, unique_by=lambda each: each.kind).map(tuple)
kinds = st.sets(st.sampled_from(KINDS))


def route(*remembered: Remembered) -> Route:
    return Route("a", "p", remembered=remembered)


def test_what_was_made_is_deleted_in_the_reverse_order_and_the_route_at_last() -> None:
    plan = removal_plan(route(CHANNEL, WEBHOOK), "~/a.json")
    assert plan.lines == (
        PlanLine(Verb.DELETE, "webhook", WEBHOOK.name, reason="made by cakd"),
        PlanLine(Verb.DELETE, "channel", CHANNEL.name, reason="made by cakd"),
        PlanLine(Verb.DELETE, "route", "~/a.json", reason="once the rest is done"),
    )
    assert plan.requests == 2


def test_things_are_named_as_their_provider_shows_them() -> None:
    plan = removal_plan(route(CHANNEL), "~/a.json", shown=lambda each: f"#{each.name}")
    assert [line.name for line in plan.lines] == ["#alerts-a", "~/a.json"]


def test_what_was_found_is_left_unless_it_is_named() -> None:
    found = route(ADOPTED_CHANNEL, WEBHOOK)
    assert doomed(found) == (WEBHOOK,)
    assert fates(found)[1].reason == "found there, not made by cakd"
    assert doomed(found, also=["channel"]) == (WEBHOOK, ADOPTED_CHANNEL)
    assert fates(found, also=["channel"])[1].reason == "found there, and you named it"


def test_a_channel_is_kept_when_asked() -> None:
    kept = fates(route(CHANNEL, WEBHOOK), keep=["channel"])
    assert [(each.verb, each.reason) for each in kept] == [
        (Verb.DELETE, "made by cakd"),
        (Verb.LEAVE, "you asked to keep it"),
    ]


def test_a_webhook_that_stays_keeps_its_channel() -> None:
    left = fates(route(CHANNEL, ADOPTED_WEBHOOK))
    assert [each.verb for each in left] == [Verb.LEAVE, Verb.LEAVE]
    assert left[1].reason == "the webhook that stays hangs on it"


def test_what_was_made_and_found_again_counts_as_made() -> None:
    again = Remembered("webhook-next", ADOPTED_WEBHOOK.id, WEBHOOK.name, made=True)
    every = doomed(route(CHANNEL, ADOPTED_WEBHOOK, again))
    assert [each.kind for each in every] == ["webhook-next", "webhook", "channel"]


def test_what_may_have_been_made_is_said_to_be_unsure() -> None:
    intent = Remembered("webhook-next", "", "CAKD Alerting - a", made=True)
    assert fates(route(CHANNEL, WEBHOOK, intent))[0].reason == (
        "an interrupted rotation may have made it"
    )


COMING = Remembered("channel-coming", "7", "alerts-a", made=True)


def test_what_a_move_was_begun_to_is_taken_back_too() -> None:
    moving = route(CHANNEL, WEBHOOK, COMING)
    assert doomed(moving) == (COMING, WEBHOOK, CHANNEL)
    assert fates(moving)[0].reason == "made by cakd for a move that was not finished"
    assert doomed(moving, keep=["channel"]) == (WEBHOOK,)


def test_a_place_that_was_found_and_a_move_was_begun_to_keeps_nothing_of_ours() -> None:
    found = Remembered(COMING.kind, "7", "deploys", made=False)
    assert doomed(route(CHANNEL, WEBHOOK, found)) == (WEBHOOK, CHANNEL)


def test_what_is_left_from_an_earlier_set_up_goes_too_unless_it_is_kept() -> None:
    moved = route(CHANNEL, WEBHOOK).leaving(["channel", "webhook"]).with_thing(ADOPTED_CHANNEL)
    moved = moved.with_thing(Remembered("channel", "9", "alerts-b", made=False))
    former = moved.leaving([]).remembered[1:]
    assert doomed(moved) == former[::-1]
    assert fates(moved)[0].reason == "made by cakd, and no longer used"
    assert doomed(moved, keep=["former"]) == ()


@given(remembered, kinds, kinds)
def test_nothing_is_deleted_that_was_not_made_or_named(
    remembered: tuple[Remembered, ...], keep: set[str], also: set[str]
) -> None:
    for each in doomed(route(*remembered), keep, also):
        assert each.kind not in keep
        assert each.made or each.kind in also
        assert each.kind in also or any(it.made for it in remembered if it.id == each.id)


@given(remembered, kinds, kinds)
def test_everything_has_a_fate_and_a_reason_and_nothing_goes_before_what_hangs_on_it(
    remembered: tuple[Remembered, ...], keep: set[str], also: set[str]
) -> None:
    decided = fates(route(*remembered), keep, also)
    assert [each.thing.kind for each in decided] == [each.kind for each in remembered[::-1]]
    assert all(each.reason for each in decided)
    verbs = [each.verb for each in decided]
    assert verbs == sorted(verbs, key=lambda verb: verb is Verb.LEAVE)


@given(remembered, st.data())
def test_what_a_removal_cut_short_leaves_is_told_from_what_another_run_changed(
    things: tuple[Remembered, ...], data: st.DataObject
) -> None:
    planned = now = Route("a", "p", remembered=things, webhook=Secret("https://x.example"))
    ours = doomed(planned)
    for each in ours[: data.draw(st.integers(0, len(ours)))]:
        now = now.without_thing(each.kind)
    assert is_left_of(planned, now, ours)
    assert not is_left_of(planned, now.with_thing(Remembered("new", "99", "x", made=True)), ours)
    assert not is_left_of(planned, now.with_webhook(Secret("https://y.example")), ours)
    assert is_left_of(planned, now, ()) is (now == planned)
