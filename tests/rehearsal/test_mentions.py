import pytest

from cakd_tui.rehearsal.forms import Form
from cakd_tui.rehearsal.mentions import Allowed, Mentioned, mentioned, read_allowed
from cakd_tui.rehearsal.refusals import Refusal
from cakd_tui.rehearsal.state import Guild, Member, Role

GUILD = Guild(
    "1", "guild", "7", (Role("1", "@everyone"), Role("5", "on-call")), (Member("7"), Member("8"))
)
TEXT = "@here <@7> <@!8> <@7> <@99> <@&5> <@&98>"


def read(allowed: object) -> Allowed:
    form = Form({"allowed_mentions": allowed})
    found = read_allowed(form)
    form.close()
    return found


@pytest.mark.parametrize(
    ("allowed", "expected"),
    [
        (None, Mentioned(("7", "8"), (), everyone=False)),
        ({"parse": []}, Mentioned((), (), everyone=False)),
        ({}, Mentioned((), (), everyone=False)),
        ({"parse": ["roles", "everyone"]}, Mentioned((), ("5",), everyone=True)),
        ({"users": ["8"]}, Mentioned(("8",), (), everyone=False)),
        ({"parse": ["users"], "roles": ["5"]}, Mentioned(("7", "8"), ("5",), everyone=False)),
        ({"parse": ["users"], "users": []}, Mentioned(("7", "8"), (), everyone=False)),
    ],
)
def test_only_those_allowed_are_called(allowed: object, expected: Mentioned) -> None:
    assert mentioned(TEXT, read(allowed), GUILD) == expected


@pytest.mark.parametrize(
    "allowed",
    [
        {"parse": ["users"], "users": ["7"]},
        {"parse": ["roles"], "roles": ["5"]},
        {"parse": ["all"]},
        {"parse": ["users", "users"]},
        {"users": ["7"] * 101},
        {"users": [7]},
        {"parse": "users"},
        {"nobody": True},
        [],
    ],
)
def test_contradictions_and_mistypes_are_refused(allowed: object) -> None:
    with pytest.raises(Refusal):
        read(allowed)


def test_an_address_is_no_mention_of_everyone() -> None:
    everyone = read({"parse": ["everyone"]})
    assert not mentioned("mail me@everyonex.org", everyone, GUILD).everyone
    assert mentioned("hey @everyone!", everyone, GUILD).everyone
