"""An alert that says of itself that it is none, to see that alerts arrive."""

from datetime import UTC, datetime
from typing import Final

from cakd_tui.core.alert import Alert

_NAME: Final = "TestAlert"
_FILLER: Final = "the.largest.alert.there.is."
_LABELS: Final = 40
_LONGER_THAN_ANY_LIMIT: Final = 8000


def sample_alert(project: str, *, worst_case: bool = False) -> Alert:
    """An alert of the project's namespace that fires as of now.

    In the worst case everything about it is longer than any service takes, so that what is sent is
    the largest message there is.
    """
    now = datetime.now(UTC).replace(microsecond=0)
    labels = {"alertname": _NAME, "namespace": project, "severity": "info"}
    annotations = {
        "summary": "Nothing is wrong: this is a test",
        "description": (
            f"The alerts of namespace {project} arrive here, and this message shows that they do."
        ),
    }
    if not worst_case:
        return Alert(True, labels, annotations, now)
    address = f"https://alerts.example/{_long(_LONGER_THAN_ANY_LIMIT)}"
    labels["alertname"] = f"{_NAME}-{_long(_LONGER_THAN_ANY_LIMIT)}"
    labels |= {
        f"label_{number}_{_long(_LONGER_THAN_ANY_LIMIT)}": _long(_LONGER_THAN_ANY_LIMIT)
        for number in range(_LABELS)
    }
    annotations["description"] += f" {_long(_LONGER_THAN_ANY_LIMIT)}"
    annotations["runbook_url"] = address
    return Alert(
        True,
        labels,
        annotations,
        now,
        generator_url=address,
        alertmanager_url="https://alerts.example",
    )


def _long(length: int) -> str:
    return (_FILLER * (length // len(_FILLER) + 1))[:length]
