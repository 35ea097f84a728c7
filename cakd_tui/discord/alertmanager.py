"""Alertmanager's own sender to Discord, `discord_configs`, as each of its versions has it.

It came with 0.25. What is too long for Discord it cuts from 0.27 on; before, Discord refuses such a
message for good, so the templates are short ones. The URL can be in a file from 0.28 on: 0.27 knows
the field and still asks for a URL beside it.

Source: Alertmanager's change log and its package notify/discord.
"""

import re
from collections.abc import Mapping
from typing import Final

from cakd_tui.core.errors import NoReceiver
from cakd_tui.core.route import Route
from cakd_tui.discord.http.errors import BadWebhookUrl
from cakd_tui.discord.http.webhook_url import parse_public_url

FIRST: Final = (0, 25)
CUTS: Final = (0, 27)
"""The first version that shortens what is too long."""
READS_FILES: Final = (0, 28)
"""The first version that reads the URL from a file."""

_PLAIN: Final = re.compile(r"https://[\w.~:/?#&=%-]+", re.ASCII)
"""Nothing around the URL that people's eyes pass over."""

TITLE: Final = (
    '{{ printf "%.256s" (printf "[%s:%d] %s" (.Status | toUpper) (len .Alerts) '
    '(.GroupLabels.SortedPairs.Values | join " ")) }}'
)
MESSAGE: Final = (
    "{{ range $index, $alert := .Alerts }}{{ if lt $index 10 }}"
    '**{{ $alert.Status | toUpper }}** {{ printf "%.180s" (or $alert.Annotations.summary '
    '($alert.Labels.SortedPairs.Values | join " ")) }}\n'
    '{{ with $alert.Annotations.description }}{{ printf "%.180s" . }}\n{{ end }}'
    "{{ end }}{{ end }}"
    "{{ if gt (len .Alerts) 10 }}{{ len .Alerts }} alerts in all{{ end }}"
)
"""Up to ten alerts, each with 180 characters of two texts, and their number: 3,800 at most."""


def receiver(route: Route, url_file: str | None, version: tuple[int, int]) -> Mapping[str, object]:
    """The keys of the route's receiver. Raises `NoReceiver`."""
    if version < FIRST:
        raise NoReceiver(f"Alertmanager {_shown(version)} can't post to Discord by itself")
    url = _url(route)
    sender: dict[str, object] = {}
    if url_file is None:
        sender["webhook_url"] = url
    elif version < READS_FILES:
        raise NoReceiver(
            f"Alertmanager {_shown(version)} can't read Discord's webhook URL from a file"
        )
    else:
        sender["webhook_url_file"] = url_file
    if version < CUTS:
        sender |= {"title": TITLE, "message": MESSAGE}
    return {"discord_configs": [{**sender, "send_resolved": True}]}


def _url(route: Route) -> str:
    """The route's URL. Raises `NoReceiver` where it is none that Alertmanager could post to."""
    url = route.webhook.reveal()
    try:
        parse_public_url(url)
    except BadWebhookUrl as error:
        raise NoReceiver(error.message) from None
    if not _PLAIN.fullmatch(url):
        raise NoReceiver(BadWebhookUrl().message)
    return url


def _shown(version: tuple[int, int]) -> str:
    return ".".join(map(str, version))
