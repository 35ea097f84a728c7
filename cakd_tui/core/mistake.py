"""What may be said of a mistake of the program's own: where it is, and not its words.

Those might hold a secret.
"""

import traceback


def place_of(error: BaseException) -> str:
    """The kind of the error and where it was raised: "TypeError at run:12"."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f"{frames[-1].name}:{frames[-1].lineno}" if frames else "unknown"
    return f"{type(error).__name__} at {where}"
