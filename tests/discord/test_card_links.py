"""The links of a card: whole or not at all, and none that its text could break."""

from dataclasses import replace
from urllib.parse import unquote

import pytest
from hypothesis import given

from cakd_tui.core.alert import Alert
from cakd_tui.discord.card_links import line, links_of, silence_url, web_address
from tests.discord.alerts import firing, resolved, texts


def linked(alert: Alert, room: int = 4000) -> str:
    return line(links_of(alert), room)


@pytest.fixture
def alert() -> Alert:
    known = firing()
    annotations = {"runbook_url": "https://runbooks.example/1"}
    return replace(
        known,
        labels={"alertname": "A", "pod": 'we"b'},
        annotations=annotations,
        generator_url="http://prometheus:9090/graph?g0.expr=rate%28x%5B5m%5D%29&g0.tab=1",
        alertmanager_url="https://am.example/prefix/",
    )


def test_all_three_stand_on_one_line(alert: Alert) -> None:
    assert linked(alert) == (
        "[Source](http://prometheus:9090/graph?g0.expr=rate%28x%5B5m%5D%29&g0.tab=1) · "
        "[Runbook](https://runbooks.example/1) · [Silence](https://am.example/prefix/#/silences/"
        "new?filter=%7Balertname%3D%22A%22%2Cpod%3D%22we%5C%22b%22%7D)"
    )


def test_what_is_over_needs_no_silence(alert: Alert) -> None:
    over = replace(alert, firing=False, ends_at=resolved().ends_at)
    assert "Silence" not in linked(over)


def test_the_silence_is_for_exactly_its_labels(alert: Alert) -> None:
    labels = {"b": "back\\slash\nnew", "alertname": "A", "dotted.name": "ü"}
    filter_ = unquote(silence_url(replace(alert, labels=labels)) or "").partition("filter=")[2]
    assert filter_ == '{alertname="A",b="back\\\\slash\\nnew","dotted.name"="ü"}'


@pytest.mark.parametrize("url", ["", "am.example", "ftp://am.example", "http://", "//am.example"])
def test_without_an_address_of_the_web_there_is_no_silence(alert: Alert, url: str) -> None:
    assert silence_url(replace(alert, alertmanager_url=url)) == ""


def test_a_filter_longer_than_a_card_is_no_link_but_counted(alert: Alert) -> None:
    long = replace(alert, labels={"a": "v" * 5000})
    assert silence_url(long) is None
    assert linked(long).endswith("[Runbook](https://runbooks.example/1) · and 1 more link")


@pytest.mark.parametrize(
    ("room", "said"),
    [
        (160, "[Source](http://prometheus:9090/graph?g0.expr=rate%28x%5B5m%5D%29&g0.tab=1) · "),
        (60, "[Runbook](https://runbooks.example/1) · and 2 more links"),
        (20, "and 3 more links"),
        (10, ""),
    ],
)
def test_links_that_find_no_room_are_counted(alert: Alert, room: int, said: str) -> None:
    text = linked(alert, room)
    assert len(text) <= room
    assert text.startswith(said)
    assert text == said or text.endswith("[Runbook](https://runbooks.example/1) · and 1 more link")


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://a.example/x(1)?q=[a b]", "https://a.example/x%281%29?q=%5Ba%20b%5D"),
        ("http://user:secret@a.example:81/x", "http://a.example:81/x"),
        ("HTTP://A.example", "http://a.example"),
        ("http://[::1]:9090/graph", "http://[::1]:9090/graph"),
        ("https://bücher.example/ü", "https://xn--bcher-kva.example/%C3%BC"),
        ("https://a.example/%28", "https://a.example/%28"),
        ("https://a.example:99999/", ""),
        ("javascript:alert(1)", ""),
        ("https://a b.example", ""),
        ("https://a.example)/x", ""),
    ],
)
def test_an_address_ends_no_link_early(text: str, address: str) -> None:
    assert web_address(text) == address


@given(texts)
def test_no_address_breaks_out_of_its_link(text: str) -> None:
    for address in (web_address(text), web_address(f"https://a.example/{text}")):
        assert not set("()<>*`|\\\"' ") & set(address.replace("'", ""))
