"""A saved route as JSON: what is written, and how strictly it is read back."""

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from cakd_tui.core.project import is_project
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
KEPT: Final = "kept"
"""Left out where a route keeps nothing, as in files from before there was such a key."""
_OURS: Final = {"version", KEPT, *_KINDS}


class NotARoute(ValueError):
    """The text isn't a saved route; the message says why.

    Of what is in it nothing is repeated but the name of another project.
    """


class Newer(Exception):
    """A newer program saved this, in a layout unknown here."""


def written(route: Route, others: Mapping[str, object]) -> bytes:
    """The route's file, pretty-printed, with `others` (keys that aren't ours) at its end."""
    content = {
        "version": VERSION,
        "namespace": route.project,
        "provider": route.provider,
        "webhook_url": route.webhook.reveal(),
        "values": dict(route.values),
        "remembered": [_written_thing(each) for each in route.remembered],
        **({KEPT: dict(route.kept)} if route.kept else {}),
        **others,
    }
    return f"{json.dumps(content, indent=2)}\n".encode()


def _written_thing(thing: Remembered) -> dict[str, object]:
    written = {"kind": thing.kind, "id": thing.id, "name": thing.name, "made": thing.made}
    return written if thing.place is None else {**written, "place": thing.place}


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
        raise NotARoute(_another(content["namespace"]))
    route = Route(
        project=project,
        provider=content["provider"],
        values=texts("values", content["values"]),
        remembered=tuple(_thing(each) for each in content["remembered"]),
        webhook=Secret(content["webhook_url"]),
        kept=texts(KEPT, content.get(KEPT, {})),
    )
    return route, {key: value for key, value in content.items() if key not in _OURS}


def _another(namespace: str) -> str:
    named = is_project(namespace)
    return f"it is the route of {namespace}" if named else "it is another project's route"


def refuse_version(version: object) -> None:
    """Raises `NotARoute` or `Newer` where the layout isn't the one of `VERSION`."""
    if not isinstance(version, int) or version < VERSION:
        raise NotARoute("version is missing or has the wrong type")
    if version > VERSION:
        raise Newer(f"a newer cakd saved it (layout {version}); upgrade this one")


def texts(name: str, found: object) -> Mapping[str, str]:
    """What a route says by name, as it was read. Raises `NotARoute` unless all are texts."""
    listed = found if isinstance(found, dict) else {None: None}
    values = {key: value for key, value in listed.items() if isinstance(value, str)}
    if len(values) != len(listed):
        raise NotARoute(f"{name} holds something else than texts")
    return MappingProxyType({str(key): value for key, value in values.items()})


def _thing(found: object) -> Remembered:
    match found:
        case {"kind": str(kind), "id": str(id_), "name": str(name), "made": bool(made), **more}:
            place = more.get("place")
            if place is None or isinstance(place, str):
                return Remembered(kind, id_, name, made, place)
    raise NotARoute("remembered holds something else than things with kind, id, name and made")
