"""A module that isn't installed is looked for once."""

import sys
from importlib import import_module

import pytest

from cakd_tui.discord.http.absent import note_absence


def test_the_next_import_of_what_is_absent_fails_without_a_search(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delitem(sys.modules, "surely_not_there", raising=False)
    note_absence("surely_not_there")
    monkeypatch.setattr(sys, "meta_path", [])
    with pytest.raises(ModuleNotFoundError, match="import of surely_not_there halted"):
        import_module("surely_not_there")
    del sys.modules["surely_not_there"]


def test_what_is_there_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)
    note_absence("colorsys")
    assert import_module("colorsys").__name__ == "colorsys"
    note_absence("colorsys")
    assert sys.modules["colorsys"] is not None
