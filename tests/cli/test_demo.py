"""A rehearsal's disk refuses for as long as the rehearsal says so, and then no more."""

from pathlib import Path

import pytest

from cakd_tui.cli.demo import ReadOnlyRoutes, demo_services, on_a_copy
from cakd_tui.core.errors import PlatformFileError, RouteStoreError
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


def test_a_copy_is_changed_in_place_of_the_file(tmp_path: Path) -> None:
    file = tmp_path / "here" / "my.yaml"
    file.parent.mkdir()
    file.write_bytes(b"metadata:\r\n  name: given\r\n")
    built = on_a_copy(demo_services("ready", tmp_path, answered=True), file)
    assert built.platform_file.name == "my.yaml"
    assert built.platform_file != file
    assert built.platform_file.read_bytes() == file.read_bytes()


def test_a_file_that_is_not_there_yet_is_begun_as_the_demos_own(tmp_path: Path) -> None:
    own = demo_services("ready", tmp_path)
    built = on_a_copy(own, tmp_path / "nowhere" / "my.yaml")
    assert built.platform_file.name == "my.yaml"
    assert built.platform_file.read_text("utf-8") == own.platform_file.read_text("utf-8")


def test_a_file_that_can_not_be_read_is_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(PlatformFileError):
        on_a_copy(demo_services("ready", tmp_path), tmp_path)


def test_the_check_tells_what_saving_would_meet(tmp_path: Path) -> None:
    rehearsal = scenario("readonly-config")
    routes = ReadOnlyRoutes(tmp_path / "cakd", rehearsal)
    found = routes.check(ROUTES)
    assert found.verdict is Verdict.FAIL
    assert found.evidence == f"{tmp_path / 'cakd'} can't be written"
    assert [fix.text for fix in found.fixes] == [f"chmod u+rwx {tmp_path / 'cakd'}"]
    rehearsal.mend()
    assert routes.check(ROUTES).verdict is Verdict.PASS


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("ready", None),
        ("existing-setup", None),
        ("hidden-channel", ["channel"]),
        ("in-use", ["channel", "webhook"]),
        ("webhook-gone", ["channel", "webhook"]),
    ],
)
def test_a_demo_remembers_as_much_as_its_earlier_run_has_made(
    name: str, kinds: list[str] | None, tmp_path: Path
) -> None:
    route = demo_services(name, tmp_path, answered=True).routes.load("my-project")
    assert (route and [each.kind for each in route.remembered]) == kinds
    assert bool(route and route.webhook) is ("webhook" in (kinds or ()))
