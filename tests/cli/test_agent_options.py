"""Flags of the agent, and the variables behind them."""

from pathlib import Path

import pytest

from cakd_tui.cli.agent_options import agent_options
from cakd_tui.cli.bad_usage import BadUsage

URL = "https://discord.com/api/webhooks/1/token"
VARIABLES = {
    "CAKD_AGENT_HOST": "::1",
    "CAKD_AGENT_PORT": "9095",
    "CAKD_AGENT_SPOOL": "/var/spool",
    "CAKD_AGENT_ROUTES": "~/routes.json",
    "CAKD_AGENT_SPOOL_SIZE": "64",
    "CAKD_AGENT_SAME_WITHIN": "30.5",
    "CAKD_AGENT_LOG": "json",
    "CAKD_AGENT_SECRET": " s3cret\n",
    "DISCORD_WEBHOOK_URL": URL,
}


def test_without_either_nothing_is_said() -> None:
    options = agent_options([], {})
    assert (options.host, options.port, options.spool, options.routes) == (None,) * 4
    assert (options.spool_mib, options.same_within, options.secret_file) == (None,) * 3
    assert not options.secret
    assert not options.default_webhook
    assert not options.json_log


def test_variables_count_where_no_flag_is_given(home: Path) -> None:
    options = agent_options([], VARIABLES)
    assert (options.host, options.port) == ("::1", 9095)
    assert (options.spool, options.routes) == (Path("/var/spool"), home / "routes.json")
    assert (options.spool_mib, options.same_within, options.json_log) == (64, 30.5, True)
    assert options.default_webhook.reveal() == URL
    assert options.secret.reveal() == "s3cret"


def test_flags_go_before_variables() -> None:
    flags = "--host 127.0.0.2 --port 0 --spool s --routes r --spool-size 16 --same-within 0"
    options = agent_options([*flags.split(), "--log", "text", "--default-webhook", "x"], VARIABLES)
    assert (options.host, options.port) == ("127.0.0.2", 0)
    assert (options.spool, options.routes) == (Path("s"), Path("r"))
    assert (options.spool_mib, options.same_within, options.json_log) == (16, 0.0, False)
    assert options.default_webhook.reveal() == "x"


def test_a_blank_variable_counts_as_not_set() -> None:
    assert agent_options([], dict.fromkeys(VARIABLES, " ")) == agent_options([], {})


def test_the_secrets_file_is_named_by_a_variable() -> None:
    options = agent_options([], {"CAKD_AGENT_SECRET_FILE": "/run/secret"})
    assert options.secret_file == Path("/run/secret")


def test_no_secret_is_to_be_seen() -> None:
    shown = repr(agent_options([], VARIABLES))
    assert "s3cret" not in shown
    assert "token" not in shown


@pytest.mark.parametrize(
    ("arguments", "variables", "said"),
    [
        (["--port", "x"], {}, "--port is x, which is no whole number"),
        (
            [],
            {"CAKD_AGENT_PORT": "tcp://10.0.0.1:8080"},
            "CAKD_AGENT_PORT is tcp://10.0.0.1:8080, which is no whole number",
        ),
        (["--spool-size", "1.5"], {}, "--spool-size is 1.5"),
        (["--same-within", "long"], {}, "--same-within is long, which is no number"),
        (["--log", "xml"], {}, "--log is xml; choose text or json"),
        ([], {"CAKD_AGENT_LOG": "xml"}, "CAKD_AGENT_LOG is xml"),
    ],
)
def test_what_can_not_be_followed_is_named_by_its_origin(
    arguments: list[str], variables: dict[str, str], said: str
) -> None:
    with pytest.raises(BadUsage) as caught:
        agent_options(arguments, variables)
    assert said in caught.value.message
