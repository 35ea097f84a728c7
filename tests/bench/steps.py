"""How long the way from one page to the next takes, and leaving.

python -m tests.bench.steps [RUNS] [CHECKOUT]
"""

import sys
from collections import defaultdict
from pathlib import Path
from typing import Final

from tests.bench.terminal import CHECKOUT, Taken, bare, said, wizard

RUNS: Final = 8
DOWN: Final = "\x1b[B"
WAY: Final = (
    ("\x04", "Ops Alerts", ""),
    ("\r", "Which server", "token to server"),
    ("\x02", "Which bot", "server back to token"),
    ("\r", "Which server", "token to server, again"),
    (DOWN, "Ops Lab", ""),
    ("\r", "What are the alerts", "server to project"),
    ("\r", "Two-factor", "project to checks"),
    ("", "Everything is ready", ""),
    ("\r", "This will be", "checks to plan"),
)
"""Keys, what they lead to, and what that is called where it is a step; most wait for answers."""


def main(runs: int, checkout: Path) -> None:
    """Measure and print."""
    steps: defaultdict[str, list[Taken]] = defaultdict(list)
    leaving: defaultdict[str, list[float]] = defaultdict(list)
    for _ in range(runs):
        program = wizard(checkout)
        program.shows("Which bot")
        for keys, text, name in WAY:
            program.rest(0.6)
            if keys:
                program.press(keys)
            taken = program.shows(text)
            if name:
                steps[name].append(taken)
        program.rest(0.6)
        program.press("\x11")
        leaving["wizard"].append(program.ends())
        program = bare()
        program.shows("Which bot")
        program.rest(0.6)
        program.press("\x11")
        leaving["bare Textual application"].append(program.ends())
    for name, times in steps.items():
        said(f"{name}, wall", (taken.wall for taken in times))
        said(f"{name}, processor", (taken.processor for taken in times))
    for name, ends in leaving.items():
        said(f"leaving, wall: {name}", ends)


if __name__ == "__main__":
    main(
        int(sys.argv[1]) if len(sys.argv) > 1 else RUNS,
        Path(sys.argv[2]).resolve() if len(sys.argv) > 2 else CHECKOUT,
    )
