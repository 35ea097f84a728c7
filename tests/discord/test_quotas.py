"""The limits a plan comes nearer to: those of what it makes, and no others."""

from cakd_tui.core.answers import Answers
from cakd_tui.core.plan import Quota
from cakd_tui.discord.decision import decided
from cakd_tui.discord.http.errors import Asked, DiscordError, ServerError
from cakd_tui.discord.http.models import CATEGORY, INCOMING_WEBHOOK, TEXT_CHANNEL, Channel, Webhook
from cakd_tui.discord.quotas import quotas_of

ANSWERS = Answers("api").with_value("guild", "100")
OPS = Channel(50, CATEGORY, 100, "Ops")
UNDER = Channel(51, TEXT_CHANNEL, 100, "deploys", parent_id=50)
OURS = Channel(10, TEXT_CHANNEL, 100, "alerts-api")
TWIN = Channel(11, TEXT_CHANNEL, 100, "alerts-api")
FOREIGN = tuple(Webhook(number, INCOMING_WEBHOOK, 10) for number in (1, 2))
ELSEWHERE = Webhook(3, INCOMING_WEBHOOK, 51)
OUTAGE = ServerError(Asked("GET", "https://discord.com/x"), 502, "")


def quotas(
    *channels: Channel,
    webhooks: tuple[Webhook, ...] | DiscordError = (),
    category: Channel | None = None,
    sees_all: bool = True,
) -> tuple[Quota, ...]:
    decision = decided(ANSWERS, None, channels, webhooks)
    return quotas_of("Ops Lab", channels, webhooks, decision, category, sees_all=sees_all)


def test_a_new_channel_takes_room_in_the_server_and_its_webhook_in_the_channel() -> None:
    assert quotas(OPS, UNDER, webhooks=(ELSEWHERE,)) == (
        Quota("channels in Ops Lab", 3, 500),
        Quota("webhooks in the channel", 1, 15),
    )


def test_one_that_goes_into_a_category_takes_room_there_too() -> None:
    assert Quota("channels in Ops", 2, 50) in quotas(OPS, UNDER, category=OPS)


def test_a_channel_that_is_there_takes_no_room() -> None:
    assert quotas(OPS, OURS, webhooks=(*FOREIGN, ELSEWHERE), category=OPS) == (
        Quota("webhooks in the channel", 3, 15),
    )


def test_webhooks_that_are_not_shown_are_not_counted() -> None:
    assert quotas(OURS, webhooks=OUTAGE) == ()


def test_channels_of_which_the_bot_sees_only_some_are_not_counted() -> None:
    assert quotas(OPS, UNDER, category=OPS, sees_all=False) == (
        Quota("webhooks in the channel", 1, 15),
    )


def test_what_has_to_be_chosen_first_takes_nothing_yet() -> None:
    assert quotas(OURS, TWIN) == ()
