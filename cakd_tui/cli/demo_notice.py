"""Says in a demo that it is one."""

import sys


def say_demo(scenario: str | None, left_alone: str = "touched") -> None:
    """Name the scenario, if there is one, and say what is done to nothing real in it."""
    if scenario:
        print(f"DEMO {scenario}: nothing real is {left_alone}", file=sys.stderr)
