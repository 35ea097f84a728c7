"""Room and what is there already, at the limits."""

import pytest

from cakd_tui.core.field import Choice
from cakd_tui.core.finding import Finding, Verdict
from cakd_tui.core.plan import Candidates
from cakd_tui.core.secret import Secret
from cakd_tui.discord.adoption import NoSuchChoice
from cakd_tui.discord.checks import EXISTING
from cakd_tui.discord.http.errors import Asked, DiscordError, Forbidden, ServerError
from cakd_tui.discord.http.models import (
    INCOMING_WEBHOOK,
    TEXT_CHANNEL,
    Channel,
    Guild,
    SealedText,
    Webhook,
)
from cakd_tui.discord.stock_findings import (
    names_finding,
    refused_use,
    room_finding,
    undecided_finding,
)

GUILD = Guild(id=100, name="Ops Lab", owner_id=1)
OURS = Channel(10, TEXT_CHANNEL, GUILD.id, "alerts-my-project")
ASKED = Asked("GET", "https://discord.com/api/v10/guilds/100/webhooks")
OUTAGE = ServerError(ASKED, 502, "")
UNSEEN = Forbidden(ASKED, 403, "{}", code=50013)


def channels(count: int) -> tuple[Channel, ...]:
    return tuple(Channel(number, TEXT_CHANNEL, GUILD.id, "x") for number in range(count))


def webhooks(count: int, channel: int, name: str = "Grafana") -> tuple[Webhook, ...]:
    token = SealedText(Secret("hush"))
    return tuple(
        Webhook(
            channel * 1000 + number,
            INCOMING_WEBHOOK,
            channel_id=channel,
            name=name,
            sealed_token=token,
        )
        for number in range(count)
    )


def room(
    count: int, listed: tuple[Webhook, ...] | DiscordError, channel: Channel | None
) -> Finding:
    has_webhook = not isinstance(listed, DiscordError) and OUR_WEBHOOK[0] in listed
    return room_finding(channels(count), listed, channel, has_webhook)


OUR_WEBHOOK = webhooks(1, 10, "CAKD Alerting - my-project")


@pytest.mark.parametrize(
    ("count", "listed", "channel", "verdict", "evidence"),
    [
        (499, (), None, Verdict.PASS, "499 of 500 channels · 0 of 15 webhooks"),
        (500, (), None, Verdict.FAIL, "500 of 500 channels"),
        (500, (), OURS, Verdict.PASS, "500 of 500 channels · 0 of 15 webhooks"),
        (1, webhooks(14, 10), OURS, Verdict.PASS, "1 of 500 channels · 14 of 15 webhooks"),
        (1, webhooks(15, 10), OURS, Verdict.FAIL, "1 of 500 channels · 15 of 15 webhooks"),
        (1, webhooks(15, 11), OURS, Verdict.PASS, "1 of 500 channels · 0 of 15 webhooks"),
        (
            1,
            (*webhooks(14, 10), *OUR_WEBHOOK),
            OURS,
            Verdict.PASS,
            "1 of 500 channels · 15 of 15 webhooks",
        ),
        (1, webhooks(999, 11), OURS, Verdict.PASS, "1 of 500 channels · 0 of 15 webhooks"),
        (1, webhooks(1000, 11), None, Verdict.FAIL, "1000 of 1000 webhooks in the server"),
        (
            1,
            (*webhooks(999, 11), *OUR_WEBHOOK),
            OURS,
            Verdict.PASS,
            "1 of 500 channels · 1 of 15 webhooks",
        ),
    ],
)
def test_room_is_missing_only_for_what_has_to_be_made(
    count: int,
    listed: tuple[Webhook, ...],
    channel: Channel | None,
    verdict: Verdict,
    evidence: str,
) -> None:
    found = room(count, listed, channel)
    assert (found.verdict, found.evidence) == (verdict, evidence)
    assert bool(found.fixes) is (verdict is Verdict.FAIL)


def test_where_the_bot_sees_only_some_channels_only_a_lack_of_room_is_certain() -> None:
    def found(count: int, channel: Channel | None) -> tuple[Verdict, str]:
        finding = room_finding(channels(count), (), channel, sees_all=False)
        return finding.verdict, finding.evidence

    assert found(1, None) == (Verdict.SKIPPED, "needs View Channel to count the channels")
    assert found(500, None) == (Verdict.FAIL, "500 of 500 channels")
    assert found(1, OURS) == (Verdict.PASS, "at least 1 of 500 channels · 0 of 15 webhooks")


def test_a_full_channel_is_named_in_the_way_out() -> None:
    (fix,) = room(1, webhooks(15, 10), OURS).fixes
    assert fix.text.startswith("#alerts-my-project → ")


def test_webhooks_the_bot_may_not_see_are_another_checks_matter() -> None:
    found = room(3, UNSEEN, None)
    assert (found.verdict, found.evidence) == (Verdict.PASS, "3 of 500 channels")


def test_webhooks_that_cannot_be_counted_are_a_doubt_with_the_errors_symptom() -> None:
    found = room(3, OUTAGE, None)
    assert found.verdict is Verdict.WARN
    assert found.symptom == OUTAGE.symptom


def test_a_full_server_is_said_although_the_webhooks_are_unknown() -> None:
    assert room(500, OUTAGE, None).verdict is Verdict.FAIL


@pytest.mark.parametrize(
    ("project", "evidence"),
    [
        ("my-project", "CAKD Alerting - my-project"),
        ("discord-bot", 'the webhook\'s writes "discord" as "dscrd": CAKD Alerting - dscrd-bot'),
        (
            "discord-clyde",
            'the webhook\'s writes "discord" as "dscrd" and "clyde" as "clyd": '
            "CAKD Alerting - dscrd-clyd",
        ),
    ],
)
def test_a_name_that_has_to_be_altered_is_said(project: str, evidence: str) -> None:
    assert names_finding(project).evidence == evidence


def test_what_has_to_be_chosen_fails_with_each_of_the_candidates() -> None:
    choices = (Choice("7", "#alerts-a", "no topic"), Choice("9", "#alerts-a", 'topic "x"'))
    found = undecided_finding((Candidates("channel", choices),))
    assert found is not None
    assert (found.check, found.verdict) == (EXISTING, Verdict.FAIL)
    assert found.evidence == "2 channels could be the project's"
    assert found.headline == "Which channel is the project's?"
    assert [(fix.where, fix.text) for fix in found.fixes] == [
        ("Either", "take #alerts-a (no topic), the id 7"),
        ("or", 'take #alerts-a (topic "x"), the id 9'),
    ]
    assert found.symptom is not None
    assert found.symptom.facts == {"reason": "several", "kind": "channel"}


def test_where_nothing_has_to_be_chosen_there_is_no_such_finding() -> None:
    assert undecided_finding(()) is None


def test_a_choice_that_cannot_be_is_refused_with_its_row() -> None:
    found = refused_use(NoSuchChoice("webhook", "7", "it is not there"))
    assert (found.check, found.verdict) == (EXISTING, Verdict.FAIL)
    assert found.evidence == "the webhook 7 that was chosen can't be used: it is not there"
    assert found.symptom is not None
    assert found.symptom.facts == {"reason": "impossible", "kind": "webhook"}
