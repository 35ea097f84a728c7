import os
import stat
import threading
from contextlib import AbstractContextManager, suppress
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from cakd_tui.core.errors import RouteStoreError
from cakd_tui.storage.atomic_file import read_private
from cakd_tui.storage.lock_file import locked
from cakd_tui.storage.routes import FileRoutes
from cakd_tui.storage.settings import FileSettings

NAMES = st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1)
TEXTS = st.text(alphabet=st.characters(exclude_categories=["Cs"]))


def test_answers_are_saved_and_loaded_by_provider(config: Path) -> None:
    FileSettings(config).save("discord", {"guild": "900000000000000001"})
    settings = FileSettings(config)
    assert settings.load("discord") == {"guild": "900000000000000001"}
    assert settings.load("pigeon") == {}


def test_the_file_is_plain_yaml(config: Path) -> None:
    FileSettings(config).save("discord", {"guild": "0123"})
    assert (config / "settings.yaml").read_text() == "discord:\n  guild: '0123'\n"


@pytest.mark.skipif(os.name != "posix", reason="permission bits are POSIX")
def test_the_file_is_for_the_user_alone(config: Path) -> None:
    FileSettings(config).save("discord", {"guild": "1"})
    assert stat.S_IMODE((config / "settings.yaml").stat().st_mode) == 0o600


def test_new_answers_join_the_saved_ones(config: Path) -> None:
    settings = FileSettings(config)
    settings.save("discord", {"guild": "1", "language": "de"})
    settings.save("pigeon", {"loft": "7"})
    settings.save("discord", {"guild": "2"})
    assert settings.load("discord") == {"guild": "2", "language": "de"}
    assert settings.load("pigeon") == {"loft": "7"}


def test_what_else_is_in_the_file_stays(config: Path) -> None:
    config.mkdir(parents=True)
    path = config / "settings.yaml"
    path.write_text("theme: {name: night, size: 3}\nlist: [1, 2]\ndiscord: soon\ntag: !x y\n")
    FileSettings(config).save("discord", {"guild": "1"})
    text = path.read_text()
    assert "tag: !x 'y'" in text
    data = yaml.safe_load(text.replace("!x ", ""))
    assert data == {
        "theme": {"name": "night", "size": 3},
        "list": [1, 2],
        "discord": {"guild": "1"},
        "tag": "y",
    }


def test_a_number_written_by_hand_is_read_digit_by_digit(config: Path) -> None:
    config.mkdir(parents=True)
    (config / "settings.yaml").write_text("discord:\n  guild: 0900000000000000001\n  list: [a]\n")
    assert FileSettings(config).load("discord") == {"guild": "0900000000000000001"}


def test_no_file_is_no_answers(config: Path) -> None:
    assert FileSettings(config).load("discord") == {}
    assert not config.exists()


GARBAGE = [
    b"{",
    b"- a\n",
    b"text",
    b"\xff\xfe\x00",
    b"a: 1\n---\nb: 2\n",
    b'"\\UFFFFFFFF"',
    b"[" * 500,
]


@pytest.mark.parametrize("content", GARBAGE, ids=lambda content: repr(content[:12]))
def test_garbage_is_no_answers_and_is_kept_beside_what_is_saved(
    config: Path, content: bytes
) -> None:
    config.mkdir(parents=True)
    (config / "settings.yaml").write_bytes(content)
    settings = FileSettings(config)
    assert settings.load("discord") == {}
    settings.save("discord", {"guild": "1"})
    assert settings.load("discord") == {"guild": "1"}
    assert (config / "settings.yaml.broken").read_bytes() == content


def test_an_endless_file_is_no_answers(config: Path) -> None:
    config.mkdir(parents=True)
    (config / "settings.yaml").symlink_to("/dev/zero")
    assert FileSettings(config).load("discord") == {}


@pytest.mark.parametrize("content", [b"", b"# nothing yet\n"])
def test_an_empty_file_is_filled(config: Path, content: bytes) -> None:
    config.mkdir(parents=True)
    (config / "settings.yaml").write_bytes(content)
    FileSettings(config).save("discord", {"guild": "1"})
    assert {path.name for path in config.iterdir()} == {"settings.yaml", ".settings.yaml.lock"}


def test_a_directory_that_refuses_is_said(bound: Path) -> None:
    settings = FileSettings(bound)
    settings.save("discord", {"guild": "1"})
    bound.chmod(0o500)
    with pytest.raises(RouteStoreError) as caught:
        settings.save("discord", {"guild": "2"})
    assert str(caught.value) == f"open {bound}/settings.yaml: permission denied"
    assert settings.load("discord") == {"guild": "1"}


def test_a_lock_file_that_may_not_be_used_is_said(bound: Path) -> None:
    (bound / ".settings.yaml.lock").touch(0o000)
    with pytest.raises(RouteStoreError) as caught:
        FileSettings(bound).save("discord", {"guild": "1"})
    assert str(caught.value) == f"open {bound}/.settings.yaml.lock: permission denied"


def test_a_file_that_may_not_be_read_is_left_where_it_is(bound: Path) -> None:
    settings = FileSettings(bound)
    settings.save("discord", {"guild": "1"})
    (bound / "settings.yaml").chmod(0o000)
    assert settings.load("discord") == {}
    with pytest.raises(RouteStoreError, match="permission denied"):
        settings.save("discord", {"guild": "2"})
    assert {path.name for path in bound.iterdir()} == {"settings.yaml", ".settings.yaml.lock"}


def lock_of(config: Path) -> AbstractContextManager[object]:
    """The lock that a save takes, as another process would hold it."""
    held = locked(config / ".settings.yaml.lock", 0)
    assert held
    return held


def test_two_that_save_at_a_time_lose_no_answer(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, both = FileSettings(config), threading.Barrier(2)

    def slowly(path: Path) -> bytes | None:
        data = read_private(path)
        with suppress(threading.BrokenBarrierError):
            both.wait(0.03)
        return data

    monkeypatch.setattr("cakd_tui.storage.settings.read_private", slowly)
    names = ("guild", "language")
    threads = [
        threading.Thread(target=settings.save, args=("discord", {name: "1"})) for name in names
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert settings.load("discord") == dict.fromkeys(names, "1")


def test_a_save_waits_for_anothers_no_longer_than_the_bound(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cakd_tui.storage.settings.PATIENCE", 0.03)
    with lock_of(config):
        FileSettings(config).save("discord", {"guild": "1"})
    assert FileSettings(config).load("discord") == {"guild": "1"}


def test_the_lock_is_free_again_after_a_save_and_after_a_failed_one(config: Path) -> None:
    settings = FileSettings(config)
    settings.save("discord", {"guild": "1"})
    lock_of(config).__exit__(None, None, None)
    (config / "settings.yaml").unlink()
    (config / "settings.yaml").mkdir()
    with pytest.raises(RouteStoreError):
        settings.save("discord", {"guild": "1"})
    lock_of(config).__exit__(None, None, None)


def test_a_project_called_settings_has_a_file_of_its_own(config: Path) -> None:
    FileSettings(config).save("discord", {"guild": "1"})
    assert FileRoutes(config).load("settings") is None
    assert FileRoutes(config).path("settings") == str(config / "settings.json")


@given(provider=NAMES, values=st.dictionaries(NAMES, TEXTS, min_size=1))
def test_any_answers_survive_the_file(
    tmp_path_factory: pytest.TempPathFactory, provider: str, values: dict[str, str]
) -> None:
    directory = tmp_path_factory.mktemp("settings")
    FileSettings(directory).save(provider, values)
    assert FileSettings(directory).load(provider) == values
