"""What may be chosen beside the fields, in one list."""

import pytest
from textual.content import Content
from textual.widgets import OptionList

from cakd_tui.core.errors import ProviderError
from cakd_tui.core.field import Choice, Choices
from cakd_tui.core.option import Kind, Option
from cakd_tui.tui.options_state import OptionsState
from cakd_tui.tui.widgets.option_rows import OptionRows
from tests.tui.widgets.alone import Alone

SHELF = Option("shelf", "Shelf", "Where it [/stands].", Kind.CHOICE, "Oak")
HIDDEN = Option("hidden", "Hidden", "Only some see it.", Kind.SWITCH, "true")
FRIENDS = Option("friends", "Friends", "Who sees it.", Kind.CHOICES, "[Ann]", needs="hidden")
OAK, PINE = Choice("1", "Oak", "3 of 5"), Choice("2", "Pine [/wood]", "full", ready=False)
ASKED = OptionsState((SHELF, HIDDEN, FRIENDS))
START = ASKED.told("shelf", Choices((OAK, PINE), "")).told(
    "friends", Choices((Choice("7", "Ann"), Choice("8", "Bob")), "")
)


@pytest.fixture
def shown() -> OptionRows:
    """The widget."""
    return OptionRows()


async def test_each_option_has_a_heading_and_what_it_can_be_set_to(shown: OptionRows) -> None:
    app = Alone(shown)
    async with app.run_test() as pilot:
        shown.show(START.at("friends/8").pressed(), "Pigeon")
        await pilot.pause()
        assert [line.rstrip() for line in app.shown] == [
            "Shelf  Where it [/stands].",
            "  (•) None",
            "  ( ) Oak           3 of 5",
            "  ( ) Pine [/wood]  ! full",
            "Hidden  Only some see it.",
            "  ( ) No",
            "  (•) Yes",
            "Friends  Who sees it.",
            "  [ ] Ann",
            "› [✓] Bob",
        ]


async def test_a_list_that_is_not_there_yet_says_how_it_stands(shown: OptionRows) -> None:
    app = Alone(shown)
    async with app.run_test() as pilot:
        shown.show(ASKED, "Pigeon")
        await pilot.pause()
        assert app.shown.count("  ◌ asking Pigeon") == 2
        shown.show(ASKED.told("shelf", ProviderError("the loft [/x] is away")), "Pigeon")
        await pilot.pause()
        assert app.shown.count("  ◌ asking Pigeon") == 1
        assert "  ! the loft [/x] is away; F5 asks again" in app.shown


async def test_the_cursor_skips_what_can_not_be_chosen(shown: OptionRows) -> None:
    async with Alone(shown).run_test():
        shown.show(START, "Pigeon")
        assert shown.highlighted == 1
        shown.show(START.moved(3), "Pigeon")
        assert shown.highlighted == 5
        off = [place for place, option in enumerate(shown.options) if option.disabled]
        assert off == [0, 4, 7]


async def test_a_click_on_a_row_leads_to_its_key_and_one_on_a_heading_to_none(
    shown: OptionRows,
) -> None:
    app = Alone(shown)
    async with app.run_test() as pilot:
        shown.show(START, "Pigeon")
        await pilot.pause()
        for word in ("Oak", "Shelf"):
            row = next(place for place, line in enumerate(app.shown) if word in line)
            await pilot.click(shown, offset=(6, row))
            await pilot.pause()
        ids = [each.option_id for each in app.heard if isinstance(each, OptionList.OptionSelected)]
        assert [shown.key_at(each) for each in ids] == ["shelf/1"]


@pytest.mark.parametrize("line", [None, "", "shelf/1"])
async def test_no_row_has_no_key(shown: OptionRows, line: str | None) -> None:
    async with Alone(shown).run_test():
        shown.show(START, "Pigeon")
        assert shown.key_at(line) == ""


async def test_the_row_under_the_cursor_is_in_sight_and_nothing_jumps(shown: OptionRows) -> None:
    many = Choices(tuple(Choice(str(n), f"Friend {n}.") for n in range(60)), "")
    state = START.told("friends", many).at("friends/40")
    app = Alone(shown)
    async with app.run_test(size=(60, 12)) as pilot:
        shown.show(state, "Pigeon")
        await pilot.pause()
        assert any("› [ ] Friend 40." in line for line in app.shown)
        top = shown.scroll_offset.y + 4
        shown.scroll_to(y=top, animate=False, immediate=True, force=True)
        shown.show(state.pressed(), "Pigeon")
        await pilot.pause()
        assert any("› [✓] Friend 40." in line for line in app.shown)
        assert shown.scroll_offset.y == top


async def test_a_very_long_label_pushes_only_its_own_detail(shown: OptionRows) -> None:
    long = Choices((Choice("1", "x" * 40, "full"), Choice("2", "Oak", "3 of 5")), "")
    async with Alone(shown).run_test():
        shown.show(ASKED.told("shelf", long), "Pigeon")
        prompts = [option.prompt for option in shown.options if isinstance(option.prompt, Content)]
        texts = [prompt.plain for prompt in prompts]
        assert texts[3].index("3 of 5") == 6 + 32 + 2
        assert texts[2].endswith("x  full")
