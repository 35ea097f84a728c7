"""Discord's own OpenAPI document, held against what our client sends and the rehearsal answers.

The one place that lists where the document and Discord's docs part ways.
"""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Final

from jsonschema import Draft202012Validator, ValidationError
from jsonschema.protocols import Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from cakd_tui.rehearsal.answer import Reply, Request
from cakd_tui.rehearsal.refusals import Refusal
from cakd_tui.rehearsal.rehearsal import ROUTES
from cakd_tui.rehearsal.routing import Router

OUR_CLIENT: Final = "cakd/cakd-tui"
ROUTER: Final = Router(ROUTES)

KNOWN_EXCEPTIONS: Final[tuple[tuple[str, dict[str, object]], ...]] = (
    # Where the docs say more than the document: its place there, and what holds in its stead.
    ("components/schemas/GuildFeatures", {"type": "string"}),
    ("components/schemas/GuildChannelResponse/properties/type", {"type": "integer"}),
    ("components/schemas/RatelimitedResponse/allOf/0", {"required": ["message"]}),
    (
        "components/schemas/InnerErrors/properties/_errors/items",
        {
            "type": "object",
            "required": ["code", "message"],
            "properties": {"code": {"type": "string"}, "message": {"type": "string"}},
        },
    ),
)

STRICTER_BODIES: Final = {"execute_webhook": "/components/schemas/IncomingWebhookRequestPartial"}
"""Requests whose own schema is a choice that lets everything pass, and what they really are."""


class Document:
    """Discord's OpenAPI document, with the known exceptions worked in."""

    def __init__(self, path: Path) -> None:
        self._content: dict[str, Any] = json.loads(path.read_text("utf-8"))
        for place, schema in KNOWN_EXCEPTIONS:
            self._replace(place.split("/"), schema)
        self._registry: Registry[Any] = Registry().with_resource(
            "urn:discord", DRAFT202012.create_resource(self._content)
        )
        self._validators: dict[str, Validator] = {}
        self._sound: set[tuple[str, bytes]] = set()
        """The bodies that were held against a schema and found sound."""
        self._places = {
            operation["operationId"]: (route, method)
            for route, item in self._content["paths"].items()
            for method, operation in item.items()
            if isinstance(operation, dict)
        }

    def check(self, operation: str, status: int, body: bytes) -> None:
        """Fail where the body of an answer isn't what the document says."""
        self._validate(self._answer(operation, status), body)

    def check_request(self, operation: str, body: bytes) -> None:
        """Fail where the body of a request isn't what the document says."""
        route, method = self._places[operation]
        described = self._content["paths"][route][method].get("requestBody")
        assert described, f"{operation} takes no body"
        usual = f"{self._path(operation)}/requestBody/content/application~1json/schema"
        self._validate(STRICTER_BODIES.get(operation, usual), body)

    def _validate(self, pointer: str, body: bytes) -> None:
        if (pointer, body) in self._sound:
            return
        if pointer not in self._validators:
            schema = {"$ref": f"urn:discord#{pointer}"}
            self._validators[pointer] = Draft202012Validator(schema, registry=self._registry)
        self._validators[pointer].validate(json.loads(body))
        self._sound.add((pointer, body))

    def _answer(self, operation: str, status: int) -> str:
        if status == 429:
            return "/components/schemas/RatelimitedResponse"
        if 400 <= status < 500:
            return "/components/schemas/ErrorResponse"
        route, method = self._places[operation]
        listed = self._content["paths"][route][method]["responses"]
        assert str(status) in listed, f"{operation} has no answer {status}"
        return f"{self._path(operation)}/responses/{status}/content/application~1json/schema"

    def _path(self, operation: str) -> str:
        route, method = self._places[operation]
        return f"/paths/{route.replace('~', '~0').replace('/', '~1')}/{method}"

    def _replace(self, names: list[str], schema: dict[str, object]) -> None:
        node: Any = self._content
        for name in names[:-1]:
            node = node[int(name)] if isinstance(node, list) else node[name]
        last = names[-1]
        node[int(last) if isinstance(node, list) else last] = schema


class Witness:
    """Sees every genuine answer, and every request of our own client, and notes what is wrong."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.wrong: list[str] = []
        self.requests = 0
        self.answers = 0

    def saw(self, request: Request, reply: Reply) -> None:
        """Hold both against the document; a refused request is the client's own affair."""
        operation = operation_of(request)
        if operation is None or not 200 <= reply.status < 300:
            return
        if reply.body:
            self.answers += 1
            self._note(request, lambda: self.document.check(operation, reply.status, reply.body))
        if request.body and OUR_CLIENT in request.headers.get("user-agent", ""):
            self.requests += 1
            self._note(request, lambda: self.document.check_request(operation, request.body))

    def _note(self, request: Request, check: Callable[[], None]) -> None:
        try:
            check()
        except (ValidationError, AssertionError) as error:
            self.wrong.append(f"{request.method} {operation_of(request)}: {error}")


def operation_of(request: Request) -> str | None:
    """The `operationId` of a request to the API; None for a route it hasn't."""
    try:
        route, _ = ROUTER.find(request.method, request.path)
    except Refusal:
        return None
    return route.operation


@cache
def document(path: str) -> Document:
    """The document at `path`, read once."""
    return Document(Path(path))
