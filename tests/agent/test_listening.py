"""Where the agent listens, and for whom."""

import errno
import socket
from collections.abc import Sequence

import pytest

from cakd_tui.agent.bad_settings import BadSettings
from cakd_tui.agent.listening import (
    Address,
    CannotListen,
    addresses,
    listeners,
    require_secret_beyond_loopback,
    shown,
)


def resolves_to(monkeypatch: pytest.MonkeyPatch, *ips: str) -> None:
    """Have every name stand for these addresses."""

    def found(*_: object, **__: object) -> Sequence[object]:
        families = [socket.AF_INET6 if ":" in ip else socket.AF_INET for ip in ips]
        return [(family, 1, 6, "", (ip, 80)) for family, ip in zip(families, ips, strict=True)]

    monkeypatch.setattr(socket, "getaddrinfo", found)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1"])
def test_on_loopback_no_secret_is_needed(host: str) -> None:
    require_secret_beyond_loopback(host, addresses(host, 80), guarded=False)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "2001:db8::1", "fe80::1"])
def test_beyond_it_nothing_is_served_without_a_secret(host: str) -> None:
    found = addresses(host, 80)
    with pytest.raises(BadSettings, match="CAKD_AGENT_SECRET_FILE") as caught:
        require_secret_beyond_loopback(host, found, guarded=False)
    assert host in caught.value.message
    assert "--host 127.0.0.1" in caught.value.message
    require_secret_beyond_loopback(host, found, guarded=True)


@pytest.mark.parametrize("ips", [("192.0.2.1",), ("127.0.0.1", "192.0.2.1"), ("::1", "2001:db8::")])
def test_a_name_counts_by_all_it_stands_for(
    monkeypatch: pytest.MonkeyPatch, ips: Sequence[str]
) -> None:
    resolves_to(monkeypatch, *ips)
    found = addresses("localhost", 80)
    assert [each.ip for each in found] == list(ips)
    with pytest.raises(BadSettings):
        require_secret_beyond_loopback("localhost", found, guarded=False)


def test_a_name_nobody_knows_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(BadSettings, match=r"the host agent\.invalid to listen on is unknown"):
        addresses("agent.invalid", 80)


def test_a_name_no_host_can_have_is_refused() -> None:
    with pytest.raises(BadSettings, match="unknown here"):
        addresses("a" * 64, 80)


def test_a_free_port_is_the_same_for_every_address(monkeypatch: pytest.MonkeyPatch) -> None:
    resolves_to(monkeypatch, "127.0.0.1", "127.0.0.2")
    bound = listeners(addresses("both", 0))
    ports = {each.getsockname()[1] for each in bound}
    assert len(bound) == 2
    assert len(ports) == 1
    assert shown(bound[0]) == f"http://127.0.0.1:{ports.pop()}"
    for each in bound:
        each.close()


def test_answers_go_out_without_delay() -> None:
    (bound,) = listeners(addresses("127.0.0.1", 0))
    assert bound.proto == socket.IPPROTO_TCP
    bound.close()


def test_a_taken_port_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as holder:
        port = holder.getsockname()[1]
        with pytest.raises(CannotListen) as caught:
            listeners(addresses("127.0.0.1", port))
    assert caught.value.message == f"listen on 127.0.0.1:{port}: address already in use"
    assert caught.value.symptom.facts["reason"] == "taken"


def test_an_address_of_another_machine_is_named() -> None:
    with pytest.raises(CannotListen, match=r"listen on 192\.0\.2\.1:0") as caught:
        listeners(addresses("192.0.2.1", 0))
    assert caught.value.symptom.facts["reason"] == "address"


def test_of_several_addresses_those_that_are_lacking_are_left_out() -> None:
    here = Address(socket.AF_INET, "127.0.0.1", 0)
    elsewhere = Address(socket.AF_INET, "192.0.2.1", 0)
    bound = listeners([elsewhere, here])
    assert [each.getsockname()[0] for each in bound] == ["127.0.0.1"]
    bound[0].close()


def test_what_was_bound_is_let_go_when_the_next_fails() -> None:
    with socket.create_server(("127.0.0.2", 0)) as holder:
        port = holder.getsockname()[1]
        both = [Address(socket.AF_INET, ip, port) for ip in ("127.0.0.1", "127.0.0.2")]
        with pytest.raises(CannotListen):
            listeners(both)
        listeners(both[:1])[0].close()


def test_a_port_that_needs_a_right_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    class Refusing(socket.socket):
        def bind(self, _: object) -> None:
            raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(socket, "socket", Refusing)
    with pytest.raises(
        CannotListen, match=r"listen on 127\.0\.0\.1:80: permission denied"
    ) as caught:
        listeners(addresses("127.0.0.1", 80))
    assert caught.value.symptom.facts["reason"] == "port"


def test_an_ipv6_address_is_shown_in_brackets() -> None:
    assert str(Address(socket.AF_INET6, "::1", 8080)) == "[::1]:8080"
