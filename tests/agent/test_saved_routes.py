"""What is known of the routes' files, whatever becomes of them."""

import errno

import pytest

from cakd_tui.agent.saved_routes import SavedRoutes, looked_again
from cakd_tui.core.errors import RouteStoreError
from cakd_tui.core.symptom import Symptom
from tests.agent.doubles import Files, route

BROKEN = RouteStoreError("it is not a JSON object")


@pytest.fixture
def files() -> Files:
    """Two routes."""
    files = Files()
    files.put(route("one"), route("two"))
    return files


def unlisted(number: int) -> RouteStoreError:
    return RouteStoreError("open /routes: no", Symptom("config", {"errno": number}))


def test_only_what_has_changed_is_read_again(files: Files) -> None:
    first = looked_again(SavedRoutes(), files)
    assert first.routes == {"one": route("one"), "two": route("two")}
    files.put(route("two", "elsewhere"))
    second = looked_again(first, files)
    assert second.routes["two"] == route("two", "elsewhere")
    assert looked_again(second, files).routes == second.routes
    assert sorted(files.loads) == ["one", "two", "two"]


def test_what_was_saved_anew_is_told_once_though_it_is_the_same(files: Files) -> None:
    known = looked_again(SavedRoutes(), files)
    assert known.saved == frozenset()
    files.put(route("one"))
    known = looked_again(known, files)
    assert known.saved == {"one"}
    assert looked_again(known, files).saved == frozenset()


def test_a_file_that_breaks_leaves_the_route_and_is_read_until_it_is_mended(files: Files) -> None:
    known = looked_again(SavedRoutes(), files)
    files.set("one", BROKEN)
    known = looked_again(known, files)
    assert known.routes["one"] == route("one")
    assert known.unreadable == {"one": "it is not a JSON object"}
    files.saved["one"] = route("one", "mended")  # its stamp is the same
    known = looked_again(known, files)
    assert known.routes["one"] == route("one", "mended")
    assert known.unreadable == {}


def test_a_file_that_was_never_readable_has_no_route_and_is_not_forgotten(files: Files) -> None:
    files.set("new", BROKEN)
    known = looked_again(looked_again(SavedRoutes(), files), files)
    assert "new" not in known.routes
    assert known.unreadable == {"new": "it is not a JSON object"}


def test_a_file_that_is_gone_for_one_look_is_only_being_replaced(files: Files) -> None:
    known = looked_again(SavedRoutes(), files)
    del files.saved["one"]
    known = looked_again(known, files)
    assert known.routes["one"] == route("one")
    files.put(route("one", "replaced"))
    known = looked_again(known, files)
    assert known.routes["one"] == route("one", "replaced")
    assert known.saved == {"one"}


def test_a_file_that_stays_away_takes_its_route_along(files: Files) -> None:
    known = looked_again(SavedRoutes(), files)
    del files.saved["one"]
    known = looked_again(looked_again(known, files), files)
    assert known.routes == {"two": route("two")}
    assert looked_again(known, files).routes == {"two": route("two")}


def test_a_link_that_leads_nowhere_for_a_moment_leaves_the_route(files: Files) -> None:
    known = looked_again(SavedRoutes(), files)
    files.set("one", None)
    for _ in range(3):
        known = looked_again(known, files)
        assert known.routes["one"] == route("one")
        assert set(known.unreadable) == {"one"}


@pytest.mark.parametrize("number", [errno.EACCES, errno.ENOENT])
def test_a_directory_that_can_no_longer_be_listed_takes_nothing(files: Files, number: int) -> None:
    before = looked_again(SavedRoutes(), files)
    files.listing = unlisted(number)
    known = looked_again(before, files)
    assert known.routes == before.routes
    assert known.unlisted == "open /routes: no"
    files.listing = None
    files.put(route("two", "elsewhere"))
    known = looked_again(known, files)
    assert known.unlisted == ""
    assert known.saved == {"two"}


def test_a_directory_that_is_not_there_yet_has_no_routes() -> None:
    files = Files(listing=unlisted(errno.ENOENT))
    assert looked_again(SavedRoutes(), files) == SavedRoutes()
    files.listing = unlisted(errno.EACCES)
    assert looked_again(SavedRoutes(), files).unlisted


def test_a_removed_project_that_comes_back_is_read(files: Files) -> None:
    known = looked_again(SavedRoutes(), files)
    del files.saved["one"]
    known = looked_again(looked_again(known, files), files)
    files.put(route("one"))
    assert looked_again(known, files).routes["one"] == route("one")
