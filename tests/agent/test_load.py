"""How messages are made of what waits, and what is tried where one is refused."""

import pytest

from cakd_tui.agent.carrier import Carrier, Carriers
from cakd_tui.agent.destinations import Destination, destination
from cakd_tui.agent.load import Load, Packed
from cakd_tui.agent.queue import Held
from tests.agent.doubles import Post, alert, provider, route


@pytest.fixture
def carrier() -> Carrier:
    """A post whose boxes take three alerts at once."""
    return Carriers(provider(Post(fits=3))).named("post")


def to(carrier: Carrier, project: str = "one") -> Destination:
    return Destination(carrier, route(project, "box"), "box")


def loaded(carrier: Carrier, count: int) -> Load:
    load = Load()
    load.take([(Held(n, alert(f"A{n}"), 0.0), to(carrier)) for n in range(1, count + 1)])
    return load


def names(packed: Packed) -> list[str]:
    """What the message says."""
    said = packed.parcel.body["alerts"]
    assert isinstance(said, list)
    return said


def test_as_many_go_together_as_fit_in_the_order_of_arrival(carrier: Carrier) -> None:
    load = loaded(carrier, 5)
    first = load.packed()
    assert (names(first), first.ids) == (["A1", "A2", "A3"], [1, 2, 3])
    load.went(3)
    assert load.packed().ids == [4, 5]
    load.went(2)
    assert not load


def test_a_message_says_whose_alerts_it_carries(carrier: Carrier) -> None:
    load = Load()
    namespaces = ("two", "one", "")
    load.take([(Held(n, alert("A", of), 0.0), to(carrier)) for n, of in enumerate(namespaces)])
    assert load.packed().told == "3 alerts of (no namespace), one, two"
    load.went(2)
    assert load.packed().told == "1 alert of (no namespace)"


def test_what_goes_by_another_route_goes_in_another_message(carrier: Carrier) -> None:
    load = Load()
    routes = ["one", "one", "two", "one"]
    load.take([(Held(n, alert(f"A{n}"), 0.0), to(carrier, p)) for n, p in enumerate(routes)])
    sent = []
    while load:
        packed = load.packed()
        sent.append((packed.parcel.body["for"], packed.ids))
        load.went(len(packed.held))
    assert sent == [("one", [0, 1]), ("two", [2]), ("one", [3])]


def test_a_refused_message_is_split_and_only_the_culprit_made_plain(carrier: Carrier) -> None:
    load = loaded(carrier, 5)
    assert load.was_refused(load.packed())
    assert names(load.packed()) == ["A1"]
    load.went(1)
    assert names(load.packed()) == ["A2"]
    assert load.was_refused(load.packed())
    assert names(load.packed()) == ["a2"]
    load.went(1)
    assert names(load.packed()) == ["A3"]
    load.went(1)
    assert names(load.packed()) == ["A4", "A5"]


def test_what_is_refused_in_its_plainest_form_has_no_other(carrier: Carrier) -> None:
    load = loaded(carrier, 1)
    assert load.was_refused(load.packed())
    assert names(load.packed()) == ["a1"]
    assert not load.was_refused(load.packed())


def test_what_is_dropped_is_forgotten_with_all_that_was_known_of_it(carrier: Carrier) -> None:
    load = loaded(carrier, 3)
    load.was_refused(load.packed())
    load.was_refused(load.packed())
    load.drop()
    assert not load
    load.take([(Held(n, alert(f"A{n}"), 0.0), to(carrier)) for n in (1, 2)])
    assert names(load.packed()) == ["A1", "A2"]


def test_destinations_of_the_default_are_one(carrier: Carrier) -> None:
    carriers = Carriers(provider(Post()))
    default = destination(route("", "default"), carriers)
    load = Load()
    load.take([(Held(n, alert("A", f"ns-{n}"), 0.0), default) for n in range(3)])
    assert load.packed().ids == [0, 1, 2]
