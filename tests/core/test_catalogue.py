from collections.abc import Sequence
from importlib.metadata import EntryPoint

import pytest

from cakd_tui.core.catalogue import Catalogue, Group, catalogue
from cakd_tui.core.symptom import Symptom
from cakd_tui.core.troubleshooting import Entry, Severity, own_entries

BROKEN = EntryPoint("broken", "no.such.package:Provider", "cakd.notify")


def row(name: str, also: tuple[int, ...] = (), **facts: tuple[str | int, ...]) -> Entry:
    return Entry(
        name, "P", "C", "F", Severity.BLOCKS, False, "http", facts, "", "V", False, also
    )  # fmt: skip


ROWS = (
    row("A-X-50013", also=(403,), code=(50013,)),
    row("A-X-50013-GUILD", also=(403,)),
    row("A-X-403", status=(403,)),
    row("A-X-LIMITS", code=(20028, 20029)),
    row("B-DNS"),
)
KNOWN = Catalogue((Group("A", ROWS[:4]), Group("B", ROWS[4:])))


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("A-X-50013", "A-X-50013"),
        (" a-x-50013-guild\n", "A-X-50013-GUILD"),
        ("50013", "A-X-50013 A-X-50013-GUILD"),
        ("403", "A-X-403 A-X-50013 A-X-50013-GUILD"),
        ("20029", "A-X-LIMITS"),
        ("5001", ""),
        ("B-D", "B-DNS"),
        ("dns", "B-DNS"),
        ("x-5", "A-X-50013 A-X-50013-GUILD"),
        ("NS", ""),
        ("", ""),
        ("²", ""),
        ("٥٠٠١٣", ""),
        ("4" * 5000, ""),
    ],
    ids=lambda asked: asked[:20],
)
def test_rows_are_looked_up_by_id_part_or_number(asked: str, found: str) -> None:
    assert [entry.id for entry in KNOWN.found(asked)] == found.split()


def test_what_is_not_there_has_neighbours() -> None:
    assert KNOWN.nearest("A-X-5OO13")[0] == "A-X-50013"
    assert KNOWN.nearest("nothing like it") == ()


def test_ours_stand_before_those_of_the_installed_providers() -> None:
    known = catalogue()
    titles = [group.title for group in known.groups]
    assert titles[:2] == ["Network", "CAKD's own files"]
    assert sorted(titles[-2:]) == ["Discord", "Pigeon"]
    own = [entry for group in known.groups[:-2] for entry in group.entries]
    assert {entry.kind for entry in own}.isdisjoint(titles)
    assert own == list(own_entries())
    assert len({entry.id for entry in known.entries}) == len(known.entries)
    assert known.notes == ()
    assert known.read("pigeon error: wing") == (Symptom("pigeon", {"reason": "wing"}),)


def test_a_provider_that_does_not_load_is_left_out_with_a_note(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def points(**asked: str) -> Sequence[EntryPoint]:
        return (BROKEN,) if asked.get("name", "broken") == "broken" else ()

    monkeypatch.setattr("cakd_tui.core.providers.entry_points", points)
    known = catalogue()
    assert known.entries == own_entries()
    (note,) = known.notes
    assert note.startswith("the entries of the provider broken are left out: ")
