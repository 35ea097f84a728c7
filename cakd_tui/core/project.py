"""The project's name: the rule it must meet, and the nearest name that meets it."""

import re
import unicodedata
from typing import Final

from cakd_tui.core.reading import Accepted, Reading, Refused

LONGEST: Final = 63
"""Characters in a Kubernetes label value, which a namespace's name is."""

_RULE: Final = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")


def read_project(text: str) -> Reading:
    """Accept a project's name, or refuse it with the reason and a corrected suggestion.

    The rule is that of a Kubernetes namespace (Kubernetes docs: Object Names, RFC 1123 label).
    """
    name = text.strip()
    if _RULE.fullmatch(name):
        return Accepted(name)
    suggestion = suggested_project(name)
    return Refused(_reason(name), suggestion or "my-project")


def is_project_name(text: str) -> bool:
    """Whether this is a project's name as it stands, and so no path to somewhere else."""
    return _RULE.fullmatch(text) is not None


def suggested_project(text: str) -> str:
    """The nearest valid name, or an empty string when nothing of the text can be kept."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST].strip("-")


def _reason(name: str) -> str:
    if not name:
        return "Type the project's name."
    if len(name) > LONGEST:
        return f"That is {len(name)} characters; a namespace's name has at most {LONGEST}."
    if name != name.lower():
        return "Only lower-case letters: the name is also the Kubernetes namespace of its alerts."
    if name.startswith("-") or name.endswith("-"):
        return "It must start and end with a letter or a digit."
    return "Only a-z, 0-9 and dashes: the name is also the Kubernetes namespace of its alerts."
