import json

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
            st.builds(Remembered, st.text(), st.text(), st.text(), st.booleans())
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


def test_what_is_kept_stands_there_only_where_something_is() -> None:
    assert b'"kept"' not in route_file.written(Route("a", "p"), {})
    data = route_file.written(Route("a", "p", kept={"mention": "5"}), {"note": 1})
    assert list(json.loads(data))[-2:] == ["kept", "note"]


@pytest.mark.parametrize("kept", [7, ["a"], {"mention": 5}])
def test_what_is_kept_is_texts(kept: object) -> None:
    content = json.loads(route_file.written(Route("a", "p"), {}))
    with pytest.raises(route_file.NotARoute, match="kept holds something else than texts"):
        route_file.read(json.dumps({**content, "kept": kept}).encode(), "a")
