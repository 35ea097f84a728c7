"""Why the operating system refuses a file, in the troubleshooting table's words."""

import errno
import os
from pathlib import Path
from typing import Final

_REASONS: Final = {
    errno.EACCES: "permission",
    errno.EPERM: "permission",
    errno.EROFS: "read-only",
    errno.ENOSPC: "disk-full",
    errno.EDQUOT: "disk-full",
    errno.ENOTDIR: "not-a-directory",
    errno.EMFILE: "open-files",
    errno.ENFILE: "open-files",
    errno.ENAMETOOLONG: "name-too-long",
    errno.ENOLCK: "no-locks",
    errno.ENOSYS: "no-locks",
    errno.EOPNOTSUPP: "no-locks",
    errno.ENOTSUP: "no-locks",
}


def reason_of(number: int) -> str:
    """The troubleshooting table's word for an `errno`."""
    return _REASONS.get(number, "other")


def reason_at(number: int, *places: Path) -> str:
    """The same, where one of these places may be refused because it is another user's."""
    reason = reason_of(number)
    return "owner" if reason == "permission" and any(map(_is_anothers, places)) else reason


def _is_anothers(path: Path) -> bool:
    """Whether it belongs to another user, as far as that can be seen."""
    if os.name != "posix":
        return False
    try:
        return path.stat().st_uid != os.geteuid()
    except OSError:
        return False
