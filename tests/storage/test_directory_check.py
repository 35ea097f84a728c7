import errno
import os
import shlex
import stat
import subprocess
from pathlib import Path

import pytest

from cakd_tui.core.finding import Check, Finding, Verdict
from cakd_tui.core.troubleshooting import matching, own_entries
from cakd_tui.storage.directory_check import directory_finding

pytestmark = pytest.mark.skipif(os.name != "posix", reason="permission bits are POSIX")

CHECK = Check("routes", "Routes")


def trace(top: Path) -> dict[str, tuple[int, int, int]]:
    """Everything below `top` with its mode and times."""
    found = {}
    for path in [top, *top.rglob("*")]:
        info = path.lstat()
        found[str(path)] = (info.st_mode, info.st_mtime_ns, info.st_ctime_ns)
    return found


def finding_of(directory: Path) -> Finding:
    return directory_finding(directory, CHECK)


def run_fix(finding: Finding) -> None:
    """Follow the first fix to the letter."""
    (fix,) = finding.fixes
    assert fix.where == "Run"
    subprocess.run(["sh", "-c", fix.text], check=True, timeout=10)


def test_a_directory_of_ones_own_passes(home: Path) -> None:
    directory = home / ".config" / "cakd"
    directory.mkdir(parents=True)
    directory.chmod(0o700)
    finding = finding_of(directory)
    assert (finding.verdict, finding.evidence) == (Verdict.PASS, "~/.config/cakd, yours alone")
    assert finding.check == CHECK


def test_a_directory_that_will_be_made_passes(home: Path) -> None:
    finding = finding_of(home / ".config" / "cakd")
    assert finding.verdict is Verdict.PASS
    assert finding.evidence == "~/.config/cakd, will be made, yours alone"


@pytest.mark.parametrize("mode", [0o755, 0o770, 0o711, 0o705])
def test_a_directory_open_to_others_is_a_warning_that_its_fix_ends(home: Path, mode: int) -> None:
    directory = home / "with space"
    directory.mkdir()
    directory.chmod(mode)
    finding = finding_of(directory)
    assert finding.verdict is Verdict.WARN
    assert "Others" in finding.headline
    run_fix(finding)
    assert finding_of(directory).verdict is Verdict.PASS


@pytest.mark.parametrize("mode", [0o500, 0o600, 0o300, 0o000])
def test_a_directory_one_cannot_write_fails_until_its_fix_is_run(bound: Path, mode: int) -> None:
    directory = bound / "it's mine"
    directory.mkdir(mode=0o700)
    directory.chmod(mode)
    finding = finding_of(directory)
    assert finding.verdict is Verdict.FAIL
    assert finding.symptom is not None
    assert finding.symptom.facts == {"reason": "permission", "errno": errno.EACCES}
    assert matching(own_entries(), finding.symptom)[0].id == "CAKD-C-PERMISSION"
    (fix,) = finding.fixes
    assert (fix.where, fix.text) == ("Run", f"chmod u+rwx {shlex.quote(str(directory))}")
    directory.chmod(stat.S_IMODE(directory.stat().st_mode) | 0o700)  # what the fix does
    assert finding_of(directory).verdict is Verdict.PASS


def test_a_parent_one_cannot_write_fails_with_the_parent_named(bound: Path) -> None:
    bound.chmod(0o500)
    finding = finding_of(bound / "config" / "cakd")
    assert finding.verdict is Verdict.FAIL
    assert finding.fixes[0].text == f"chmod u+rwx {bound}"
    assert finding.evidence == f"{bound}: permission denied"


def test_a_parent_one_cannot_enter_fails_with_the_parent_named(bound: Path) -> None:
    (bound / "config").mkdir()
    (bound / "config" / "cakd").mkdir()
    (bound / "config").chmod(0o600)
    finding = finding_of(bound / "config" / "cakd")
    assert finding.verdict is Verdict.FAIL
    assert finding.fixes[0].text == f"chmod u+rwx {bound / 'config'}"


@pytest.mark.skipif(os.geteuid() != 0, reason="giving a directory away takes root")
def test_another_users_directory_fails_with_the_command_that_makes_it_ones_own(
    bound: Path,
) -> None:
    directory = bound / "cakd"
    directory.mkdir(mode=0o700)
    os.seteuid(0)
    os.chown(directory, 1, 1)
    os.seteuid(65534)
    finding = finding_of(directory)
    assert finding.verdict is Verdict.FAIL
    assert finding.fixes[0].text == f'sudo chown -R "$(id -un)" {directory}'
    assert finding.symptom is not None
    assert matching(own_entries(), finding.symptom)[0].id == "CAKD-C-OWNER"
    made = finding_of(Path("/usr/cakd"))
    assert made.verdict is Verdict.FAIL
    assert made.fixes[0].text == ('sudo mkdir -p /usr/cakd && sudo chown -R "$(id -un)" /usr/cakd')


@pytest.mark.skipif(os.geteuid() != 0, reason="giving a directory away takes root")
def test_another_users_directory_that_can_be_written_is_a_warning(home: Path) -> None:
    directory = home / "cakd"
    directory.mkdir(mode=0o700)
    os.chown(directory, 1, 1)
    finding = finding_of(directory)
    assert finding.verdict is Verdict.WARN
    assert finding.evidence == "~/cakd, another user's"


@pytest.mark.parametrize("below", ["", "cakd", "a/b"])
def test_a_file_in_place_of_the_directory_fails_until_it_is_moved(home: Path, below: str) -> None:
    (home / "config").write_text("")
    directory = home / "config" / below
    finding = finding_of(directory)
    assert finding.verdict is Verdict.FAIL
    assert finding.evidence == "~/config: not a directory"
    assert finding.symptom is not None
    assert finding.symptom.facts == {"reason": "not-a-directory", "errno": errno.ENOTDIR}
    run_fix(finding)
    assert (home / "config.old").exists()
    assert finding_of(directory).verdict is Verdict.PASS


def test_a_link_to_nowhere_in_its_place_fails(home: Path) -> None:
    (home / "cakd").symlink_to(home / "nowhere")
    assert finding_of(home / "cakd").verdict is Verdict.FAIL


def test_a_disk_that_cannot_be_written_is_told_apart(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> bool:
        return False

    real = os.statvfs(home)

    class ReadOnly:
        f_flag = real.f_flag | os.ST_RDONLY

    monkeypatch.setattr(os, "access", refused)
    monkeypatch.setattr(os, "statvfs", lambda _: ReadOnly)
    finding = finding_of(home)
    assert finding.verdict is Verdict.FAIL
    assert finding.symptom is not None
    assert finding.symptom.facts == {"reason": "read-only", "errno": errno.EROFS}
    assert "XDG_CONFIG_HOME" in finding.fixes[0].text


def test_a_disk_that_fails_is_a_finding_and_no_fault(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "access", lambda *_, **__: False)
    monkeypatch.setattr(os, "statvfs", broken)
    finding = finding_of(home)
    assert finding.verdict is Verdict.FAIL
    assert finding.symptom is not None
    assert finding.symptom.facts == {"reason": "other", "errno": errno.EIO}


def test_looking_leaves_no_trace(bound: Path) -> None:
    (bound / "open").mkdir()
    (bound / "open").chmod(0o755)
    (bound / "closed").mkdir(mode=0o500)
    before = trace(bound)
    for directory in (bound / "open", bound / "closed", bound / "missing" / "cakd"):
        finding_of(directory)
    assert trace(bound) == before
