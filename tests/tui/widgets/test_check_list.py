"""The checks as aligned rows, from the first frame to the last finding."""

from cakd_tui.core.finding import Check, Finding, Verdict
from cakd_tui.tui.survey import Survey
from cakd_tui.tui.widgets.check_list import CheckList, CheckRow
from tests.tui.widgets.alone import Alone

GRAIN, WINGS = Check("grain", "Grain"), Check("wings", "Wings and [/all]")
BEGUN = Survey((GRAIN, WINGS)).begun()
LAME = Finding(WINGS, Verdict.FAIL, "one\nis  [/lame]")


async def test_titles_are_aligned_and_what_is_not_known_says_so() -> None:
    checks = CheckList(BEGUN)
    app = Alone(checks)
    async with app.run_test() as pilot:
        checks.show(BEGUN, "")
        await pilot.pause()
        assert [line.split() for line in app.shown] == [
            ["◌", "Grain", "checking"],
            ["◌", "Wings", "and", "[/all]", "checking"],
        ]
        assert len({line.index("checking") for line in app.shown}) == 1
        checks.show(BEGUN.ended(None), "")
        await pilot.pause()
        assert all("○" in line and "not checked" in line for line in app.shown)


async def test_each_row_takes_on_its_finding_in_one_line() -> None:
    checks = CheckList(BEGUN)
    app = Alone(checks)
    async with app.run_test() as pilot:
        found = (
            (Finding(GRAIN, Verdict.PASS, "a full sack"), "✓"),
            (Finding(GRAIN, Verdict.WARN, "a handful"), "!"),
            (Finding(GRAIN, Verdict.SKIPPED, "not asked"), "○"),
        )
        for finding, symbol in found:
            checks.show(BEGUN.found(finding).found(LAME), "")
            await pilot.pause()
            assert app.shown[0].split() == [symbol, "Grain", *finding.evidence.split()]
            assert "✗  Wings and [/all]   one is [/lame]" in app.shown[1]


async def test_what_turned_in_this_round_is_pointed_out() -> None:
    survey = BEGUN.found(LAME).begun().found(Finding(WINGS, Verdict.PASS, "two each"))
    checks = CheckList(survey)
    app = Alone(checks)
    async with app.run_test(size=(60, 10)) as pilot:
        checks.show(survey, "")
        await pilot.pause()
        assert app.shown[1].endswith("just turned")
        assert "just turned" not in app.shown[0]
        checks.show(survey.begun(), "")
        await pilot.pause()
        assert "just turned" not in app.shown[1]


async def test_long_evidence_is_cut_and_told_in_full_under_the_pointer() -> None:
    long = Finding(GRAIN, Verdict.PASS, f"a sack {'of grain ' * 20}")
    checks = CheckList(BEGUN)
    app = Alone(checks)
    async with app.run_test(size=(60, 10)) as pilot:
        checks.show(BEGUN.found(long), "")
        await pilot.pause()
        assert app.shown[0].endswith("…")
        assert str(checks.query(CheckRow).first().tooltip) == long.evidence


async def test_the_chosen_row_alone_is_marked_and_a_click_asks_for_another() -> None:
    checks = CheckList(BEGUN)
    app = Alone(checks)
    async with app.run_test() as pilot:
        checks.show(BEGUN, "wings")
        await pilot.pause()
        assert [row.has_class("-chosen") for row in checks.query(CheckRow)] == [False, True]
        await pilot.click(checks.query(CheckRow).first())
        await pilot.pause()
        assert [each.key for each in app.heard if isinstance(each, CheckRow.Picked)] == ["grain"]
        checks.show(BEGUN, "grain")
        assert [row.has_class("-chosen") for row in checks.query(CheckRow)] == [True, False]


async def test_a_check_nobody_announced_gets_a_row_when_it_is_found() -> None:
    checks = CheckList(BEGUN)
    app = Alone(checks)
    async with app.run_test() as pilot:
        checks.show(BEGUN.found(Finding(Check("bell", "Bell"), Verdict.PASS, "brass")), "")
        await pilot.pause()
        assert app.shown[2].split() == ["✓", "Bell", "brass"]


async def test_the_chosen_row_stays_in_sight_in_a_window_that_shrinks() -> None:
    survey = Survey(tuple(Check(str(number), f"Check {number}.") for number in range(20))).begun()
    checks = CheckList(survey)
    app = Alone(checks)
    async with app.run_test(size=(60, 30)) as pilot:
        checks.show(survey, "15")
        await pilot.pause()
        assert len(app.shown) == 20
        await pilot.resize_terminal(60, 5)
        await pilot.pause()
        assert any("Check 15." in line for line in app.shown)
        checks.show(survey, "1")
        await pilot.pause()
        assert any("Check 1." in line for line in app.shown)
