"""Optional modules that a library looks for again and again: if one isn't there, once will do.

httpcore looks for `sniffio` a dozen times for each request, which costs as much as the request.
"""

import sys
from importlib.util import find_spec


def note_absence(name: str) -> None:
    """If there is no such module, have the next import of it fail without another search.

    As Python notes it itself (Python reference, 5.3.1, The module cache).
    """
    if name not in sys.modules and find_spec(name) is None:
        sys.modules[name] = None  # type: ignore[assignment]  # that is how absence is noted
