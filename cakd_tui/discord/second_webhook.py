"""Which webhook an interrupted rotation has made: it may exist without being written down."""

from collections.abc import Iterable

from cakd_tui.core.route import NEXT_WEBHOOK, Route
from cakd_tui.discord.adoption import is_own
from cakd_tui.discord.http.models import INCOMING_WEBHOOK, Webhook
from cakd_tui.discord.naming import same_name, webhook_name
from cakd_tui.discord.snowflake import id_or_none


def second_webhook(listed: Iterable[Webhook], route: Route) -> Webhook | None:
    """The one written down, or the one that a rotation killed before it wrote its id down made.

    That is a webhook of our name and of the bot's own application, remembered as nothing else and
    younger than all that is.
    """
    noted = route.thing(NEXT_WEBHOOK)
    if noted is None:
        return None
    usable = [each for each in listed if each.type == INCOMING_WEBHOOK and each.token]
    if noted.id:
        return next((each for each in usable if str(each.id) == noted.id), None)
    newest = max((id_or_none(each.id) or 0 for each in route.remembered), default=0)
    name = webhook_name(route.project).text
    ours = [
        each
        for each in usable
        if is_own(each) and each.id > newest and same_name(each.name or "", name)
    ]
    return max(ours, key=lambda each: each.id, default=None)
