"""The routes an export is about: all or none, and why none."""

import pytest

from cakd_tui.cli.saved_routes import usable_routes
from cakd_tui.core.errors import CakdError, RouteStoreError
from tests.cli.saved import Saved, route_of


def projects(saved: Saved, *named: str) -> list[str]:
    return [each.project for each in usable_routes(saved.routes, named)]


def test_every_saved_route_is_taken_unless_some_are_named(saved: Saved) -> None:
    saved.save("b", "a", "c")
    assert projects(saved) == ["a", "b", "c"]
    assert projects(saved, "c", "a", "c") == ["a", "c"]


def test_one_that_cannot_be_used_keeps_all_from_being_written(saved: Saved) -> None:
    saved.save("a")
    saved.spoil("b")
    with pytest.raises(CakdError) as caught:
        usable_routes(saved.routes, ())
    assert caught.value.message == (
        "1 of 2 routes can't be used, so nothing was written:\n"
        f"   read {saved.routes.path('b')}: not a saved route: it is not a JSON object\n"
        "Mend that, or choose the others: --project NAME takes one, and may be repeated."
    )
    assert caught.value.symptom.facts["reason"] == "corrupt"
    assert projects(saved, "a") == ["a"]


def test_every_one_that_cannot_be_used_is_named(saved: Saved) -> None:
    saved.save("a")
    saved.spoil("b")
    saved.routes.save(route_of("c").without_thing("webhook"))
    with pytest.raises(CakdError) as caught:
        usable_routes(saved.routes, ())
    assert caught.value.message.startswith("2 of 3 routes can't be used")
    assert "b.json: not a saved route" in caught.value.message
    assert "\n   no webhook of c is saved here;" in caught.value.message


def test_the_only_one_fails_by_itself(saved: Saved) -> None:
    saved.spoil("b")
    with pytest.raises(RouteStoreError, match=r"^read .*b\.json: not a saved route"):
        usable_routes(saved.routes, ())
    with pytest.raises(RouteStoreError, match=r"^no webhook of x is saved here"):
        usable_routes(saved.routes, ["x"])


def test_nothing_saved_names_the_next_step(saved: Saved) -> None:
    with pytest.raises(RouteStoreError, match=r"cakd create -f platform\.yaml makes and saves one"):
        usable_routes(saved.routes, ())
