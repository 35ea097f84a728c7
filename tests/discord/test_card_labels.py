"""Labels as fields: the most telling first, and what is left out counted."""

from dataclasses import replace

import pytest

from cakd_tui.discord.card_labels import fields, labels_of
from cakd_tui.discord.card_limits import size
from tests.discord.alerts import firing


def names(*made: str) -> list[str]:
    return [each.name for each in labels_of(firing(**dict.fromkeys(made, "v")), "my-project")]


def shown(count: int, room: int = 6000, most: int = 25, width: int = 5) -> list[tuple[str, str]]:
    alert = firing(**{f"l{number:02}": "v" * width for number in range(count)})
    made = fields(labels_of(alert, "my-project"), room, most)
    assert size({"fields": made}) <= room
    return [(str(each["name"]), str(each["value"])) for each in made]


def test_the_most_telling_come_first_and_what_is_said_elsewhere_not_at_all() -> None:
    assert names("zone", "job", "pod", "app", "instance") == [
        "instance",
        "pod",
        "job",
        "app",
        "zone",
    ]


def test_another_projects_namespace_comes_first_of_all() -> None:
    assert labels_of(firing(pod="a"), "other")[0].name == "namespace"


def test_all_that_fit_are_shown() -> None:
    assert len(shown(25)) == 25
    assert shown(2) == [("l00", "vvvvv"), ("l01", "vvvvv")]
    assert shown(0) == []


@pytest.mark.parametrize(("count", "most", "left"), [(26, 25, 2), (31, 25, 7), (8, 7, 2)])
def test_those_beyond_are_counted_and_named(count: int, most: int, left: int) -> None:
    made = shown(count, most=most)
    assert len(made) == most
    named = ", ".join(f"l{number:02}" for number in range(count - left, count))
    assert made[-1] == (f"and {left} more labels", named)


def test_of_many_names_as_many_as_fit_are_told() -> None:
    name, value = shown(200)[-1]
    assert name == "and 176 more labels"
    assert value.startswith("l112, l113, ")
    assert value.endswith(" …")


def test_in_little_room_fewer_are_shown_rather_than_none_legible() -> None:
    made = shown(10, room=200, width=80)
    assert made[-1][0] == "and 7 more labels"
    assert all(value.startswith("v" * 20) for _, value in made[:-1])


def test_a_long_value_leaves_short_ones_whole() -> None:
    labels = labels_of(firing(pod="p" * 900, app="a" * 30), "my-project")
    made = fields(labels, 300, 25)
    assert made[1]["value"] == "a" * 30
    assert str(made[0]["value"]).endswith("more characters)")


def test_short_values_stand_side_by_side() -> None:
    made = fields(labels_of(firing(pod="p" * 40, app="a" * 41), "my-project"), 300, 25)
    assert [each["inline"] for each in made] == [True, False]


@pytest.mark.parametrize("blank", ["", " ", "\u200b", "\u3164"])
def test_what_can_not_be_seen_has_a_dash_in_its_place(blank: str) -> None:
    alert = replace(firing(), labels={blank: blank})
    made = fields(labels_of(alert, "my-project"), 300, 25)
    assert (made[0]["name"], made[0]["value"]) == ("—", "—")


def test_markup_in_names_and_values_is_escaped() -> None:
    alert = replace(firing(), labels={"a_b": "*c*"})
    made = fields(labels_of(alert, "my-project"), 300, 25)
    assert (made[0]["name"], made[0]["value"]) == (r"a\_b", r"\*c\*")
