import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from cakd_tui.core.errors import RouteStoreError
from cakd_tui.core.route import Route
from cakd_tui.core.secret import Secret
from cakd_tui.core.troubleshooting import matching, own_entries
from cakd_tui.storage.project_lock import project_lock
from cakd_tui.storage.routes import FileRoutes

ROUTE = Route("my-project", "discord", webhook=Secret("https://example.com/old"))


HOLDER = """
import sys
from pathlib import Path
from cakd_tui.storage.routes import FileRoutes
with FileRoutes(Path(sys.argv[1])).lock("my-project"):
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def holder(directory: Path) -> Iterator["subprocess.Popen[str]"]:
    """Another process that is setting up my-project."""
    command = [sys.executable, "-c", HOLDER, str(directory)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_a_second_process_is_told_who_is_at_it(config: Path) -> None:
    with holder(config) as other, pytest.raises(RouteStoreError) as caught:
        FileRoutes(config).lock("my-project").__enter__()
    assert str(caught.value) == (
        f"another cakd (process {other.pid}) is setting up my-project; "
        "wait until it has ended, then run this again"
    )
    assert caught.value.symptom.facts == {"reason": "busy"}
    assert matching(own_entries(), caught.value.symptom)[0].id == "CAKD-C-BUSY"


def test_another_project_is_not_locked(config: Path) -> None:
    with holder(config), FileRoutes(config).lock("other-project"):
        pass


def test_the_lock_of_a_killed_process_is_free(config: Path) -> None:
    with holder(config) as other:
        other.kill()
        other.wait(timeout=10)
        with FileRoutes(config).lock("my-project"):
            pass


def test_the_lock_is_free_again_after_use_and_after_a_failure(config: Path) -> None:
    routes = FileRoutes(config)
    with pytest.raises(ZeroDivisionError), routes.lock("my-project"):
        raise ZeroDivisionError
    with routes.lock("my-project"), pytest.raises(RouteStoreError, match="another cakd"):
        FileRoutes(config).lock("my-project").__enter__()
    with routes.lock("my-project"):
        pass


@pytest.mark.skipif(os.name != "posix", reason="permission bits are POSIX")
def test_the_lock_and_the_directory_it_makes_are_the_users_alone(config: Path) -> None:
    with FileRoutes(config).lock("my-project"):
        assert stat.S_IMODE(config.stat().st_mode) == 0o700
        for path in config.iterdir():
            assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_project_is_never_called_like_its_lock(config: Path) -> None:
    with FileRoutes(config).lock("my-project"):
        assert not list(config.glob("*.json"))


KILLED = """
import os, signal, sys
from pathlib import Path
from cakd_tui.core.route import Route
from cakd_tui.core.secret import Secret
from cakd_tui.storage.routes import FileRoutes
os.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
routes = FileRoutes(Path(sys.argv[1]))
with routes.lock("my-project"):
    routes.save(Route("my-project", "discord", webhook=Secret("https://example.com/new")))
"""


def test_a_run_killed_while_it_saves_leaves_the_old_route_and_no_litter_for_long(
    config: Path,
) -> None:
    routes = FileRoutes(config)
    routes.save(ROUTE)
    done = subprocess.run([sys.executable, "-c", KILLED, config], timeout=30)
    assert done.returncode == -signal.SIGKILL
    assert routes.load("my-project") == ROUTE
    assert list(config.glob("*.tmp")) + list(config.glob(".*.tmp")) != []
    with routes.lock("my-project"):
        assert list(config.glob(".*.tmp")) == []


def test_where_no_lock_can_be_had_the_run_goes_on_and_the_save_tells(
    bound: Path,
) -> None:
    bound.chmod(0o500)
    routes = FileRoutes(bound)
    with routes.lock("my-project"), pytest.raises(RouteStoreError, match="permission denied"):
        routes.save(ROUTE)
    inside = FileRoutes(bound / "cakd")
    with inside.lock("my-project"), pytest.raises(RouteStoreError, match="permission denied"):
        inside.save(ROUTE)


def test_where_files_can_be_made_nothing_is_done_without_the_lock(bound: Path) -> None:
    (bound / ".my-project.lock").touch(0o000)
    routes = FileRoutes(bound)
    with pytest.raises(RouteStoreError, match="permission denied"), routes.lock("my-project"):
        routes.save(ROUTE)
    assert routes.load("my-project") is None


def test_a_file_in_place_of_the_directory_does_not_hinder_the_lock(config: Path) -> None:
    config.parent.mkdir()
    config.write_text("")
    routes = FileRoutes(config)
    with routes.lock("my-project"), pytest.raises(RouteStoreError, match="not a directory"):
        routes.save(ROUTE)


@pytest.mark.parametrize("content", ["", "12 or so", "\xff", "-1", "999999999999\n"])
def test_only_a_process_number_is_repeated_from_the_lock_file(config: Path, content: str) -> None:
    with project_lock(config, "a"):
        (config / ".a.lock").write_bytes(content.encode("latin-1"))
        with pytest.raises(RouteStoreError) as caught:
            project_lock(config, "a").__enter__()
    number = content.strip()
    who = f"another cakd (process {number})" if number.isdigit() else "another cakd"
    assert str(caught.value).startswith(f"{who} is setting up a; ")


def test_the_holder_leaves_its_number(config: Path) -> None:
    with project_lock(config, "a"):
        assert (config / ".a.lock").read_text() == str(os.getpid())


def test_a_link_in_the_lock_files_place_is_not_followed(config: Path, tmp_path: Path) -> None:
    config.mkdir(parents=True)
    (config / ".a.lock").symlink_to(tmp_path / "victim")
    with pytest.raises(RouteStoreError, match=r"open .*\.a\.lock: "):
        project_lock(config, "a").__enter__()
    assert not (tmp_path / "victim").exists()


HEX = "0123456789ab"


def test_only_the_projects_own_leftovers_are_swept(config: Path) -> None:
    config.mkdir(parents=True)
    others = (f".ab.json.{HEX}.tmp", f".settings.yaml.{HEX}.tmp", ".a.json.mine.tmp", "a.json")
    for name in (f".a.json.{HEX}.tmp", *others):
        (config / name).write_text("")
    with project_lock(config, "a"):
        names = {path.name for path in config.iterdir()}
    assert names == {".a.lock", *others}


def test_leftovers_beside_what_a_link_leads_to_are_swept(config: Path, tmp_path: Path) -> None:
    routes, elsewhere = FileRoutes(config), tmp_path / "kept" / "route [1].json"
    elsewhere.parent.mkdir()
    config.mkdir(parents=True)
    (config / "my-project.json").symlink_to(elsewhere)
    routes.save(ROUTE)
    done = subprocess.run([sys.executable, "-c", KILLED, config], timeout=30)
    assert done.returncode == -signal.SIGKILL
    assert len(list(elsewhere.parent.iterdir())) == 2
    with routes.lock("my-project"):
        assert list(elsewhere.parent.iterdir()) == [elsewhere]
    assert routes.load("my-project") == ROUTE


def test_locking_is_imported_by_the_runs_that_lock_and_ahead_by_the_check() -> None:
    code = (
        "import sys, pathlib; from cakd_tui.storage.routes import FileRoutes\n"
        "from cakd_tui.core.finding import Check\n"
        "routes = FileRoutes(pathlib.Path('/nowhere'))\n"
        "routes.load('a'); assert 'filelock' not in sys.modules\n"
        "routes.check(Check('routes', 'Routes')); assert 'filelock' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=30)
