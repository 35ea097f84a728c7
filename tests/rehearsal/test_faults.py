import json

import pytest

from cakd_tui.rehearsal.answer import empty_reply, json_reply
from cakd_tui.rehearsal.faults import (
    Banned,
    Delay,
    Drop,
    Effect,
    Fault,
    Faults,
    Garbage,
    Html,
    Huge,
    Limited,
    NullList,
    Refused,
    Silence,
    Status,
    Truncated,
    WrongTypes,
    failure,
    instead,
    spoiled,
)

GENUINE = json_reply(200, [{"id": "1", "position": 2, "nsfw": False, "topic": None}])

EVERY: tuple[Effect, ...] = (
    Drop(),
    Drop(after=True),
    Silence(),
    Silence(after=True),
    Status(500),
    Status(502, after=True),
    Limited(),
    Banned(),
    Banned(403),
    Delay(0.1),
    Truncated(),
    Garbage(),
    WrongTypes(),
    Html(),
    Huge(),
    NullList(),
)
"""Each kind of fault, before and after the request took effect."""


def befalls(fault: Fault, *requests: tuple[str, str]) -> list[bool]:
    faults = Faults()
    faults.add(fault)
    return [bool(faults.due(method, path)) for method, path in requests]


def test_a_fault_befalls_the_first_request_that_matches() -> None:
    fault = Fault(Drop(), "POST", "/guilds/*/channels")
    assert befalls(
        fault,
        ("GET", "/guilds/1/channels"),
        ("POST", "/channels/1/webhooks"),
        ("POST", "/guilds/1/channels"),
        ("POST", "/guilds/1/channels"),
    ) == [False, False, True, False]


def test_a_fault_waits_for_its_turn_and_lasts() -> None:
    fault = Fault(Drop(), nth=2, times=2)
    assert befalls(fault, *[("GET", "/x")] * 5) == [False, True, True, False, False]


def test_a_fault_may_last_for_ever() -> None:
    assert befalls(Fault(Drop(), nth=2, times=None), *[("GET", "/x")] * 3) == [False, True, True]


def test_scheduled_faults_can_be_called_off() -> None:
    faults = Faults()
    faults.add(Fault(Drop()))
    faults.clear()
    assert faults.due("GET", "/x") == ()


def test_several_faults_may_befall_one_request() -> None:
    faults = Faults()
    faults.add(Fault(Delay(1)))
    faults.add(Fault(Html()))
    assert faults.due("GET", "/x") == (Delay(1), Html())


@pytest.mark.parametrize("effect", EVERY, ids=repr)
def test_a_fault_strikes_either_before_or_after(effect: Effect) -> None:
    strikes = []
    try:
        strikes.append(instead(effect) is not None)
    except (ConnectionResetError, TimeoutError):
        strikes.append(True)
    try:
        strikes.append(spoiled(effect, GENUINE) != GENUINE)
    except (ConnectionResetError, TimeoutError):
        strikes.append(True)
    expected = [False, False] if isinstance(effect, Delay | Limited) else [True, False]
    assert strikes in (expected, expected[::-1])


@pytest.mark.parametrize("status", [502, 503, 504])
def test_a_gateway_error_is_a_web_page_of_the_network(status: int) -> None:
    reply = failure(status)
    assert reply.status == status
    assert reply.header("Content-Type") == "text/html"
    assert reply.header("Via") is None
    assert f"<title>{status} ".encode() in reply.body


def test_an_internal_error_is_json_of_discord() -> None:
    reply = failure(500)
    assert reply.json() == {"message": "500: Internal Server Error", "code": 0}
    assert reply.header("Via") is not None


@pytest.mark.parametrize(("status", "text"), [(429, b"1015"), (403, b"1010")])
def test_a_ban_comes_from_the_network(status: int, text: bytes) -> None:
    reply = instead(Banned(status))
    assert reply is not None
    assert reply.status == status
    assert reply.body.endswith(text)
    assert reply.header("Via") is None
    assert reply.header("X-RateLimit-Scope") is None


def test_a_truncated_answer_promises_more_than_it_holds() -> None:
    reply = spoiled(Truncated(), GENUINE)
    assert reply.cut_short
    assert GENUINE.body.startswith(reply.body)


@pytest.mark.parametrize("effect", [Garbage(), Html()])
def test_some_answers_are_no_json(effect: Effect) -> None:
    reply = spoiled(effect, GENUINE)
    assert reply.status == 200
    assert not reply.cut_short
    with pytest.raises(ValueError, match=r"decode|Expecting"):
        reply.json()


def test_wrong_types_spoil_every_value_and_keep_the_keys() -> None:
    assert spoiled(WrongTypes(), GENUINE).json() == [
        {"id": ["1"], "position": "a number", "nsfw": {"was": False}, "topic": {"was": None}}
    ]


def test_a_list_may_be_null() -> None:
    reply = spoiled(NullList(), GENUINE)
    assert (reply.body, reply.header("Content-Length")) == (b"null", "4")


def test_a_huge_answer_costs_no_memory_and_is_still_right() -> None:
    reply = spoiled(Huge(), GENUINE)
    assert len(reply.body) == len(GENUINE.body)
    assert reply.header("Content-Length") == str(64 * 2**20 + len(GENUINE.body))
    small = spoiled(Huge(1000), GENUINE)
    assert json.loads(b"".join(small.chunks())) == GENUINE.json()


@pytest.mark.parametrize(
    "effect", [Truncated(), Garbage(), WrongTypes(), Huge(), NullList()], ids=lambda it: type(it)
)
def test_where_there_is_no_body_there_is_nothing_to_spoil(effect: Effect) -> None:
    assert spoiled(effect, empty_reply()) == empty_reply()


def test_a_web_page_comes_even_in_place_of_an_empty_answer() -> None:
    assert spoiled(Html(), empty_reply()).status == 200


def test_what_is_no_json_has_no_types_to_get_wrong() -> None:
    page = failure(502)
    assert spoiled(WrongTypes(), page) == page


def test_a_refusal_comes_in_place_of_the_answer() -> None:
    refused = json_reply(403, {"message": "no", "code": 1})
    assert instead(Refused(refused)) is refused
