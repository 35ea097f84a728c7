import pytest

from cakd_tui.rehearsal.answer import Reply, edge_reply, empty_reply, json_reply, request_of


def test_a_target_is_split_and_header_names_are_lowered() -> None:
    request = request_of("get", "/a?b=c?d", {"X-Thing": "Y"}, b"")
    assert (request.method, request.path, request.query) == ("GET", "/a", "b=c?d")
    assert request.headers == {"x-thing": "Y"}


def test_only_genuine_answers_bear_via() -> None:
    assert json_reply(200, {}).header("via") == "1.1 google"
    assert empty_reply().header("via") == "1.1 google"
    assert edge_reply(403, "no").header("via") is None


def test_an_error_reads_as_discord_writes_it() -> None:
    reply = json_reply(403, {"message": "Missing Permissions", "code": 50013})
    assert reply.body == b'{"message": "Missing Permissions", "code": 50013}'


def test_padding_comes_before_the_body_in_small_pieces() -> None:
    reply = Reply(200, (("Content-Length", "150001"),), b"x", padding=150_000)
    chunks = list(reply.chunks())
    assert b"".join(chunks) == b" " * 150_000 + b"x"
    assert max(map(len, chunks)) <= 64 * 1024
    assert not reply.cut_short


def test_a_reply_shorter_than_promised_is_cut_short() -> None:
    assert Reply(200, (("Content-Length", "5"),), b"1234").cut_short


def test_headers_are_added_where_they_are_missing() -> None:
    reply = json_reply(200, {}).adding((("content-type", "x"), ("X-New", "1")))
    assert reply.header("Content-Type") == "application/json"
    assert reply.header("X-New") == "1"


def test_no_secret_shows_in_a_repr() -> None:
    request = request_of("POST", "/webhooks/1/secret", {"Authorization": "secret"}, b"secret")
    reply = json_reply(200, {"token": "secret"})
    assert "secret" not in repr(request) + repr(reply)


def test_a_body_that_is_no_json_raises() -> None:
    with pytest.raises(ValueError, match="Expecting"):
        edge_reply(200, "x").json()
