"""Whether files can be kept in a directory, and kept from others: looked at, never touched."""

import errno
import os
import shlex
from pathlib import Path

from cakd_tui.core.file_reason import reason_at
from cakd_tui.core.finding import Check, Finding, Fix, Verdict
from cakd_tui.core.symptom import Symptom
from cakd_tui.storage.paths import shown

_OTHERS = 0o077
"""The permission bits of everybody but the owner."""


def directory_finding(directory: Path, check: Check) -> Finding:
    """Whether the user can save in `directory`, which may not exist yet, and nobody else read it.

    A failure's fix is the command that mends it.
    """
    try:
        return _looked_at(directory, check)
    except OSError as error:
        number = error.errno or errno.EIO
        fix = Fix("Look", f"at what {_quoted(directory)} is; the system would not say")
        return _failed(directory, check, number, directory, fix)


def _looked_at(directory: Path, check: Check) -> Finding:
    standing = _standing(directory)
    if not standing.is_dir():
        fix = f"mv {_quoted(standing)} {_quoted(standing.with_name(f'{standing.name}.old'))}"
        return _failed(directory, check, errno.ENOTDIR, standing, Fix("Run", fix))
    if not _writable(standing):
        number = errno.EROFS if _on_read_only_disk(standing) else errno.EACCES
        return _failed(directory, check, number, standing, _way_in(directory, standing, number))
    if standing != directory:
        return Finding(check, Verdict.PASS, f"{shown(directory)}, will be made, yours alone")
    return _private(directory, check)


def _standing(directory: Path) -> Path:
    """The directory, or the nearest of its parents that is there."""
    candidates = (directory, *directory.parents)
    return next((each for each in candidates if os.path.lexists(each)), candidates[-1])


def _writable(directory: Path) -> bool:
    effective = os.access in os.supports_effective_ids
    return os.access(directory, os.R_OK | os.W_OK | os.X_OK, effective_ids=effective)


def _on_read_only_disk(directory: Path) -> bool:
    if not hasattr(os, "statvfs"):
        return False
    return bool(os.statvfs(directory).f_flag & os.ST_RDONLY)


def _failed(directory: Path, check: Check, number: int, where: Path, fix: Fix) -> Finding:
    said = os.strerror(number).lower()
    text = f"open {where}: {said}"
    return Finding(
        check,
        Verdict.FAIL,
        f"{shown(where)}: {said}",
        headline=f"Routes can't be saved in {shown(directory)}",
        fixes=(fix,),
        symptom=Symptom("config", {"reason": reason_at(number, directory), "errno": number}, text),
    )


def _way_in(directory: Path, standing: Path, number: int) -> Fix:
    """What gives the user the right to write."""
    if number == errno.EROFS:
        return Fix("Set", "XDG_CONFIG_HOME to a directory on a disk that can be written")
    if os.name != "posix":
        return Fix(
            "In its properties", f"under Security, allow yourself Full control of {standing}"
        )
    if standing.stat().st_uid == os.geteuid():
        return Fix("Run", f"chmod u+rwx {_quoted(standing)}")
    own = f'sudo chown -R "$(id -un)" {_quoted(directory)}'
    if standing == directory:
        return Fix("Run", own)
    return Fix("Run", f"sudo mkdir -p {_quoted(directory)} && {own}")


def _private(directory: Path, check: Check) -> Finding:
    name = shown(directory)
    if os.name != "posix":
        return Finding(check, Verdict.PASS, f"{name}, can be written")
    found = directory.stat()
    if found.st_uid != os.geteuid():
        return Finding(
            check,
            Verdict.WARN,
            f"{name}, another user's",
            headline=f"{name} belongs to another user, who can read what is saved there",
            fixes=(Fix("Run", f'sudo chown -R "$(id -un)" {_quoted(directory)}'),),
        )
    if found.st_mode & _OTHERS:
        return Finding(
            check,
            Verdict.WARN,
            f"{name}, open to others",
            headline=f"Others on this machine can look into {name}",
            fixes=(Fix("Run", f"chmod 700 {_quoted(directory)}"),),
        )
    return Finding(check, Verdict.PASS, f"{name}, yours alone")


def _quoted(path: Path) -> str:
    return shlex.quote(str(path))
