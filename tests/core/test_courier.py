"""What every courier promises, whoever's it is: Discord's, and the toy provider's."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from cakd_toy.provider import LOFT, Loft, PigeonProvider

from cakd_tui.core.courier import Courier, Delivery, Gone, Postponed, Unacceptable
from cakd_tui.core.errors import ProviderError
from cakd_tui.core.ports import Provider
from cakd_tui.core.route import Route
from cakd_tui.core.sample_alert import sample_alert
from cakd_tui.core.secret import Secret
from cakd_tui.discord.provider import DiscordProvider

ROUTES = {
    "discord": "https://discord.com/api/webhooks/1234567890123456789/abcdefgh",
    "pigeon": "https://pigeons.example/perch/1/tweet",
}
PROVIDERS: tuple[Provider, ...] = (DiscordProvider(environment={}), PigeonProvider())


@pytest.fixture(params=PROVIDERS, ids=lambda provider: str(provider.name))
def provider(request: pytest.FixtureRequest) -> Provider:
    found: Provider = request.param
    return found


@pytest.fixture
def courier(provider: Provider) -> Courier:
    return provider.courier()


@pytest.fixture
def route(provider: Provider) -> Route:
    return Route("my-project", provider.name, webhook=Secret(ROUTES[provider.name]))


@pytest.mark.parametrize("count", [1, 2, 40])
def test_a_parcel_holds_the_first_alerts_and_at_least_one(
    courier: Courier, route: Route, count: int
) -> None:
    parcel = courier.pack(route, [sample_alert("my-project", worst_case=True)] * count)
    assert 1 <= parcel.alerts <= count
    assert parcel.body


def test_packing_is_pure(courier: Courier, route: Route) -> None:
    some = [sample_alert("my-project")] * 3
    assert courier.pack(route, some) == courier.pack(route, some)


def test_the_plainest_form_is_of_one_alert(courier: Courier, route: Route) -> None:
    assert courier.plainest(route, sample_alert("my-project")).alerts == 1


def test_a_place_is_a_word_without_the_secret(courier: Courier, route: Route) -> None:
    place = courier.place(route)
    assert place == courier.place(replace(route, project="another"))
    assert not set(place.split()) - {place}
    assert route.webhook.reveal().rpartition("/")[2] not in place


def test_a_url_of_nobodys_is_no_place(courier: Courier, route: Route) -> None:
    with pytest.raises(ProviderError):
        courier.place(replace(route, webhook=Secret("https://example.org/")))


@pytest.fixture
def loft() -> Iterator[Loft]:
    """The pigeons' world, as good as new."""
    LOFT.__dict__.update(Loft().__dict__)
    yield LOFT
    LOFT.__dict__.update(Loft().__dict__)


async def test_the_toys_courier_fails_in_each_way(loft: Loft) -> None:
    route = Route("p", "pigeon", webhook=Secret(ROUTES["pigeon"]))
    courier = PigeonProvider().courier()
    letter = courier.pack(route, [sample_alert("p")])
    for trouble, kind in (
        ("torn", Unacceptable),
        ("fallen", Gone),
        ("busy", Postponed),
        ("away", Postponed),
    ):
        setattr(loft, trouble, True)
        with pytest.raises(kind):
            await courier.deliver(route, letter, lambda _: None)
        setattr(loft, trouble, False)
    delivery = await courier.deliver(route, letter, lambda _: None)
    assert delivery.message_id == "1"
    assert loft.letters == [letter.body]


def test_a_message_without_an_id_is_told_by_how_long_it_took() -> None:
    assert Delivery("150", 0.1434).told == "143 ms, message 150"
    assert Delivery("", 0.1434).told == "143 ms"
