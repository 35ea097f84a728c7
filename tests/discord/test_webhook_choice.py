"""Which of a channel's webhooks is taken for the project's."""

from hypothesis import given
from hypothesis import strategies as st

from cakd_tui.core.secret import Secret
from cakd_tui.discord.http.models import INCOMING_WEBHOOK, Channel, SealedText, Webhook
from cakd_tui.discord.webhook_choice import own_webhook

FOLLOWER = 2
CHANNEL = Channel(id=10, type=0, name="alerts-my-project")
OURS = "CAKD Alerting - my-project"


def webhook(
    number: int,
    name: str = OURS,
    *,
    token: str | None = "hush",
    kind: int = INCOMING_WEBHOOK,
    channel: int = CHANNEL.id,
) -> Webhook:
    sealed = None if token is None else SealedText(Secret(token))
    return Webhook(number, kind, channel_id=channel, name=name, sealed_token=sealed)


def chosen(*webhooks: Webhook, remembered: int | None = None) -> int | None:
    found = own_webhook(webhooks, CHANNEL, "my-project", remembered)
    return None if found is None else found.id


def test_the_remembered_one_is_taken_whatever_its_name() -> None:
    assert chosen(webhook(1), webhook(2, "Renamed"), remembered=2) == 2


def test_of_several_with_our_name_the_oldest_is_taken() -> None:
    assert chosen(webhook(3), webhook(1), webhook(2)) == 1


def test_a_name_discord_would_store_alike_is_ours() -> None:
    assert chosen(webhook(1, "  CAKD   Alerting - my-project ")) == 1


def test_another_projects_is_not_ours() -> None:
    assert chosen(webhook(1, f"{OURS}-2"), webhook(2, "Grafana")) is None


def test_what_cannot_be_posted_to_is_never_taken_even_when_it_is_remembered() -> None:
    for useless in (
        webhook(1, token=None),
        webhook(1, token=""),
        webhook(1, kind=FOLLOWER),
        webhook(1, channel=11),
    ):
        assert chosen(useless, remembered=1) is None
        assert chosen(useless, webhook(2), remembered=1) == 2


WEBHOOKS = st.builds(
    lambda number, name, token, kind, channel: webhook(
        number, name, token=token, kind=kind, channel=channel
    ),
    number=st.integers(1, 9),
    name=st.sampled_from((OURS, OURS.upper(), "Grafana")),
    token=st.sampled_from((None, "hush")),
    kind=st.sampled_from((INCOMING_WEBHOOK, FOLLOWER)),
    channel=st.sampled_from((CHANNEL.id, 11)),
)


@given(
    st.lists(WEBHOOKS, unique_by=lambda each: each.id, max_size=6),
    st.one_of(st.none(), st.integers(1, 9)),
)
def test_the_choice_does_not_depend_on_the_lists_order(
    webhooks: list[Webhook], remembered: int | None
) -> None:
    other_way = list(reversed(webhooks))
    assert chosen(*webhooks, remembered=remembered) == chosen(*other_way, remembered=remembered)
