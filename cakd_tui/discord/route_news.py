"""What a saved route does not say yet of what a run takes or makes: why it is written. Pure."""

from collections.abc import Iterator

from cakd_tui.core.answers import Answers
from cakd_tui.core.route import WEBHOOK, Route
from cakd_tui.core.secret import Secret
from cakd_tui.discord.adoption import CHANNEL, Chosen
from cakd_tui.discord.category_move import is_moved
from cakd_tui.discord.http.models import Channel, Webhook


def route_news(
    answers: Answers,
    known: Route | None,
    channel: Chosen[Channel],
    webhook: Chosen[Webhook],
    url: Secret | None,
) -> str:
    """In a few words; empty where there is no route yet or it says it all. `url` is the webhook's.

    "leads to a new webhook", "notes the channel's new name".
    """
    if known is None:
        return ""
    if channel.candidates or webhook.candidates:
        return "follows what is chosen"
    return "; ".join(_news(answers, known, channel, webhook, url))


def _news(
    answers: Answers,
    known: Route,
    channel: Chosen[Channel],
    webhook: Chosen[Webhook],
    url: Secret | None,
) -> Iterator[str]:
    if dict(known.values) != dict(answers.values):
        yield "is for another server now"
    if webhook.thing is None:
        yield "leads to a new webhook"
    elif url != known.webhook:
        yield f"leads to {'another webhook' if known.webhook else 'the webhook that is there'}"
    yield from _of_thing(CHANNEL, known, channel.thing)
    if url == known.webhook:  # else that it leads there says it
        yield from _of_thing(WEBHOOK, known, webhook.thing)


def _of_thing(kind: str, known: Route, thing: Channel | Webhook | None) -> Iterator[str]:
    """What is new about a thing that is there."""
    before = known.thing(kind)
    if thing is None:
        return
    if before is None:
        yield f"names the {kind}"
    elif before.id != str(thing.id):
        yield f"names another {kind}"
    else:
        if before.name != (thing.name or ""):
            yield f"notes the {kind}'s new name"
        if isinstance(thing, Channel) and is_moved(before, thing):
            yield f"notes the {kind}'s new category"
