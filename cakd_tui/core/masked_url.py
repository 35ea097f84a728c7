"""How a webhook's URL is shown to whoever looks over the operator's shoulder."""

import re
from typing import Final
from urllib.parse import urlsplit

from cakd_tui.core.secret import MASK, Secret

_PLAIN: Final = re.compile(r"[a-z]{1,12}|v?[0-9]+")
"""A part of a path that is a word or a number: no secret is."""


def masked_url(url: Secret) -> str:
    """The host and the plain words and numbers of the path's beginning; never its last part.

    Whatever else there is may be what lets one post: a name before the host, the rest of the path,
    what follows a `?` or a `#`.
    """
    try:
        parts = urlsplit(url.reveal())
        host = parts.hostname or ""
    except ValueError:
        return MASK
    if not host:
        return MASK
    shown = [f"{parts.scheme}://{host}"]
    for part in parts.path.strip("/").split("/")[:-1]:
        if not _PLAIN.fullmatch(part):
            break
        shown.append(part)
    return "/".join((*shown, MASK))
