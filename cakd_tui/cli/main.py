"""The commands: `cakd` with its subcommands, `cakd-tui`, the wizard, and `cakd-agent`.

Nothing is imported up here but `sys`, so that `--version` costs no more than starting Python.
"""

import sys


def main(argv: list[str] | None = None) -> int:
    """Run `cakd`; the exit code is returned."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments == ["--version"]:
        return _version("cakd")
    try:
        from cakd_tui.cli.commands import run

        return run(arguments)
    except KeyboardInterrupt:
        return _interrupted()


def wizard(argv: list[str] | None = None) -> int:
    """Run `cakd-tui`; the exit code is returned."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments == ["--version"]:
        return _version("cakd-tui")
    try:
        from cakd_tui.cli.commands import run_wizard

        return run_wizard(arguments)
    except KeyboardInterrupt:
        return _interrupted()


def agent(argv: list[str] | None = None) -> int:
    """Run `cakd-agent`; the exit code is returned."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments == ["--version"]:
        return _version("cakd-agent")
    try:
        from cakd_tui.cli.agent import run_agent

        return run_agent(arguments)
    except KeyboardInterrupt:
        return _interrupted()


def _interrupted() -> int:
    """Said where the program was still being loaded: a command tells of an interrupt by itself."""
    print("\nInterrupted. Nothing was changed.", file=sys.stderr)
    return 130


def _version(command: str) -> int:
    from cakd_tui import __version__

    print(command, __version__)
    return 0
