"""The provider factory: finds notification providers by name among those installed."""

from collections.abc import Sequence
from importlib.metadata import EntryPoint, entry_points
from typing import Final

from cakd_tui.core.errors import UnknownProvider
from cakd_tui.core.option import Option
from cakd_tui.core.ports import Provider
from cakd_tui.core.symptom import Symptom

GROUP: Final = "cakd.notify"


def provider_names() -> tuple[str, ...]:
    """The installed providers' names, sorted, without importing any of them."""
    return tuple(sorted({point.name for point in entry_points(group=GROUP)}))


def load_provider(name: str) -> Provider:
    """The provider of that name. Raises `UnknownProvider` listing the known ones."""
    point = _entry_point(name)
    try:
        made: Provider = point.load()()
    except (ImportError, AttributeError, NameError, SyntaxError, TypeError, ValueError) as error:
        message = f"the notification provider {name} is installed but does not load: {error}"
        raise UnknownProvider(message, _symptom(name, "broken", message)) from error
    return made


def provider_options(name: str) -> Sequence[Option]:
    """What may be chosen beside that provider's fields. Raises `UnknownProvider`."""
    return load_provider(name).options


def _entry_point(name: str) -> EntryPoint:
    found = entry_points(group=GROUP, name=name)
    if not found:
        known = ", ".join(provider_names()) or "none"
        message = f"unknown notification provider {name!r}; known: {known}"
        raise UnknownProvider(message, _symptom(name, "unknown", message))
    return next(iter(found))


def _symptom(name: str, reason: str, text: str) -> Symptom:
    return Symptom("provider", {"name": name, "reason": reason}, text)
