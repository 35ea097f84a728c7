"""What the environment says of the network, without what must not be told."""

from pathlib import Path

import pytest

from cakd_tui.core.finding import Finding, Verdict
from cakd_tui.core.network_settings import network_settings

OWN = ("CAKD_DISCORD_BOT_TOKEN", "DISCORD_BOT_TOKEN")


def found(**environment: str) -> dict[str, Finding]:
    return {each.check.id: each for each in network_settings(environment, OWN)}


def test_nothing_set_is_nothing_wrong() -> None:
    assert {id_: each.evidence for id_, each in found().items()} == {
        "variables": "none set",
        "proxy": "none set",
        "certificates": "those built in",
    }
    assert all(each.verdict is Verdict.PASS for each in found().values())


def test_of_our_own_variables_the_names_are_told_and_nothing_else() -> None:
    told = found(
        DISCORD_BOT_TOKEN="hush", CAKD_DISCORD_API="https://hush", CAKD_EMPTY=" ", HOME="/"
    )
    assert told["variables"].evidence == "set: CAKD_DISCORD_API, DISCORD_BOT_TOKEN"
    assert "hush" not in repr(told)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("http://proxy.example:3128", "http://proxy.example:3128"),
        ("proxy.example:3128", "http://proxy.example:3128"),
        ("http://me:hush@proxy.example:3128", "http://proxy.example:3128 (with a password)"),
        ("me:hush@proxy.example", "http://proxy.example (with a password)"),
        ("socks5://hush@proxy.example:1080/hush?hush", "socks5://proxy.example:1080"),
        ("http://[::1]:3128", "http://[::1]:3128"),
    ],
)
def test_of_a_proxy_only_the_place_is_told(value: str, shown: str) -> None:
    told = found(HTTPS_PROXY=value)
    assert told["proxy"].evidence == f"HTTPS_PROXY {shown}"
    assert told["proxy"].verdict is Verdict.PASS
    assert "hush" not in repr(told)


def test_every_spelling_of_a_proxys_variable_counts() -> None:
    told = found(all_proxy="http://a:1", HTTP_PROXY="http://b:2", no_proxy="hush.example")
    assert told["proxy"].evidence == "HTTP_PROXY http://b:2; all_proxy http://a:1; no_proxy set"


@pytest.mark.parametrize("value", ["http://", "http://hush:port", "hush://proxy", "http://[hush"])
def test_a_proxy_that_is_no_url_is_wrong(value: str) -> None:
    told = found(https_proxy=value)["proxy"]
    assert told.verdict is Verdict.FAIL
    assert told.evidence == "https_proxy is no URL"
    assert told.fixes
    assert "hush" not in repr(told)


def test_certificates_that_are_not_there_are_wrong(tmp_path: Path) -> None:
    file = tmp_path / "ca.pem"
    told = found(SSL_CERT_FILE=str(file))["certificates"]
    assert told.verdict is Verdict.FAIL
    assert [fix.text for fix in told.fixes][1] == "unset SSL_CERT_FILE"
    file.touch()
    told = found(SSL_CERT_FILE=str(file), SSL_CERT_DIR=str(tmp_path))["certificates"]
    assert told.verdict is Verdict.PASS
    assert told.evidence == f"SSL_CERT_FILE {file}; SSL_CERT_DIR {tmp_path}"


def test_a_log_of_connection_keys_is_worth_a_warning() -> None:
    told = found(SSLKEYLOGFILE="/tmp/keys")["certificates"]
    assert told.verdict is Verdict.WARN
    assert "unset SSLKEYLOGFILE" in told.fixes[0].text
