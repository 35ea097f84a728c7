from cakd_tui.core.reading import Accepted, Refused


def test_a_reading_may_hold_a_secret_and_never_shows_it() -> None:
    assert repr(Accepted("hush", "Odd.")) == "Accepted(remark='Odd.')"
    assert repr(Refused("No.", "hush")) == "Refused(reason='No.')"


def test_readings_differ_by_what_they_do_not_show() -> None:
    assert Accepted("a") != Accepted("b")
    assert Refused("No.", "a") != Refused("No.", "b")
