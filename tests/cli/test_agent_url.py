"""The agent's address: what is accepted, and what would show or lack a secret."""

import pytest

from cakd_tui.cli.agent_url import asked_agent
from cakd_tui.cli.bad_usage import BadUsage
from cakd_tui.core.alertmanager_config import Agent


@pytest.mark.parametrize(
    ("url", "meant"),
    [
        ("http://agent:8080", "http://agent:8080"),
        ("http://agent:8080/", "http://agent:8080"),
        ("https://alerts.example.com/cakd", "https://alerts.example.com/cakd"),
        ("http://agent:8080/api/v1/alerts", "http://agent:8080"),
        ("http://[::1]:8080", "http://[::1]:8080"),
    ],
)
def test_the_address_is_taken_with_or_without_its_path(url: str, meant: str) -> None:
    assert asked_agent(url, "/etc/cakd/agent.secret") == Agent(meant, "/etc/cakd/agent.secret")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "agent:8080",
        "ftp://agent",
        "http://",
        "http://[::1",
        "http://a:x",
        "http://a b",
        "http://a\n",
    ],
)
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(BadUsage, match="such as http://cakd-agent:8080"):
        asked_agent(url, "/x")


@pytest.mark.parametrize("url", ["http://op:pw@agent", "http://agent?key=1", "http://agent#x"])
def test_no_secret_goes_into_the_address(url: str) -> None:
    with pytest.raises(BadUsage, match="without a password or a query"):
        asked_agent(url, "/x")


@pytest.mark.parametrize("url", ["http://agent:8080", "http://192.0.2.1", "https://a.example"])
def test_an_agent_beyond_this_machine_needs_a_secret(url: str) -> None:
    with pytest.raises(BadUsage, match="--agent-secret-file PATH"):
        asked_agent(url, None)


@pytest.mark.parametrize("url", ["http://127.0.0.1:8080", "http://[::1]", "http://localhost:80"])
def test_an_agent_on_this_machine_may_do_without(url: str) -> None:
    assert asked_agent(url, None).secret_file == ""
