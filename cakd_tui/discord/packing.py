"""Alerts as messages: as few messages as can be, as much of every alert as one message holds.

An alert alone gets all the room there is. Up to ten share one message, each on a card of its own:
what is short stays whole, the others share what is left evenly, and a card shows six labels at
most, as on a phone they stand below each other. So a backlog of any length takes a tenth as many
messages, and a card is never narrower than 600 characters.
"""

from collections.abc import Sequence
from typing import Final

from cakd_tui.core.alert import Alert
from cakd_tui.core.courier import Parcel
from cakd_tui.core.route import Route
from cakd_tui.discord.card import card, plainest_card
from cakd_tui.discord.card_limits import CARDS, FIELDS, TOGETHER, Card, shares, size
from cakd_tui.discord.mentions import allowed_mentions, mention_text, mentioned

_FIELDS_IN_COMPANY: Final = 7
"""Six labels, and the count of those left out."""


def packed(route: Route, alerts: Sequence[Alert]) -> Parcel:
    """The first of these alerts, up to ten, as one message."""
    together = alerts[:CARDS]
    most = FIELDS if len(together) == 1 else _FIELDS_IN_COMPANY
    cards = [card(route.project, each, most_fields=most) for each in together]
    sizes = [size(each) for each in cards]
    if sum(sizes) > TOGETHER:
        rooms = shares(sizes, TOGETHER)
        cards = [
            whole if room >= wanted else card(route.project, each, room, most)
            for each, whole, wanted, room in zip(together, cards, sizes, rooms, strict=True)
        ]
    return _parcel(route, cards, together)


def packed_plainly(route: Route, alert: Alert) -> Parcel:
    """One alert as a message that no filter and no limit should mind."""
    return _parcel(route, [plainest_card(alert)], [alert])


def _parcel(route: Route, cards: Sequence[Card], alerts: Sequence[Alert]) -> Parcel:
    """Source: Discord docs, Webhook (Execute Webhook)."""
    called = mentioned(route) if any(alert.firing for alert in alerts) else ()
    body: dict[str, object] = {
        "embeds": list(cards),
        "allowed_mentions": allowed_mentions(called),
    }
    if called:
        body["content"] = mention_text(called)
    return Parcel(body, len(cards))
