"""A request that is not taken: the status, what is wrong with it, and the next step."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from starlette.responses import JSONResponse, Response


@dataclass
class Refusal(Exception):
    """Raised wherever the request turns out to be unusable."""

    status: int
    error: str
    hint: str
    headers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    is_told: bool = False
    """Whether the log has said it before, and is not to say it each time."""

    def response(self) -> Response:
        """The answer to it."""
        body = {"error": self.error, "hint": self.hint}
        return JSONResponse(body, self.status, dict(self.headers))
