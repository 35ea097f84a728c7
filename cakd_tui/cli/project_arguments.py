"""The arguments that name what a command works on: a project, real or rehearsed."""

import argparse


def add_file(parser: argparse.ArgumentParser) -> None:
    """The file of the project it is about."""
    parser.add_argument(
        "-f",
        "--file",
        metavar="FILE",
        help="the project's platform.yaml (default: platform.yaml; a demo has its own)",
    )


def add_demo(
    parser: argparse.ArgumentParser,
    usual: str = "ready",
    about: str = "against the built-in rehearsal, nothing real is touched",
) -> None:
    """The rehearsal that stands in for the real thing; `usual` is the scenario if none is named."""
    parser.add_argument(
        "--demo",
        nargs="?",
        const=usual,
        metavar="SCENARIO",
        help=f"{about}; cakd-tui --help lists them",
    )
