"""The live choices in aligned columns."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.content import Content
from textual.widgets import OptionList

from cakd_tui.core.field import Choice
from cakd_tui.tui.choice_state import Row
from cakd_tui.tui.widgets.choice_list import ChoiceList, _fitted
from tests.tui.widgets.alone import Alone

OLD = Row(Choice("7", "Old Tower", "2 pigeons"))
NEW = Row(Choice("18", "New [/tower]", "no grain", ready=False), new=True)


def texts(choices: ChoiceList) -> list[str]:
    """The lines as they are drawn, whatever is in sight."""
    return [str(option.prompt).rstrip() for option in choices.options]


@given(st.text("ab 鳩屋é\n", max_size=30), st.integers(1, 20))
def test_a_column_is_exactly_as_wide_as_it_is_meant_to_be(text: str, width: int) -> None:
    fitted = _fitted(text, width)
    assert cell_len(fitted) == width
    assert "\n" not in fitted


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [("Tower", 7, "Tower  "), ("Tower", 5, "Tower"), ("Tower", 4, "Tow…"), ("鳩小屋", 4, "鳩… ")],
)
def test_what_does_not_fit_ends_in_an_ellipsis(text: str, width: int, expected: str) -> None:
    assert _fitted(text, width) == expected


async def test_labels_values_and_details_stand_in_columns_and_the_chosen_one_is_marked() -> None:
    choices = ChoiceList()
    async with Alone(choices).run_test():
        choices.show((OLD, NEW), OLD)
        assert texts(choices) == [
            "▸ Old Tower     7   2 pigeons",
            "  New [/tower]  18  new  ! no grain",
        ]
        assert choices.highlighted == 0


async def test_choosing_another_line_draws_those_two_and_no_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows = tuple(Row(Choice(str(number), f"Tower {number}")) for number in range(5))
    choices = ChoiceList()
    async with Alone(choices).run_test() as pilot:
        choices.show(rows, rows[1])
        await pilot.pause()
        drawn: list[int] = []
        replace = OptionList.replace_option_prompt_at_index

        def spy(self: OptionList, index: int, prompt: Content) -> OptionList:
            drawn.append(index)
            return replace(self, index, prompt)

        monkeypatch.setattr(OptionList, "replace_option_prompt_at_index", spy)
        choices.show(rows, rows[3])
        choices.show(rows, rows[3])
        assert sorted(drawn) == [1, 3]
        assert [text[0] for text in texts(choices)] == [" ", " ", " ", "▸", " "]
        assert choices.highlighted == 3


async def test_with_nothing_chosen_nothing_is_highlighted() -> None:
    choices = ChoiceList()
    async with Alone(choices).run_test():
        choices.show((OLD, NEW), OLD)
        choices.show((OLD, NEW), None)
        assert choices.highlighted is None
        assert "▸" not in "".join(texts(choices))


async def test_a_list_that_changes_keeps_its_place() -> None:
    rows = tuple(Row(Choice(str(number), f"Tower {number}")) for number in range(100))
    choices = ChoiceList()
    async with Alone(choices).run_test(size=(60, 12)) as pilot:
        choices.show(rows, None)
        await pilot.pause()
        choices.scroll_to(y=40, animate=False, immediate=True, force=True)
        choices.show(rows[:-1], None)
        await pilot.pause()
        assert choices.scroll_offset.y == 40


async def test_in_a_narrower_window_the_labels_give_way() -> None:
    long = Row(Choice("7", "The very longest name of a tower", "2 pigeons"))
    choices = ChoiceList()
    async with Alone(choices).run_test(size=(80, 12)) as pilot:
        choices.show((long,), None)
        await pilot.pause()
        assert "of a tower  7" in texts(choices)[0]
        await pilot.resize_terminal(40, 12)
        await pilot.pause()
        assert "…  7  2 pigeons" in texts(choices)[0]
        assert cell_len(texts(choices)[0]) <= 40


async def test_a_click_says_which_value_is_wanted() -> None:
    choices = ChoiceList()
    app = Alone(choices)
    async with app.run_test() as pilot:
        choices.show((OLD, NEW), None)
        await pilot.pause()
        await pilot.click(choices, offset=(4, 1))
        await pilot.pause()
        ids = [each.option_id for each in app.heard if isinstance(each, OptionList.OptionSelected)]
        assert ids == ["18"]
