from cakd_tui.core.journal import NoJournal


def test_no_journal_keeps_nothing_and_says_so() -> None:
    journal = NoJournal()
    journal.begin()
    journal.add({"event": "noted"})
    journal.end({"event": "run_ended"})
    assert journal.lines() == ()
    assert journal.shown_path() == ""
