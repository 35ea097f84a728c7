import random
import string
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cakd_tui.core.recognition import LONGEST, named_rows, said_in
from cakd_tui.core.symptom import Symptom
from cakd_tui.core.troubleshooting import Entry, Severity, own_entries

OWN = own_entries()
GO = 'Post "https://api.example/v1/x": '
SAID = [
    (f"{GO}dial tcp: lookup api.example: no such host", "CAKD-N-DNS"),
    ("getaddrinfo ENOTFOUND api.example", "CAKD-N-DNS"),
    ("curl: (6) Could not resolve host: api.example", "CAKD-N-DNS"),
    ("socket.gaierror: [Errno -2] Name or service not known", "CAKD-N-DNS"),
    (f"{GO}dial tcp: lookup api.example on 10.0.0.2:53: read udp: i/o timeout", "CAKD-N-RESOLVER"),
    (f"{GO}dial tcp: lookup api.example on 1.1.1.1:53: server misbehaving", "CAKD-N-RESOLVER"),
    ("[Errno -3] Temporary failure in name resolution", "CAKD-N-RESOLVER"),
    (f"{GO}dial tcp 127.0.0.1:443: connect: connection refused", "CAKD-N-REFUSED"),
    (f"{GO}dial tcp 10.1.2.3:443: i/o timeout", "CAKD-N-CONNECT-TIMEOUT"),
    (f"{GO}net/http: TLS handshake timeout", "CAKD-N-CONNECT-TIMEOUT"),
    (
        f"{GO}context deadline exceeded (Client.Timeout while awaiting headers)",
        "CAKD-N-READ-TIMEOUT",
    ),
    (f"{GO}write tcp 10.0.0.1:5->10.0.0.2:443: i/o timeout", "CAKD-N-WRITE-TIMEOUT"),
    ("httpx.PoolTimeout", "CAKD-N-POOL-TIMEOUT"),
    (f"{GO}read tcp 10.0.0.1:5->10.0.0.2:443: read: connection reset by peer", "CAKD-N-RESET"),
    (f"{GO}EOF", "CAKD-N-RESET"),
    (f"{GO}dial tcp 10.1.2.3:443: connect: network is unreachable", "CAKD-N-UNREACHABLE"),
    (f"{GO}dial tcp 10.1.2.3:443: connect: permission denied", "CAKD-N-NETWORK"),
    (f"{GO}dial tcp: lookup api.example: socket: too many open files", "CAKD-N-OPEN-FILES"),
    (f"failed to make request: {GO}dial tcp ...", "CAKD-N-NETWORK"),
    (f"{GO}x509: certificate signed by unknown authority", "CAKD-N-CERTIFICATE-ISSUER"),
    (
        f"{GO}x509: certificate has expired or is not yet valid: "
        "current time 2026-01-02T00:00:00Z is after 2026-01-01T00:00:00Z",
        "CAKD-N-CERTIFICATE-EXPIRED",
    ),
    (
        f"{GO}x509: certificate has expired or is not yet valid: "
        "current time 2020-01-02T00:00:00Z is before 2026-01-01T00:00:00Z",
        "CAKD-N-CERTIFICATE-EARLY",
    ),
    (f"{GO}x509: certificate is valid for a.example, not b.example", "CAKD-N-CERTIFICATE-HOST"),
    (f"{GO}x509: certificate is not authorized to sign", "CAKD-N-CERTIFICATE"),
    (f"{GO}tls: first record does not look like a TLS handshake", "CAKD-N-TLS"),
    (
        f"{GO}proxyconnect tcp: dial tcp 10.0.0.9:3128: connection refused",
        "CAKD-N-PROXY-UNREACHABLE",
    ),
    (f"{GO}Proxy Authentication Required", "CAKD-N-PROXY-AUTH"),
    ("curl: (56) CONNECT tunnel failed, response 403", "CAKD-N-PROXY"),
    ("open /path/to/cakd/config/my-project.json: permission denied", "CAKD-C-PERMISSION"),
    ("write /home/a/x.json: no space left on device", "CAKD-C-DISK-FULL"),
    ("open /x: read-only file system", "CAKD-C-READ-ONLY"),
    ("open /x: not a directory", "CAKD-C-NOT-A-DIRECTORY"),
    ("open /x: file name too long", "CAKD-C-NAME-TOO-LONG"),
    ("OSError: [Errno 24] Too many open files: 'x'", "CAKD-C-OPEN-FILES"),
    ("read /x.json: not a saved route: it is not a JSON object", "CAKD-C-CORRUPT"),
    ("read /x.json: not a map of routes: routes is missing", "CAKD-C-MAP"),
    ("read /x.json: a newer cakd saved it (layout 9); upgrade this one", "CAKD-C-NEWER"),
    (
        "another cakd (process 12) is setting up my-project; wait until it has ended, then run",
        "CAKD-C-BUSY",
    ),
    ("lock /home/a/.config/cakd/.x.lock: no locks available", "CAKD-C-NO-LOCKS"),
    ("lock /x/.a.lock: function not implemented", "CAKD-C-NO-LOCKS"),
    ("lock /x/.a.lock: operation not supported", "CAKD-C-NO-LOCKS"),
    ("OSError: [Errno 37] No locks available", "CAKD-C-NO-LOCKS"),
    ("Failed to save webhook to local config: open /x: input/output error", "CAKD-C-FILE"),
    ("cakd: write the bundle /tmp/x.json: no space left on device", "CAKD-B-UNWRITABLE"),
    ("GNOME Keyring (Secret Service) is locked", "CAKD-K-LOCKED"),
    ("the keyring did not answer within 3 s", "CAKD-K-SLOW"),
    ("there is no keyring here", "CAKD-K-ABSENT"),
    ("macOS Keychain refused: KeyringError: odd", "CAKD-K-REFUSED"),
    ("unknown notification provider 'x'; known: none", "CAKD-P-UNKNOWN"),
    ("the notification provider x is installed but does not load: no", "CAKD-P-BROKEN"),
]


def rows(text: str, *answers: Symptom) -> list[str]:
    return [entry.id for entry in named_rows(text, OWN, answers)]


@pytest.mark.parametrize(("text", "row"), SAID, ids=[row for _, row in SAID])
def test_what_systems_say_is_recognised(text: str, row: str) -> None:
    assert rows(text) == [row]
    assert rows(f"12:00 level=error err={text.upper()}\nand then nothing") == [row]


def test_a_text_broken_by_a_window_is_read_as_one() -> None:
    assert rows("failed to make request: dial\ntcp: lookup api.example: no such\nhost") == [
        "CAKD-N-DNS"
    ]


def test_two_failures_are_two_rows_and_an_id_comes_first() -> None:
    text = "connection refused\nopen /x: permission denied\nsee (cakd-k-locked)."
    assert rows(text)[0] == "CAKD-K-LOCKED"
    assert set(rows(text)[1:]) == {"CAKD-N-REFUSED", "CAKD-C-PERMISSION"}


def test_a_row_by_id_is_not_the_one_that_its_name_begins_with() -> None:
    assert rows("CAKD-N-CERTIFICATE-HOST") == ["CAKD-N-CERTIFICATE-HOST"]
    assert rows("XCAKD-N-DNS CAKD-N-DNSX CAKD-N") == []


def test_what_a_provider_read_has_its_rows_too() -> None:
    assert rows("?", Symptom("keyring", {"reason": "slow"})) == ["CAKD-K-SLOW"]


def test_a_name_that_is_not_known_stands_in_brackets() -> None:
    entry = Entry("A-1", "{what} is lame", "C", "F", Severity.BLOCKS, False, "k")
    (found,) = named_rows("a-1", [entry])
    assert found.problem == "<what> is lame"


@pytest.mark.parametrize("part", ["a", "aaaaaaaaaaaaaaaaa-"])
def test_a_mebibyte_without_a_word_ends_names_no_row(part: str) -> None:
    assert rows((part * LONGEST)[:LONGEST]) == []


def test_an_id_of_several_parts_is_read_at_the_end_of_a_long_text() -> None:
    assert rows(f"{'a' * 100_000} CAKD-N-CERTIFICATE-HOST") == ["CAKD-N-CERTIFICATE-HOST"]


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    found = named_rows(text, OWN)
    assert all(entry.id in {each.id for each in OWN} for entry in found)


def test_a_large_text_is_read_in_a_moment() -> None:
    chance = random.Random(7)
    words = ["dial tcp ", "lookup ", "certificate is valid for ", "\n", "x" * 50, string.printable]
    text = "".join(chance.choice(words) for _ in range(40_000))[: 2**19]
    begun = time.perf_counter()
    said_in(text)
    assert time.perf_counter() - begun < 10
