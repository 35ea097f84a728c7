import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cakd_tui.core.route import Remembered, Route
from cakd_tui.core.secret import Secret
from cakd_tui.storage import route_file


@given(
    st.builds(
        Route,
        project=st.just("my-project"),
        provider=st.text(min_size=1),
        values=st.dictionaries(st.text(), st.text()),
        remembered=st.lists(
            st.builds(
                Remembered, st.text(), st.text(), st.text(), st.booleans(), st.none() | st.text()
            )
        ).map(tuple),
        webhook=st.text().map(Secret),
        kept=st.dictionaries(st.text(), st.text()),
    )
)
def test_any_route_survives_its_file(route: Route) -> None:
    again, others = route_file.read(route_file.written(route, {"x": [1]}), "my-project")
    assert again == route
    assert others == {"x": [1]}


def test_keys_beside_ours_come_last() -> None:
    content = json.loads(route_file.written(Route("a", "p"), {"note": 1}))
    assert list(content) == [
        "version",
        "namespace",
        "provider",
        "webhook_url",
        "values",
        "remembered",
        "note",
    ]


def test_the_text_is_ascii_whatever_the_names_are() -> None:
    route = Route("a", "p", {"x": "ünï \ud800"}, webhook=Secret("https://example.com"))
    data = route_file.written(route, {})
    assert data.isascii()
    assert route_file.read(data, "a") == (route, {})


def test_a_refusal_says_what_is_wrong_and_nothing_that_is_in_the_file() -> None:
    data = json.dumps({"version": 1, "namespace": "a", "provider": ["hush"]}).encode()
    with pytest.raises(route_file.NotARoute) as caught:
        route_file.read(data, "a")
    assert str(caught.value) == "provider is missing or has the wrong type"


def written_for(namespace: str) -> bytes:
    return route_file.written(Route(namespace, "p"), {})


def test_of_another_projects_route_the_name_is_told() -> None:
    with pytest.raises(route_file.NotARoute) as caught:
        route_file.read(written_for("other-project"), "my-project")
    assert str(caught.value) == "it is the route of other-project"


@pytest.mark.parametrize(
    "namespace",
    ["", "A b", "x" * 64, "x" * 500_000, "https://discord.com/api/webhooks/1/hush", "a\n"],
    ids=lambda namespace: namespace[:8],
)
def test_what_is_no_projects_name_is_not_repeated_as_one(namespace: str) -> None:
    with pytest.raises(route_file.NotARoute) as caught:
        route_file.read(written_for(namespace), "my-project")
    assert str(caught.value) == "it is another project's route"


CHANNEL = Remembered("channel", "1", "alerts-a", made=True)


def test_where_a_thing_lies_is_only_written_where_it_is_known() -> None:
    things = (CHANNEL, replace(CHANNEL, kind="b", place=""), replace(CHANNEL, kind="c", place="7"))
    written = json.loads(route_file.written(Route("a", "p", remembered=things), {}))
    assert [each.get("place", "unknown") for each in written["remembered"]] == ["unknown", "", "7"]


def lying(place: object) -> bytes:
    """The file of a route whose channel lies there."""
    content = json.loads(route_file.written(Route("a", "p", remembered=(CHANNEL,)), {}))
    content["remembered"][0]["place"] = place
    return json.dumps(content).encode()


@pytest.mark.parametrize("place", ["7", "", None])
def test_where_a_thing_lies_is_a_text_or_nothing(place: str | None) -> None:
    route, _ = route_file.read(lying(place), "a")
    assert route.remembered == (replace(CHANNEL, place=place),)


@pytest.mark.parametrize("place", [7, ["7"], False])
def test_where_a_thing_lies_is_nothing_but_a_text(place: object) -> None:
    with pytest.raises(route_file.NotARoute, match="remembered holds something else"):
        route_file.read(lying(place), "a")


def test_what_is_kept_stands_there_only_where_something_is() -> None:
    assert b'"kept"' not in route_file.written(Route("a", "p"), {})
    data = route_file.written(Route("a", "p", kept={"mention": "5"}), {"note": 1})
    assert list(json.loads(data))[-2:] == ["kept", "note"]


@pytest.mark.parametrize("kept", [7, ["a"], {"mention": 5}])
def test_what_is_kept_is_texts(kept: object) -> None:
    content = json.loads(route_file.written(Route("a", "p"), {}))
    with pytest.raises(route_file.NotARoute, match="kept holds something else than texts"):
        route_file.read(json.dumps({**content, "kept": kept}).encode(), "a")
