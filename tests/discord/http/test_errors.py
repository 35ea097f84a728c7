"""The error family, as far as it can be told without a server."""

import pytest

from cakd_tui.core.errors import CredentialsRefused, ProviderError
from cakd_tui.core.symptom import Symptom
from cakd_tui.discord.http import errors
from cakd_tui.discord.http.errors import (
    ApiError,
    Asked,
    BadBaseUrl,
    BadReply,
    BadWebhookUrl,
    DiscordError,
    MalformedToken,
    TransportError,
)

POST = Asked("POST", "https://discord.com/api/v10/webhooks/7/s3cret", "execute_webhook")
GET = Asked("GET", "https://discord.com/api/v10/users/@me")


def test_every_error_is_one_of_the_provider() -> None:
    family = [
        kind
        for kind in vars(errors).values()
        if isinstance(kind, type) and issubclass(kind, Exception)
    ]
    ours = [kind for kind in family if kind not in (ProviderError, CredentialsRefused)]
    assert len(ours) == 13
    assert all(issubclass(kind, DiscordError) for kind in ours)
    assert all(kind.__name__ in (errors.__doc__ or "") for kind in ours)


def test_a_transport_failure_names_the_request() -> None:
    error = TransportError(GET, "dns", "no such\n host", sent=False)
    assert str(error) == (
        "failed to make request: GET https://discord.com/api/v10/users/@me: no such host"
    )
    assert error.symptom == Symptom("transport", {"reason": "dns"}, str(error))


@pytest.mark.parametrize(
    "error",
    [
        ApiError(POST, 400, "see /webhooks/7/s3cret", form_errors=["x: /webhooks/7/s3cret"]),
        ApiError(POST, 400, "", api_message='{"token": "s3cret'),
        TransportError(POST, "other", "at https://discord.com/api/webhooks/7/s3cret", sent=True),
        BadReply(POST, 200, "not-json", "/webhooks/7/s3cret"),
    ],
)
def test_a_webhook_token_is_masked_wherever_it_stands(error: DiscordError) -> None:
    shown = f"{error!r} {error} {error.args} {error.symptom}"
    assert "s3cret" not in shown
    if isinstance(error, ApiError):
        assert "s3cret" not in f"{error.body} {error.api_message} {error.form_errors}"


@pytest.mark.parametrize(
    ("asked", "sent", "ambiguous"),
    [(POST, True, True), (POST, False, False), (GET, True, False), (GET, False, False)],
)
def test_only_a_change_that_was_sent_is_ambiguous(
    asked: Asked, sent: bool, ambiguous: bool
) -> None:
    assert TransportError(asked, "other", "x", sent=sent).ambiguous is ambiguous


def test_an_unreadable_answer_to_a_change_is_ambiguous() -> None:
    assert BadReply(POST, 200, "truncated", "x").ambiguous
    assert not BadReply(GET, 200, "truncated", "x").ambiguous
    assert "action" not in BadReply(GET, 200, "truncated", "x").symptom.facts


def test_what_was_never_sent_is_told_apart() -> None:
    assert MalformedToken("bot token").symptom.facts == {"reason": "malformed-token"}
    assert BadBaseUrl("is odd").symptom.kind == "config"
    assert BadWebhookUrl().symptom.kind == "config"
