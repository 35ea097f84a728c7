"""Where an export goes: what is secret is never seen by chance, nor half written."""

import os
import stat
from pathlib import Path

import pytest

from cakd_tui.cli.bad_usage import BadUsage
from cakd_tui.cli.export_target import Target, write_for_user
from cakd_tui.core.errors import CakdError


@pytest.mark.parametrize("file", [None, "-"])
def test_secrets_go_to_stdout_only_where_that_is_asked_for(file: str | None) -> None:
    with pytest.raises(BadUsage, match=r"-o FILE .* or say --reveal"):
        Target(file).refuse_secrets()
    Target(file, reveal=True).refuse_secrets()


def test_secrets_may_go_to_a_file() -> None:
    Target("x").refuse_secrets()


def test_stdout_gets_the_text_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    Target("-").take("a: 1\n")
    assert capsys.readouterr() == ("a: 1\n", "")


def test_a_file_is_written_anew_for_the_user_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "out.yml"
    path.write_text("old")
    path.chmod(0o644)
    Target(str(path)).take("new ü\n")
    assert path.read_text("utf-8") == "new ü\n"
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert not list(tmp_path.glob(".*"))
    assert capsys.readouterr() == ("", f"Wrote {path}, for you alone to read (0600).\n")


def test_what_holds_no_secret_is_for_everybody_to_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "out.yml"
    path.write_text("old")
    path.chmod(0o600)
    Target(str(path)).take("new\n", secret=False)
    assert path.read_text("utf-8") == "new\n"
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o644
    assert capsys.readouterr() == ("", f"Wrote {path}; there is no secret in it (0644).\n")


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="root alone gives files away")
def test_what_root_writes_stays_with_whom_it_belongs_to(tmp_path: Path) -> None:
    theirs = tmp_path / "theirs"
    theirs.write_text("old")
    os.chown(theirs, 12345, 54321)
    write_for_user(theirs, "new")
    write_for_user(tmp_path / "new", "new", like=theirs)
    write_for_user(tmp_path / "mine", "new")
    owners = [(tmp_path / name).stat() for name in ("theirs", "new", "mine")]
    assert [(each.st_uid, each.st_gid) for each in owners[:2]] == [(12345, 54321)] * 2
    assert owners[2].st_uid == 0
    assert {stat.S_IMODE(each.st_mode) for each in owners} == {0o600}


@pytest.mark.skipif(os.name != "posix", reason="links are POSIX")
def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real/out.yml")
    write_for_user(tmp_path / "link", "x")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real" / "out.yml").read_text() == "x"


def test_what_cannot_be_written_is_said_in_the_systems_words(tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    for name, said in (("taken", "is a directory"), ("no/out", "no such file or directory")):
        with pytest.raises(CakdError) as caught:
            write_for_user(tmp_path / name, "x")
        assert caught.value.message == f"write {tmp_path / name}: {said}"
