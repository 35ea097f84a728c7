"""An alert as an embed: what stands where, and that it is always one that Discord takes."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cakd_tui.core.alert import Alert
from cakd_tui.core.sample_alert import sample_alert
from cakd_tui.discord.card import card, plainest_card
from cakd_tui.discord.card_limits import Card, size, width
from cakd_tui.rehearsal.embeds import characters, read_embeds
from cakd_tui.rehearsal.forms import Form
from tests.discord.alerts import alerts, firing, recorded, resolved


def taken(*cards: Card) -> tuple[dict[str, object], ...]:
    """The cards as Discord keeps them; fails where it refuses one."""
    form = Form({"embeds": [dict(each) for each in cards]})
    kept = read_embeds(form)
    form.close()
    return kept


def fields_of(made: Card) -> list[Card]:
    fields = made.get("fields", [])
    assert isinstance(fields, list)
    return fields


def test_a_recorded_alert_as_a_card() -> None:
    assert card("my-project", recorded()[0]) == {
        "author": {"name": "▲ Firing · critical"},
        "title": "HighErrorRate",
        "description": (
            "**High error rate on web-a**\n"
            '5xx ratio is 12.3% (threshold 5%) \\<&> "quoted" \\*markdown\\* \\@everyone\n'
            "Since <t:1795416093:F>, <t:1795416093:R>\n"
            "[Source](http://prometheus.example.test:9090/graph?g0.expr=rate%28errors%5B5m%5D%29+"
            "%3E+0.05&g0.tab=1) · "
            "[Runbook](https://runbooks.example.test/HighErrorRate) · "
            "[Silence](http://127.0.0.1:19093/#/silences/new?filter=%7Balertname%3D%22"
            "HighErrorRate%22%2Cnamespace%3D%22my-project%22%2Cpod%3D%22web-a%22%2Cseverity%3D%22"
            "critical%22%7D)"
        ),
        "color": 0xE5484D,
        "fields": [{"name": "pod", "value": "web-a", "inline": True}],
        "footer": {"text": "my-project · Alertmanager"},
    }


def test_every_recorded_alert_is_taken_whole() -> None:
    for alert in recorded():
        made = card("my-project", alert)
        assert taken(made)
        assert "more" not in str(made)


def test_a_resolved_alert_says_how_long_it_lasted_and_offers_no_silence() -> None:
    over = resolved(after=timedelta(minutes=12, seconds=30))
    made = card("my-project", replace(over, alertmanager_url="https://am.example"))
    assert made["author"] == {"name": "✓ Resolved · critical"}
    assert made["color"] == 0x30A46C
    assert "Lasted **12 min 30 s**" in str(made["description"])
    assert "Silence" not in str(made["description"])


def test_what_is_missing_leaves_no_gap() -> None:
    bare = Alert(True, {}, {}, firing().starts_at)
    assert card("my-project", bare) == {
        "author": {"name": "▲ Firing"},
        "title": "Alert without a name",
        "description": "Since <t:1795416107:F>, <t:1795416107:R>",
        "color": 0xE5484D,
        "footer": {"text": "my-project"},
    }


def test_a_description_that_repeats_the_summary_is_said_once() -> None:
    alert = replace(firing(), annotations={"summary": "Disk full", "message": "Disk full"})
    assert str(card("p", alert)["description"]).count("Disk full") == 1


def test_author_and_footer_are_read_without_markup() -> None:
    alert = replace(firing(severity="very_bad"))
    made = card("my_project", alert)
    assert made["author"] == {"name": "▲ Firing · very_bad"}
    assert made["footer"] == {"text": "my_project"}


def test_without_a_project_the_sender_alone_is_in_the_footer() -> None:
    alert = replace(firing(), alertmanager_url="https://am.example")
    assert card("", alert)["footer"] == {"text": "Alertmanager"}
    assert "footer" not in card("", replace(alert, alertmanager_url=""))


def test_no_card_leads_away_by_itself() -> None:
    """Of several embeds with the same address Discord shows one."""
    made = card("my-project", recorded()[0])
    assert "url" not in made
    assert made["author"] == {"name": "▲ Firing · critical"}


def test_the_largest_alert_makes_the_largest_card() -> None:
    made = card("my-project", sample_alert("my-project", worst_case=True))
    (kept,) = taken(made)
    assert characters(kept) == 6000
    assert len(fields_of(made)) == 25
    assert width(str(made["title"])) == 256


def test_in_little_room_what_is_short_stays_whole() -> None:
    alert = replace(recorded()[0], annotations={"summary": "s" * 50, "description": "d" * 9000})
    made = card("my-project", alert, 600)
    assert made["title"] == "HighErrorRate"
    assert f"**{'s' * 50}**\n" in str(made["description"])
    assert "Since <t:" in str(made["description"])
    assert made["fields"] == [{"name": "pod", "value": "web-a", "inline": True}]


@settings(max_examples=120, deadline=None)
@given(alerts, st.integers(600, 6000), st.integers(2, 25))
def test_any_alert_is_a_card_in_any_room(alert: Alert, room: int, most: int) -> None:
    made = card("my-project", alert, room, most)
    (kept,) = taken(made)
    assert characters(kept) <= size(made) <= room
    assert len(fields_of(made)) <= most
    assert kept["description"] == str(made["description"]).strip()


@settings(max_examples=60, deadline=None)
@given(alerts)
def test_labels_that_have_no_field_are_counted(alert: Alert) -> None:
    fields = fields_of(card("my-project", alert, 900))
    said_elsewhere = {"alertname", "severity"}
    if alert.namespace == "my-project":
        said_elsewhere.add("namespace")
    count = len(alert.labels.keys() - said_elsewhere)
    left = 0
    if fields and str(fields[-1]["name"]).startswith("and "):
        left = int(str(fields[-1]["name"]).split()[1]) - 1
    assert len(fields) + left == count


@pytest.mark.parametrize("alert", [firing("Disk_full"), resolved("Disk_full")])
def test_the_plainest_card_says_name_state_and_namespace(alert: Alert) -> None:
    word = "▲ Firing" if alert.firing else "✓ Resolved"
    made = plainest_card(alert)
    assert (made["title"], made["description"]) == (r"Disk\_full", f"{word}, namespace my-project")
    assert "fields" not in made


@settings(max_examples=60, deadline=None)
@given(alerts)
def test_the_plainest_card_of_any_alert_is_taken(alert: Alert) -> None:
    made = plainest_card(alert)
    assert taken(made)
    assert size(made) <= 256
