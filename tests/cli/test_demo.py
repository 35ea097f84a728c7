"""A rehearsal's disk refuses for as long as the rehearsal says so, and then no more."""

from pathlib import Path

import pytest

from cakd_tui.cli.demo import ReadOnlyRoutes
from cakd_tui.core.errors import RouteStoreError
from cakd_tui.core.finding import Check, Verdict
from cakd_tui.core.route import Route
from cakd_tui.core.troubleshooting import matching, own_entries
from cakd_tui.rehearsal.scenarios import scenario

ROUTES = Check("routes", "Routes")


def test_a_refusal_is_the_systems_and_ends_once_it_is_mended(tmp_path: Path) -> None:
    rehearsal = scenario("readonly-config")
    routes = ReadOnlyRoutes(tmp_path / "cakd", rehearsal)
    with pytest.raises(RouteStoreError, match=r"my-project\.json: permission denied") as caught:
        routes.save(Route("my-project", "discord"))
    assert [entry.id for entry in matching(own_entries(), caught.value.symptom)] == [
        "CAKD-C-PERMISSION"
    ]
    assert routes.load("my-project") is None
    rehearsal.mend()
    routes.save(Route("my-project", "discord"))
    assert routes.load("my-project") == Route("my-project", "discord")


def test_the_check_tells_what_saving_would_meet(tmp_path: Path) -> None:
    rehearsal = scenario("readonly-config")
    routes = ReadOnlyRoutes(tmp_path / "cakd", rehearsal)
    found = routes.check(ROUTES)
    assert found.verdict is Verdict.FAIL
    assert found.evidence == f"{tmp_path / 'cakd'} can't be written"
    assert [fix.text for fix in found.fixes] == [f"chmod u+rwx {tmp_path / 'cakd'}"]
    rehearsal.mend()
    assert routes.check(ROUTES).verdict is Verdict.PASS
