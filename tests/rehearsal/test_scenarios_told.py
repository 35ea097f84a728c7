"""What is said of the scenarios, and what is to be chosen in them."""

import re
from pathlib import Path

from cakd_tui.rehearsal.scenarios import SCENARIOS, scenario
from cakd_tui.rehearsal.state import CATEGORY
from cakd_tui.rehearsal.worlds import OPS_LAB


def test_the_readme_lists_them_as_they_are() -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
    rows = re.findall(r"^\| `([a-z0-9-]+)` \| (.*?) \|", readme, re.MULTILINE)
    assert [row for row in rows if row[0] in SCENARIOS] == [
        (name, each.summary) for name, each in SCENARIOS.items()
    ]


def test_what_has_to_be_chosen_is_there() -> None:
    named = {name: each.options["category"] for name, each in SCENARIOS.items() if each.options}
    assert set(named) == {"denied-by-category", "category-full"}
    for name, category in named.items():
        channels = scenario(name).world.channels_of(OPS_LAB)
        assert [each.kind for each in channels if each.name == category] == [CATEGORY]
