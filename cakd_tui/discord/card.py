"""One alert as an embed: what is wrong and how bad at a glance, then where, since when, and links.

    ▲ Firing · critical
    **HighErrorRate**
    **High error rate on web-a**
    5xx ratio is 12.3%
    Since 23 November 2026 06:41, 3 minutes ago
    Source · Runbook · Silence
    pod          container
    web-a        nginx
    my-project · Alertmanager

A card has a room, in characters. Where that is too narrow for the whole alert its texts are cut
with a count, labels and links are left out with a count, and what is short stays whole.
"""

from typing import Final

from cakd_tui.core.alert import Alert
from cakd_tui.discord import card_labels, card_links
from cakd_tui.discord.card_limits import (
    DESCRIPTION,
    FIELDS,
    TITLE,
    TOGETHER,
    Card,
    shares,
    size,
    width,
)
from cakd_tui.discord.card_text import cut, escaped_width, fitted, in_lines, on_one_line
from cakd_tui.discord.card_words import NAMELESS, colour, state, times

_AUTHOR: Final = 64
_FOOTER: Final = 96
_SUMMARY: Final = "summary"
_DESCRIPTIONS: Final = ("description", "message")


def card(project: str, alert: Alert, room: int = TOGETHER, most_fields: int = FIELDS) -> Card:
    """The embed, of at most `room` characters (600 or more) and so many fields.

    Source: Discord docs, Message (Embed Object).
    """
    author, footer = _author(alert), _footer(project, alert)
    title = _title(alert, min(TITLE, room // 4))
    room -= width(author) + width(title) + width(footer)
    labels = card_labels.labels_of(alert, project)
    # Texts may not crowd out the labels, which say where it is.
    kept = min(card_labels.wanted(labels, most_fields), room * 2 // 5)
    most = min(DESCRIPTION, room - kept)
    text = _text(alert, most)
    fields = card_labels.fields(labels, room - width(text), most_fields)
    if (left := min(DESCRIPTION, room - size({"fields": fields}))) > most:
        text = _text(alert, left)
    return {
        "author": {"name": author},
        "title": title,
        **({"description": text} if text else {}),
        "color": colour(alert),
        **({"fields": fields} if fields else {}),
        **({"footer": {"text": footer}} if footer else {}),
    }


def plainest_card(alert: Alert) -> Card:
    """The name, the state and the namespace, and nothing else that could be found fault with."""
    namespace = on_one_line(alert.namespace)
    place = f", namespace {fitted(namespace, 100, links=False)}" if namespace else ""
    return {
        "title": _title(alert, 100),
        "description": f"{state(alert)}{place}",
        "color": colour(alert),
    }


def _author(alert: Alert) -> str:
    severity = on_one_line(alert.severity)
    return cut(f"{state(alert)} · {severity}" if severity else state(alert), _AUTHOR)


def _title(alert: Alert, room: int) -> str:
    return fitted(on_one_line(alert.name) or NAMELESS, room, links=False)


def _footer(project: str, alert: Alert) -> str:
    sender = "Alertmanager" if alert.alertmanager_url else ""
    return " · ".join(filter(None, (cut(on_one_line(project), _FOOTER), sender)))


def _text(alert: Alert, room: int) -> str:
    """What it says, when it was, and links: in so many characters."""
    when = times(alert)
    room -= width(when) + 2
    summary, description = _words(alert)
    needed = sum(escaped_width(each, DESCRIPTION) + 5 for each in (summary, description))
    links = card_links.line(card_links.links_of(alert), room - min(needed, room // 2))
    said = _said(summary, description, room - width(links))
    return "\n".join(part for part in (said, when, links) if part)


def _words(alert: Alert) -> tuple[str, str]:
    summary = on_one_line(alert.annotations.get(_SUMMARY, ""))
    texts = (in_lines(alert.annotations.get(key, "")) for key in _DESCRIPTIONS)
    description = next(filter(None, texts), "")
    return summary, "" if description == summary else description


def _said(summary: str, description: str, room: int) -> str:
    """The summary in bold, then the description."""
    room -= len("****\n")
    wanted = [escaped_width(each, DESCRIPTION) for each in (summary, description)]
    rooms = shares(wanted, room)
    bold = f"**{fitted(summary, rooms[0])}**" if summary else ""
    return "\n".join(part for part in (bold, fitted(description, rooms[1])) if part)
