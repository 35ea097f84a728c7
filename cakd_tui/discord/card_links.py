"""The links of a card: what raised the alert, what to do about it, and how to silence it.

They are links in the text. Embeds have a place for an address too, but of several embeds with the
same one Discord shows but one, and it refuses addresses whose host is a plain name (observed).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlsplit

from cakd_tui.core.alert import Alert
from cakd_tui.discord.card_limits import DESCRIPTION, width

RUNBOOK: Final = "runbook_url"
"""The annotation that says where the runbook is."""

_PLAIN_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_HOST: Final = re.compile(r"[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\]")
_KEPT: Final = "!#$%&'+,/:;=?@~-._"
_BETWEEN: Final = " · "
_SAFEST_FIRST: Final = ("Runbook", "Source", "Silence")
"""Which links are left when there is no room for all of them."""


@dataclass(frozen=True, slots=True)
class Linked:
    """A link of a card."""

    label: str
    url: str | None
    """None for one that is longer than any card."""

    @property
    def markup(self) -> str:
        """The label, leading to the address."""
        return f"[{self.label}]({self.url})"


def links_of(alert: Alert) -> tuple[Linked, ...]:
    """The links there are, in the order they are shown."""
    urls = {
        "Source": web_address(alert.generator_url),
        "Runbook": web_address(alert.annotations.get(RUNBOOK, "")),
        "Silence": silence_url(alert) if alert.firing else "",
    }
    return tuple(Linked(label, url) for label, url in urls.items() if url != "")


def line(links: Iterable[Linked], room: int) -> str:
    """The links that there is room for, whole, and the count of those that are left out."""
    links = tuple(links)
    kept: set[str] = set()
    whole = [each for each in links if each.url is not None]
    for each in sorted(whole, key=lambda link: _SAFEST_FIRST.index(link.label)):
        if width(_line(links, {*kept, each.label})) <= room:
            kept.add(each.label)
    text = _line(links, kept)
    return text if width(text) <= room else ""


def _line(links: tuple[Linked, ...], kept: set[str]) -> str:
    shown = [each.markup for each in links if each.label in kept]
    left = len(links) - len(shown)
    if left:
        shown.append(f"and {left} more link{'' if left == 1 else 's'}")
    return _BETWEEN.join(shown)


def web_address(text: str) -> str:
    """The address in a form that ends no link early, without user and password.

    Empty where it is none of the web.
    """
    try:
        parts = urlsplit(text.strip())
        host, port = parts.hostname or "", parts.port
        host = host.encode("idna").decode() if not host.isascii() else host
    except ValueError:  # a UnicodeError is one
        return ""
    host = f"[{host}]" if ":" in host else host
    if parts.scheme.lower() not in {"http", "https"} or not _HOST.fullmatch(host):
        return ""
    query = f"?{parts.query}" if parts.query else ""
    fragment = f"#{parts.fragment}" if parts.fragment else ""
    rest = quote(f"{parts.path}{query}{fragment}", safe=_KEPT, errors="replace")
    return f"{parts.scheme.lower()}://{host}{f':{port}' if port is not None else ''}{rest}"


def silence_url(alert: Alert) -> str | None:
    """The page of its Alertmanager for a new silence that fits this alert.

    Empty where that is not known, None where it would be longer than a card's text.

    Source: Alertmanager, ui/app (route #/silences/new?filter=) and docs, Matchers.
    """
    base = web_address(alert.alertmanager_url).partition("#")[0].partition("?")[0].rstrip("/")
    length = sum(len(name) + len(value) for name, value in alert.labels.items())
    if not base or not length:
        return ""
    if length >= DESCRIPTION:
        return None
    matchers = quote(_matchers(alert.labels), safe="")
    return f"{base}/#/silences/new?filter={matchers}"


def _matchers(labels: Mapping[str, str]) -> str:
    names = sorted(labels, key=lambda name: (name != "alertname", name))
    return f"{{{','.join(f'{_name(name)}={_quoted(labels[name])}' for name in names)}}}"


def _name(name: str) -> str:
    return name if _PLAIN_NAME.fullmatch(name) else _quoted(name)


def _quoted(text: str) -> str:
    text = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{text.encode(errors="replace").decode()}"'
