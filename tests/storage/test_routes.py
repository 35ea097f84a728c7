import errno
import json
import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from cakd_tui.core.errors import RouteStoreError
from cakd_tui.core.finding import Check, Verdict
from cakd_tui.core.route import Remembered, Route
from cakd_tui.core.secret import Secret
from cakd_tui.core.troubleshooting import matching, own_entries
from cakd_tui.storage import route_file
from cakd_tui.storage.routes import FileRoutes

URL = "https://discord.com/api/webhooks/1234567890/abcdefghijklmnopqrstuvwxyz"
ROUTE = Route(
    "my-project",
    "discord",
    {"guild": "900000000000000001"},
    (
        Remembered("channel", "1", "alerts-my-project", made=True),
        Remembered("webhook", "1234567890", "CAKD Alerting - my-project", made=False),
    ),
    Secret(URL),
)


def file_of(directory: Path) -> Path:
    return directory / "my-project.json"


def test_a_saved_route_is_loaded_again(config: Path) -> None:
    FileRoutes(config).save(ROUTE)
    assert FileRoutes(config).load("my-project") == ROUTE


def test_the_file_is_readable_json_of_a_known_layout(config: Path) -> None:
    FileRoutes(config).save(ROUTE)
    assert file_of(config).read_text() == (
        "{\n"
        '  "version": 1,\n'
        '  "namespace": "my-project",\n'
        '  "provider": "discord",\n'
        f'  "webhook_url": "{URL}",\n'
        '  "values": {\n'
        '    "guild": "900000000000000001"\n'
        "  },\n"
        '  "remembered": [\n'
        "    {\n"
        '      "kind": "channel",\n'
        '      "id": "1",\n'
        '      "name": "alerts-my-project",\n'
        '      "made": true\n'
        "    },\n"
        "    {\n"
        '      "kind": "webhook",\n'
        '      "id": "1234567890",\n'
        '      "name": "CAKD Alerting - my-project",\n'
        '      "made": false\n'
        "    }\n"
        "  ]\n"
        "}\n"
    )


@pytest.mark.skipif(os.name != "posix", reason="permission bits are POSIX")
def test_the_file_is_for_the_user_alone(config: Path) -> None:
    FileRoutes(config).save(ROUTE)
    assert stat.S_IMODE(file_of(config).stat().st_mode) == 0o600
    assert stat.S_IMODE(config.stat().st_mode) == 0o700


def test_other_projects_files_are_untouched(config: Path) -> None:
    routes = FileRoutes(config)
    other = Route("other-project", "discord", {}, (), Secret("https://example.com"))
    routes.save(other)
    before = (config / "other-project.json").stat()
    routes.save(ROUTE)
    after = (config / "other-project.json").stat()
    assert (before.st_mtime_ns, before.st_ino) == (after.st_mtime_ns, after.st_ino)
    assert routes.load("other-project") == other
    assert sorted(path.name for path in config.iterdir()) == [
        "my-project.json",
        "other-project.json",
    ]


def test_no_route_is_none(config: Path) -> None:
    assert FileRoutes(config).load("my-project") is None
    assert not config.exists()


def test_paths_are_told_whole_and_for_people(home: Path) -> None:
    routes = FileRoutes(home / ".config" / "cakd")
    assert routes.path("a") == str(home / ".config" / "cakd" / "a.json")
    assert routes.shown_path("a") == str(Path("~/.config/cakd/a.json"))


@pytest.mark.parametrize("name", ["", "..", "../up", "a/b", "A", "a.b", "/etc/passwd", "a\n", " a"])
def test_what_is_no_project_has_no_route_and_gets_none(config: Path, name: str) -> None:
    routes = FileRoutes(config)
    assert routes.load(name) is None
    with pytest.raises(RouteStoreError, match="not a project's name"):
        routes.save(Route(name, "discord"))
    with pytest.raises(RouteStoreError, match="not a project's name"):
        routes.lock(name)
    assert not config.exists()


def test_a_route_outside_the_directory_is_out_of_reach(config: Path) -> None:
    config.mkdir(parents=True)
    outside = route_file.written(replace(ROUTE, project="../up"), {})
    (config.parent / "up.json").write_bytes(outside)
    assert FileRoutes(config).load("../up") is None


def written_file(**changes: object) -> str:
    content = json.loads(route_file.written(ROUTE, {}))
    return json.dumps({**content, **changes})


BROKEN = [
    "",
    written_file()[:-1],
    "{",
    '"text"',
    "[]",
    "{}",
    "null",
    "\xff",
    "[" * 100_000,
    "1" * 5000,
    written_file(version=None),
    written_file(version=0),
    written_file(version="1"),
    written_file(namespace="other-project"),
    written_file(provider=1),
    written_file(webhook_url=None),
    written_file(values=[]),
    written_file(values={"guild": 1}),
    written_file(remembered={}),
    written_file(remembered=[{"kind": "channel"}]),
    written_file(remembered=[{"kind": "channel", "id": 1, "name": "a", "made": True}]),
    written_file(remembered=["channel"]),
]


@pytest.mark.parametrize("content", BROKEN, ids=lambda content: content[:20])
def test_a_damaged_file_is_refused_with_its_path_and_not_its_content(
    config: Path, content: str
) -> None:
    config.mkdir(parents=True)
    file_of(config).write_bytes(content.encode("latin-1"))
    with pytest.raises(RouteStoreError) as caught:
        FileRoutes(config).load("my-project")
    assert str(caught.value).startswith(f"read {file_of(config)}: not a saved route: ")
    assert caught.value.symptom.facts == {"reason": "corrupt"}
    assert matching(own_entries(), caught.value.symptom)[0].id == "CAKD-C-CORRUPT"
    chain: BaseException | None = caught.value
    while chain:
        assert "abcdefghijklmnopqrstuvwxyz" not in repr(vars(chain)) + str(chain)
        chain = chain.__context__


@pytest.mark.parametrize("content", BROKEN, ids=lambda content: content[:20])
def test_a_damaged_file_is_kept_beside_the_new_one(config: Path, content: str) -> None:
    config.mkdir(parents=True)
    file_of(config).write_bytes(content.encode("latin-1"))
    routes = FileRoutes(config)
    routes.save(ROUTE)
    assert routes.load("my-project") == ROUTE
    assert (config / "my-project.json.broken").read_bytes() == content.encode("latin-1")


def test_a_second_damaged_file_does_not_replace_the_first(config: Path) -> None:
    routes = FileRoutes(config)
    for content in ("one", "two"):
        config.mkdir(parents=True, exist_ok=True)
        file_of(config).write_text(content)
        routes.save(ROUTE)
    assert (config / "my-project.json.broken").read_text() == "one"
    assert (config / "my-project.json.broken.1").read_text() == "two"


def test_a_newer_layout_is_neither_read_nor_replaced(config: Path) -> None:
    config.mkdir(parents=True)
    content = written_file(version=2, shape="unheard of")
    file_of(config).write_text(content)
    routes = FileRoutes(config)
    with pytest.raises(RouteStoreError, match=r"a newer cakd saved it \(layout 2\)") as caught:
        routes.load("my-project")
    with pytest.raises(RouteStoreError, match="a newer cakd"):
        routes.save(ROUTE)
    assert matching(own_entries(), caught.value.symptom)[0].id == "CAKD-C-NEWER"
    assert file_of(config).read_text() == content
    assert [path.name for path in config.iterdir()] == ["my-project.json"]


def test_keys_that_are_not_ours_stay_in_the_file(config: Path) -> None:
    config.mkdir(parents=True)
    file_of(config).write_text(written_file(note="mine", severity={"min": 3}))
    FileRoutes(config).save(ROUTE)
    content = json.loads(file_of(config).read_text())
    assert (content["note"], content["severity"]) == ("mine", {"min": 3})
    assert list(content)[:2] == ["version", "namespace"]


def test_permission_denied_is_said_in_the_guides_words(bound: Path) -> None:
    routes = FileRoutes(bound)
    routes.save(ROUTE)
    bound.chmod(0o500)
    with pytest.raises(RouteStoreError) as caught:
        routes.save(ROUTE)
    assert str(caught.value) == f"open {bound}/my-project.json: permission denied"
    assert caught.value.symptom.facts == {"reason": "permission", "errno": 13}
    assert matching(own_entries(), caught.value.symptom)[0].id == "CAKD-C-PERMISSION"
    assert routes.load("my-project") == ROUTE


def test_a_file_that_may_not_be_read_is_not_taken_for_damaged(bound: Path) -> None:
    routes = FileRoutes(bound)
    routes.save(ROUTE)
    file_of(bound).chmod(0o000)
    with pytest.raises(RouteStoreError, match="permission denied"):
        routes.load("my-project")
    with pytest.raises(RouteStoreError, match="permission denied"):
        routes.save(ROUTE)
    assert [path.name for path in bound.iterdir()] == ["my-project.json"]


def test_the_check_is_about_the_directory(config: Path) -> None:
    finding = FileRoutes(config).check(Check("routes", "Routes"))
    assert finding.verdict is Verdict.PASS
    assert not config.exists()


def test_no_secret_is_in_what_is_printed(config: Path) -> None:
    routes = FileRoutes(config)
    routes.save(ROUTE)
    assert "abcdefghijklmnopqrstuvwxyz" not in repr(routes.load("my-project"))


def test_the_projects_are_those_whose_files_are_there(config: Path) -> None:
    routes = FileRoutes(config)
    assert routes.projects() == ()
    for project in ("my-project", "api"):
        routes.save(replace(ROUTE, project=project))
    for name in ("settings.yaml", "x.json.broken", "Not A Project.json", ".x.lock", ".json"):
        (config / name).write_text("")
    (config / "broken.json").write_text("{")
    assert routes.projects() == ("api", "broken", "my-project")


def test_a_folder_that_can_not_be_listed_is_a_failure(tmp_path: Path) -> None:
    (tmp_path / "cakd").write_text("a file")
    with pytest.raises(RouteStoreError, match="not a directory"):
        FileRoutes(tmp_path / "cakd").projects()


def test_a_forgotten_route_is_gone_with_all_that_stood_beside_it(config: Path) -> None:
    routes = FileRoutes(config)
    routes.save(ROUTE)
    path = Path(routes.path(ROUTE.project))
    content = json.loads(path.read_text())
    path.write_text(json.dumps({**content, "note": "mine"}))
    routes.forget(ROUTE.project)
    assert routes.load(ROUTE.project) is None
    assert not path.exists()
    routes.forget(ROUTE.project)


def test_forgetting_where_there_is_nothing_does_nothing(tmp_path: Path) -> None:
    FileRoutes(tmp_path / "never").forget("my-project")
    assert not (tmp_path / "never").exists()
    (tmp_path / "file").write_text("x")
    FileRoutes(tmp_path / "file").forget("my-project")
    assert (tmp_path / "file").read_text() == "x"


def test_of_a_linked_route_nothing_stays(config: Path, tmp_path: Path) -> None:
    routes = FileRoutes(config)
    routes.save(ROUTE)
    path, kept = Path(routes.path(ROUTE.project)), tmp_path / "kept.json"
    path.rename(kept)
    path.symlink_to(kept)
    routes.forget(ROUTE.project)
    assert not kept.exists()
    assert not path.is_symlink()


def test_a_route_that_can_not_be_deleted_is_said(config: Path) -> None:
    routes = FileRoutes(config)
    Path(routes.path("my-project")).mkdir(parents=True)
    with pytest.raises(RouteStoreError, match=r"open .*my-project\.json: "):
        routes.forget("my-project")
    with pytest.raises(RouteStoreError, match="not a project's name"):
        routes.forget("../other")


def test_a_stamp_changes_with_every_save_and_with_nothing_else(config: Path) -> None:
    routes = FileRoutes(config)
    routes.save(ROUTE)
    first = routes.stamps()
    assert set(first) == {"my-project"}
    assert routes.load("my-project") == ROUTE
    assert routes.stamps() == first
    routes.save(ROUTE)
    assert routes.stamps() != first


def test_a_file_written_in_place_has_another_stamp(config: Path) -> None:
    routes = FileRoutes(config)
    routes.save(ROUTE)
    first = routes.stamps()
    with file_of(config).open("ab") as file:
        file.write(b"\n")
    assert routes.stamps() != first


def test_stamps_are_those_of_what_links_lead_to(config: Path) -> None:
    """Kubernetes mounts a Secret so: each file is a link through one that is swapped."""
    for name in ("one", "two"):
        FileRoutes(config / name).save(ROUTE)
    (config / "..data").symlink_to("one")
    file_of(config).symlink_to("..data/my-project.json")
    routes = FileRoutes(config)
    first = routes.stamps()
    (config / "..tmp").symlink_to("two")
    (config / "..tmp").replace(config / "..data")
    assert routes.stamps().keys() == first.keys()
    assert routes.stamps() != first
    (config / "..data").unlink()
    assert set(routes.stamps()) == {"my-project"}
    assert routes.load("my-project") is None


def test_only_what_may_be_a_route_has_a_stamp(config: Path) -> None:
    routes = FileRoutes(config)
    routes.save(ROUTE)
    for name in ("Not_A_Project.json", "settings.toml", "my-project.json.broken", ".x.json"):
        (config / name).touch()
    assert set(routes.stamps()) == {"my-project"}


def test_without_a_directory_there_are_no_stamps_but_a_failure(config: Path) -> None:
    with pytest.raises(RouteStoreError, match="no such file or directory") as caught:
        FileRoutes(config).stamps()
    assert caught.value.symptom.facts["errno"] == errno.ENOENT
