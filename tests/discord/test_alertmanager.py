"""Alertmanager's own sender to Discord, by its version."""

import pytest

from cakd_tui.core.errors import NoReceiver
from cakd_tui.core.route import Route
from cakd_tui.core.secret import Secret
from cakd_tui.discord.alertmanager import MESSAGE, TITLE
from cakd_tui.discord.provider import DiscordProvider

URL = "https://discord.com/api/webhooks/1234567890/abcdefghijklmnopqrstuvwxyz"


def sender(
    version: tuple[int, int], url_file: str | None = None, url: str = URL
) -> dict[str, object]:
    """The one sender of a receiver."""
    route = Route("my-project", "discord", webhook=Secret(url))
    made = DiscordProvider(environment={}).alertmanager_receiver(route, url_file, version)
    senders = made["discord_configs"]
    assert isinstance(senders, list)
    (only,) = senders
    return dict(only)


@pytest.mark.parametrize("version", [(0, 27), (0, 28), (0, 34), (1, 0)])
def test_what_cuts_by_itself_needs_no_templates(version: tuple[int, int]) -> None:
    assert sender(version) == {"webhook_url": URL, "send_resolved": True}


@pytest.mark.parametrize("version", [(0, 25), (0, 26)])
def test_what_does_not_cut_gets_short_templates(version: tuple[int, int]) -> None:
    assert sender(version) == {
        "webhook_url": URL,
        "title": TITLE,
        "message": MESSAGE,
        "send_resolved": True,
    }


def test_the_url_may_stand_in_a_file_and_then_nowhere_else() -> None:
    made = sender((0, 28), "/etc/cakd/webhooks/my-project")
    assert made == {"webhook_url_file": "/etc/cakd/webhooks/my-project", "send_resolved": True}


@pytest.mark.parametrize("version", [(0, 25), (0, 26), (0, 27)])
def test_an_older_one_reads_no_file(version: tuple[int, int]) -> None:
    said = rf"Alertmanager 0\.{version[1]} can't read Discord's webhook URL from a file"
    with pytest.raises(NoReceiver, match=said):
        sender(version, "/etc/cakd/webhooks/my-project")


def test_before_0_25_there_is_no_sender_to_discord() -> None:
    with pytest.raises(NoReceiver, match=r"Alertmanager 0\.24 can't post to Discord by itself"):
        sender((0, 24))


@pytest.mark.parametrize("url_file", [None, "/x"])
@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/api/webhooks/1/abc",
        URL.removeprefix("https://"),
        f"{URL}\nx",
        f" {URL}",
    ],
)
def test_what_is_no_webhook_of_discord_is_refused_unseen(url: str, url_file: str | None) -> None:
    with pytest.raises(NoReceiver) as caught:
        sender((0, 28), url_file, url)
    assert url.strip() not in caught.value.message
