"""What `cakd` and `cakd-tui` understand, and which function does it."""

import argparse
import sys
from collections.abc import Callable, Sequence

from cakd_tui import __version__
from cakd_tui.cli.exit_code import ExitCode
from cakd_tui.cli.parser import Parser
from cakd_tui.cli.project_arguments import add_demo, add_file
from cakd_tui.cli.routes_arguments import add_routes
from cakd_tui.cli.streams import write_any_text

_EXIT_CODES = (
    "exit codes: 0 done; 1 failed; 2 bad usage or platform.yaml; 4 credentials; 130 interrupted"
)


def run(arguments: Sequence[str]) -> int:
    """Do what the arguments of `cakd` say."""
    write_any_text()
    parser = _parser()
    options = parser.parse_args(arguments)
    command: Callable[[argparse.Namespace], int] | None = getattr(options, "run", None)
    if command is not None:
        return _guarded(command, options)
    if sys.stdin.isatty() and sys.stderr.isatty():
        return run_wizard(())
    parser.print_help()
    return ExitCode.DONE


def run_wizard(arguments: Sequence[str]) -> int:
    """Do what the arguments of `cakd-tui` say."""
    write_any_text()
    parser = Parser(
        prog="cakd-tui",
        description="Set up alerts for a project, step by step. Without a terminal: cakd create.",
        epilog=_scenarios() if {"-h", "--help"} & set(arguments) else None,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"cakd-tui {__version__}")
    _add_wizard_options(parser)
    return _guarded(_wizard, parser.parse_args(arguments))


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="cakd",
        description="Set up alerts for a project. Without a subcommand: the wizard.",
        epilog=_EXIT_CODES,
    )
    parser.add_argument("--version", action="version", version=f"cakd {__version__}")
    commands = parser.add_subparsers(title="subcommands", metavar="COMMAND")

    _add_create(commands)
    _add_check(commands)
    _add_looks(commands)
    _add_undoing(commands)
    add_routes(commands, _EXIT_CODES)

    _add_explain(commands)

    wizard = commands.add_parser("wizard", help="the wizard, as cakd-tui")
    _add_wizard_options(wizard)
    wizard.set_defaults(run=_wizard)
    return parser


def _add_create(commands: "argparse._SubParsersAction[Parser]") -> None:
    create = commands.add_parser(
        "create", help="provision what platform.yaml asks for", epilog=_EXIT_CODES
    )
    add_file(create)
    create.add_argument("--strict", action="store_true", help="end with 1 or 4 on a warning")
    create.add_argument("--json", action="store_true", help="one event a line, as JSON")
    create.add_argument(
        "--use",
        action="append",
        default=[],
        metavar="KIND=ID",
        help="where several things could be the project's, the one to take: channel=ID, webhook=ID",
    )
    create.add_argument("--dry-run", action="store_true", help="print the plan and create nothing")
    create.add_argument(
        "--rollback", action="store_true", help="if it fails, delete what this run has made"
    )
    add_demo(create)
    create.set_defaults(run=_create)


def _add_check(commands: "argparse._SubParsersAction[Parser]") -> None:
    check = commands.add_parser(
        "check", help="make the read-only checks and create nothing", epilog=_EXIT_CODES
    )
    add_file(check)
    check.add_argument("--json", action="store_true", help="one finding a line, as JSON")
    check.add_argument(
        "--explain", action="store_true", help="say which role or overwrite grants or denies"
    )
    check.add_argument(
        "--watch", action="store_true", help="check again every 5 s until all pass, telling changes"
    )
    add_demo(check)
    check.set_defaults(run=_check)


def _add_looks(commands: "argparse._SubParsersAction[Parser]") -> None:
    doctor = commands.add_parser(
        "doctor", help="say what is wrong here: files, keyring, network", epilog=_EXIT_CODES
    )
    doctor.add_argument("--json", action="store_true", help="the report as one JSON object")
    doctor.add_argument(
        "--bundle", metavar="FILE", help="write the report, without secrets, to a new file to send"
    )
    add_demo(doctor)
    doctor.set_defaults(run=_doctor)

    status = commands.add_parser(
        "status", help="whether what was set up is still there", epilog=_EXIT_CODES
    )
    add_file(status)
    status.add_argument("--all", action="store_true", help="every saved route, whatever its file")
    status.add_argument("--json", action="store_true", help="one finding a line, as JSON")
    status.add_argument("--spool", metavar="DIR", help="the agent's (or set CAKD_AGENT_SPOOL)")
    add_demo(status)
    status.set_defaults(run=_status)

    test = commands.add_parser("test", help="send a test alert", epilog=_EXIT_CODES)
    add_file(test)
    test.add_argument("--worst-case", action="store_true", help="the largest message there is")
    test.add_argument("--json", action="store_true", help="one event a line, as JSON")
    add_demo(test)
    test.set_defaults(run=_test)


def _add_undoing(commands: "argparse._SubParsersAction[Parser]") -> None:
    destroy = commands.add_parser(
        "destroy", help="delete what was made for a project, then its route", epilog=_EXIT_CODES
    )
    add_file(destroy)
    destroy.add_argument("--keep-channel", action="store_true", help="leave the channel there")
    destroy.add_argument(
        "--keep-former",
        action="store_true",
        help="leave what is no longer used, as in a server that the bot has left",
    )
    destroy.add_argument(
        "--also",
        action="append",
        default=[],
        metavar="KIND",
        help="delete it though it was found there: channel or webhook; may be repeated",
    )
    destroy.add_argument("--yes", action="store_true", help="delete without being asked")
    destroy.add_argument("--json", action="store_true", help="one event a line; needs --yes")
    add_demo(destroy)
    destroy.set_defaults(run=_destroy)

    rotate = commands.add_parser(
        "rotate", help="replace the webhook by a new one, without a gap", epilog=_EXIT_CODES
    )
    add_file(rotate)
    rotate.add_argument("--json", action="store_true", help="one event a line, as JSON")
    add_demo(rotate)
    rotate.set_defaults(run=_rotate)


def _add_explain(commands: "argparse._SubParsersAction[Parser]") -> None:
    explain = commands.add_parser(
        "explain", help="what an error means and how it is mended", epilog=_EXIT_CODES
    )
    explain.add_argument(
        "asked",
        nargs="*",
        metavar="ID",
        help="an entry's id, a part of one, or a number such as 403; - reads a pasted message",
    )
    explain.add_argument("--list", action="store_true", help="all entries, one a line")
    explain.add_argument("--json", action="store_true", help="one entry a line, as JSON")
    explain.set_defaults(run=_explain)


def _add_wizard_options(parser: argparse.ArgumentParser) -> None:
    add_file(parser)
    add_demo(parser)
    parser.add_argument(
        "--theme", choices=("night", "day"), default="night", help="the look (^t changes it)"
    )


def _scenarios() -> str:
    from cakd_tui.rehearsal.scenarios import SCENARIOS

    lines = [f"  {each.name:<26}{each.summary}" for each in SCENARIOS.values()]
    chosen = "Without a platform.yaml, cakd check and cakd create choose the category themselves."
    return "\n".join(["scenarios for --demo:", *lines, chosen])


def _guarded(command: Callable[[argparse.Namespace], int], options: argparse.Namespace) -> int:
    """Run a command so that whatever happens ends in a sentence and an exit code."""
    from cakd_tui.cli.ending import ended

    return ended(lambda: command(options))


def _create(options: argparse.Namespace) -> int:
    from cakd_tui.cli.create import CreateOptions, create

    return create(
        CreateOptions(
            options.file,
            options.strict,
            options.json,
            options.dry_run,
            options.demo,
            options.rollback,
            tuple(options.use),
        )
    )


def _destroy(options: argparse.Namespace) -> int:
    from cakd_tui.cli.destroy import DestroyOptions, destroy

    also, scenario = tuple(options.also), options.demo
    return destroy(
        DestroyOptions(
            options.file,
            options.keep_channel,
            also,
            options.yes,
            options.json,
            scenario,
            options.keep_former,
        )
    )


def _rotate(options: argparse.Namespace) -> int:
    from cakd_tui.cli.rotate import RotateOptions, rotate

    return rotate(RotateOptions(options.file, options.json, options.demo))


def _check(options: argparse.Namespace) -> int:
    from cakd_tui.cli.check import WATCH_EVERY, CheckOptions, check

    every, scenario = WATCH_EVERY if options.watch else None, options.demo
    return check(CheckOptions(options.file, options.json, options.explain, every, scenario))


def _doctor(options: argparse.Namespace) -> int:
    from cakd_tui.cli.doctor import DoctorOptions, doctor

    return doctor(DoctorOptions(options.json, options.bundle, options.demo))


def _status(options: argparse.Namespace) -> int:
    from cakd_tui.cli.status import StatusOptions, status

    asked = StatusOptions(options.file, options.all, options.json, options.spool, options.demo)
    return status(asked)


def _test(options: argparse.Namespace) -> int:
    from cakd_tui.cli.alert_test import AlertTestOptions, alert_test

    return alert_test(
        AlertTestOptions(options.file, options.worst_case, options.json, options.demo)
    )


def _explain(options: argparse.Namespace) -> int:
    from cakd_tui.cli.explain import ExplainOptions, explain

    return explain(ExplainOptions(tuple(options.asked), options.list, options.json))


def _wizard(options: argparse.Namespace) -> int:
    from cakd_tui.cli.wizard import wizard

    return wizard(options.file, scenario=options.demo, light=options.theme == "day")
