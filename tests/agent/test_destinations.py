"""Where alerts go: the namespace's own route, else the default, else nowhere."""

import pytest

from cakd_tui.agent.carrier import Carriers
from cakd_tui.agent.destinations import REPAIRED, Destination, Nowhere, destination, destinations
from cakd_tui.agent.saved_routes import SavedRoutes
from cakd_tui.core.errors import CakdError
from cakd_tui.core.route import Route
from cakd_tui.core.secret import Secret
from tests.agent.doubles import Post, provider, route


@pytest.fixture
def carriers() -> Carriers:
    """The post."""
    return Carriers(provider(Post()))


def saved(*routes: Route, **unreadable: str) -> SavedRoutes:
    return SavedRoutes({each.project: each for each in routes}, unreadable)


def test_a_namespace_goes_by_its_own_route_else_to_the_default(carriers: Carriers) -> None:
    default = destination(route("", "default"), carriers)
    where = destinations(saved(route("one"), route("two", "shared")), carriers, default)
    one, other = where.of("one"), where.of("other")
    assert isinstance(one, Destination)
    assert (one.place, one.route, one.carrier.title) == ("one", route("one"), "The post")
    assert other is default
    assert where.of("") is default
    assert where.places == {"one", "shared", "default"}


def test_a_saved_default_is_taken_where_none_is_given(carriers: Carriers) -> None:
    routes = saved(route("one"), route("", "rest"))
    where = destinations(routes, carriers, None)
    for name in ("other", ""):
        there = where.of(name)
        assert isinstance(there, Destination)
        assert there.place == "rest"
    assert where.places == {"one", "rest"}
    given = destination(route("", "default"), carriers)
    assert destinations(routes, carriers, given).of("other") is given


def test_a_saved_default_that_leads_nowhere_holds_what_is_for_it(carriers: Carriers) -> None:
    where = destinations(saved(Route("", "post")), carriers, None)
    assert where.of("other") == Nowhere(REPAIRED)
    assert where.nowhere == {"": REPAIRED}


def test_without_a_route_and_a_default_there_is_none(carriers: Carriers) -> None:
    assert destinations(saved(), carriers, None).of("one") is None


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        (Route("one", "post"), REPAIRED),
        (Route("one", "post", webhook=Secret("tree:1")), "that is no box"),
        (route("one", provider="pigeon"), "unknown notification provider 'pigeon'"),
    ],
    ids=["being repaired", "no place", "no provider"],
)
def test_a_route_that_leads_nowhere_holds_its_alerts_back_from_the_default(
    carriers: Carriers, bad: Route, why: str
) -> None:
    default = destination(route("", "default"), carriers)
    where = destinations(saved(bad), carriers, default)
    assert where.of("one") == Nowhere(why)
    assert where.nowhere == {"one": why}


def test_an_unreadable_file_holds_unless_a_readable_route_is_known(carriers: Carriers) -> None:
    where = destinations(saved(route("known"), known="half", new="half"), carriers, None)
    assert isinstance(where.of("known"), Destination)
    assert where.of("new") == Nowhere("its route can't be read: half")


def test_alerts_share_a_message_only_where_their_routes_are_the_same(carriers: Carriers) -> None:
    one, two = (
        destination(route("one", "box"), carriers),
        destination(route("two", "box"), carriers),
    )
    assert one.place == two.place
    assert not one.takes_along(two)
    assert one.takes_along(destination(route("one", "box"), carriers))


async def test_a_provider_is_loaded_once_and_closed(carriers: Carriers) -> None:
    post = Post()
    names = list[str]()

    def load(name: str) -> Post:
        names.append(name)
        return provider(post)(name)

    carriers = Carriers(load)
    assert carriers.named("post") is carriers.named("post")
    for _ in range(2):
        with pytest.raises(CakdError):
            carriers.named("pigeon")
    assert names == ["post", "pigeon"]
    await carriers.aclose()
    assert post.closed
