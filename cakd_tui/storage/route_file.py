"""A saved route as JSON: what is written, and how strictly it is read back."""

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from cakd_tui.core.route import Remembered, Route
from cakd_tui.core.secret import Secret

VERSION: Final = 1
"""Of the layout; a file with a higher one belongs to a newer program."""

_KINDS: Final[Mapping[str, type]] = {
    "namespace": str,
    "provider": str,
    "webhook_url": str,
    "values": dict,
    "remembered": list,
}
_KEPT: Final = "kept"
"""Left out where a route keeps nothing, as in files from before there was such a key."""
_OURS: Final = {"version", _KEPT, *_KINDS}


class NotARoute(ValueError):
    """The text isn't a saved route; the message says why, without a word of what is in it."""


class Newer(Exception):
    """A newer program saved this, in a layout unknown here."""


def written(route: Route, others: Mapping[str, object]) -> bytes:
    """The route's file, pretty-printed, with `others` (keys that aren't ours) at its end."""
    things = [
        {"kind": each.kind, "id": each.id, "name": each.name, "made": each.made}
        for each in route.remembered
    ]
    content = {
        "version": VERSION,
        "namespace": route.project,
        "provider": route.provider,
        "webhook_url": route.webhook.reveal(),
        "values": dict(route.values),
        "remembered": things,
        **({_KEPT: dict(route.kept)} if route.kept else {}),
        **others,
    }
    return f"{json.dumps(content, indent=2)}\n".encode()


def read(data: bytes, project: str) -> tuple[Route, Mapping[str, object]]:
    """The project's route, and the keys beside it that aren't ours.

    Raises `NotARoute` for anything but a route of this project, and `Newer`.
    """
    try:
        content = json.loads(data)
    except (ValueError, RecursionError):
        content = None  # and no word of the error, which carries along the text it failed on
    if not isinstance(content, dict):
        raise NotARoute("it is not a JSON object")
    refuse_version(content.get("version"))
    for key, kind in _KINDS.items():
        if not isinstance(content.get(key), kind):
            raise NotARoute(f"{key} is missing or has the wrong type")
    if content["namespace"] != project:
        raise NotARoute(f"it is the route of {content['namespace']!r}")
    route = Route(
        project=project,
        provider=content["provider"],
        values=_texts("values", content["values"]),
        remembered=tuple(_thing(each) for each in content["remembered"]),
        webhook=Secret(content["webhook_url"]),
        kept=_texts(_KEPT, content.get(_KEPT, {})),
    )
    return route, {key: value for key, value in content.items() if key not in _OURS}


def refuse_version(version: object) -> None:
    """Raises `NotARoute` or `Newer` where the layout isn't the one of `VERSION`."""
    if not isinstance(version, int) or version < VERSION:
        raise NotARoute("version is missing or has the wrong type")
    if version > VERSION:
        raise Newer(f"a newer cakd saved it (layout {version}); upgrade this one")


def plain_values(found: object) -> Mapping[str, str]:
    """The plain answers of a route as they were read. Raises `NotARoute` unless all are texts."""
    return _texts("values", found)


def _texts(name: str, found: object) -> Mapping[str, str]:
    listed = found if isinstance(found, dict) else {None: None}
    values = {key: value for key, value in listed.items() if isinstance(value, str)}
    if len(values) != len(listed):
        raise NotARoute(f"{name} holds something else than texts")
    return MappingProxyType({str(key): value for key, value in values.items()})


def _thing(found: object) -> Remembered:
    match found:
        case {"kind": str(kind), "id": str(id_), "name": str(name), "made": bool(made)}:
            return Remembered(kind, id_, name, made)
    raise NotARoute("remembered holds something else than things with kind, id, name and made")
