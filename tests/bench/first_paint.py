"""How soon the wizard shows its first question, against a bare Textual application, in turns.

    python -m tests.bench.first_paint [RUNS] [ANOTHER CHECKOUT]

With another checkout, its wizard is measured in place of the bare application.
"""

import sys
from pathlib import Path
from typing import Final

from tests.bench.terminal import Program, Taken, bare, said, said_ratio, wizard

RUNS: Final = 15
QUESTION: Final = "Which bot"


def painted(program: Program) -> Taken:
    """How long the program took to its first question."""
    taken = program.shows(QUESTION)
    program.stop()
    return taken


def main(runs: int, other: Path | None) -> None:
    """Measure and print."""
    ours, theirs = [], []
    for run in range(runs + 1):
        pair = painted(wizard()), painted(wizard(other) if other else bare())
        if run:  # the first one fills the system's caches
            ours.append(pair[0])
            theirs.append(pair[1])
    name = str(other) if other else "bare Textual application"
    for kind in ("wall", "processor"):
        mine = [getattr(taken, kind) for taken in ours]
        its = [getattr(taken, kind) for taken in theirs]
        said(f"first paint, {kind}: wizard", mine)
        said(f"first paint, {kind}: {name}", its)
        said_ratio("  paired ratio", mine, its)


if __name__ == "__main__":
    main(
        int(sys.argv[1]) if len(sys.argv) > 1 else RUNS,
        Path(sys.argv[2]).resolve() if len(sys.argv) > 2 else None,
    )
