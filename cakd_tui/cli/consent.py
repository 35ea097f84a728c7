"""Asks before something is deleted for good."""

import sys

from cakd_tui.cli.bad_usage import BadUsage


def consented(project: str) -> bool:
    """Whether the operator typed the project's name when asked for it.

    Raises `BadUsage` where nobody can be asked.
    """
    if not (sys.stdin and sys.stdin.isatty() and sys.stderr.isatty()):
        raise BadUsage("there is no terminal to ask on: add --yes to delete without being asked")
    print("Type the project's name to delete this for good: ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip() == project
