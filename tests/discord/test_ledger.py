"""The matrix: its lines in order, what each did, and what turning a cell would do."""

from dataclasses import replace

import pytest

from cakd_tui.core.finding import Verdict
from cakd_tui.core.ledger import Effect, Turn
from cakd_tui.discord.ledger import RULES, SERVER_ROLES, explained, ledger_of
from cakd_tui.discord.ledger_scene import Scene
from cakd_tui.discord.permissions import NOTHING, Overwrite
from tests.discord.scenes import (
    ADMINISTRATOR,
    ADMINS,
    ALL,
    BOT,
    CHANNELS,
    GUILD,
    HOOKS,
    OBSERVERS,
    OWN,
    VIEW,
    account,
    on_bot,
    on_role,
    scene,
)

G, D, N = Effect.GRANTED, Effect.DENIED, Effect.NONE
PASS, WARN, FAIL, SKIPPED = Verdict.PASS, Verdict.WARN, Verdict.FAIL, Verdict.SKIPPED


def test_lines_stand_in_the_order_they_are_evaluated() -> None:
    given = scene(
        on_bot(allow=HOOKS),
        on_role(OBSERVERS, deny=HOOKS),
        on_role(OWN, deny=HOOKS),
        on_role(GUILD, deny=HOOKS | VIEW),
        on_role(13, deny=HOOKS),
        observers=VIEW,
        channel=True,
        timed_out=True,
    )
    lines = ledger_of(given).lines
    assert [(line.key, line.label, line.effects) for line in lines] == [
        ("owner", "Owner", (N, N, N)),
        ("role:1", "@everyone", (G, N, N)),
        ("role:10", "alerts-bot", (N, G, G)),
        ("role:11", "Observers", (G, N, N)),
        ("administrator", "Administrator", (N, N, N)),
        ("overwrite:role:1", "@everyone", (D, N, D)),
        ("overwrite:role:10", "alerts-bot", (N, N, D)),
        ("overwrite:role:11", "Observers", (N, N, D)),
        ("overwrite:member:2", "alerts-bot", (N, N, G)),
        ("hidden", "No View Channel", (N, D, D)),
        ("time-out", "Time-out", (N, D, D)),
        ("screening", "Membership screening", (N, N, N)),
        ("two-factor", "Two-factor", (N, N, N)),
    ]
    groups = [SERVER_ROLES] * 5 + ["Permissions of #alerts-x, in turn"] * 4 + [RULES] * 4
    assert [line.group for line in lines] == groups


def test_the_server_alone_has_no_overwrites() -> None:
    lines = ledger_of(scene(observers=VIEW)).lines
    assert {line.key: line.remark for line in lines} == {
        "owner": "somebody else",
        "role:1": "",
        "role:10": "its own role",
        "role:11": "",
        "administrator": "no role",
        "hidden": "the bot sees it",
        "time-out": "none",
        "screening": "none to pass",
        "two-factor": "not in the way",
    }


def test_an_administrator_has_a_line_that_names_the_role() -> None:
    given = scene(on_role(GUILD, deny=ALL), admins=ADMINISTRATOR, channel=True)
    ledger = ledger_of(given)
    line = ledger.line("administrator:12")
    assert line is not None
    assert (line.label, line.remark, line.effects) == (
        "Administrator",
        "from role Admins",
        (G,) * 3,
    )
    assert ledger.effect("role:12", "manage-webhooks") is N


@pytest.mark.parametrize(
    ("given", "remark"),
    [
        (scene(on_role(GUILD, deny=ALL), owner=BOT, channel=True), "ignored for the owner"),
        (
            scene(on_role(GUILD, deny=ALL), admins=ADMINISTRATOR, channel=True),
            "ignored for an administrator",
        ),
    ],
)
def test_overwrites_do_nothing_to_those_above_them(given: Scene, remark: str) -> None:
    lines = [line for line in ledger_of(given).lines if line.key.startswith("overwrite")]
    assert [line.key for line in lines] == ["overwrite:role:1", "overwrite:member:2"]
    assert all(line.effects == (N, N, N) and line.remark == remark for line in lines)


def test_among_role_overwrites_the_winner_is_named() -> None:
    given = scene(
        on_role(OBSERVERS, allow=HOOKS),
        on_role(ADMINS, deny=HOOKS | VIEW),
        on_role(GUILD, deny=HOOKS),
        observers=VIEW,
        admins=VIEW,
        channel=True,
    )
    ledger = ledger_of(given)
    remarks = {line.key: line.remark for line in ledger.lines if line.key.startswith("overwrite")}
    assert remarks == {
        "overwrite:role:1": "",
        "overwrite:role:11": "",
        "overwrite:role:12": "Manage Webhooks: the allow for Observers wins",
        "overwrite:member:2": "the bot, nothing set",
    }
    assert account(ledger).decided_by == "hidden"


def test_an_overwrite_listed_twice_is_one_line() -> None:
    given = scene(
        on_role(GUILD, allow=VIEW), on_role(GUILD, deny=HOOKS), everyone=NOTHING, channel=True
    )
    ledger = ledger_of(given)
    assert [line.key for line in ledger.lines].count("overwrite:role:1") == 1
    assert not account(ledger).allowed
    assert account(ledger, "view-channel").decided_by == "overwrite:role:1"


def test_an_overwrite_that_says_both_allows() -> None:
    ledger = ledger_of(scene(on_bot(allow=HOOKS, deny=HOOKS), channel=True))
    assert ledger.effect("overwrite:member:2", "manage-webhooks") is G
    assert account(ledger).allowed


def test_overwrites_of_others_are_no_lines() -> None:
    others = (on_role(13, deny=ALL), Overwrite(3, "member", NOTHING, ALL), on_role(BOT, deny=ALL))
    lines = ledger_of(scene(*others, channel=True)).lines
    overwrites = {line.key: line.remark for line in lines if line.key.startswith("overwrite")}
    assert overwrites == {
        "overwrite:role:1": "nothing set",
        "overwrite:member:2": "the bot, nothing set",
    }


@pytest.mark.parametrize(
    ("given", "place", "url"),
    [
        (scene(), "Ops Lab", "https://discord.com/channels/1"),
        (scene(channel=True), "#alerts-x in Ops Lab", "https://discord.com/channels/1/5"),
        (
            replace(scene(channel=True), channel_id=None),
            "#alerts-x in Ops Lab",
            "https://discord.com/channels/1",
        ),
    ],
)
def test_it_names_its_place_and_the_way_there(given: Scene, place: str, url: str) -> None:
    ledger = ledger_of(given)
    assert ledger.place == place
    assert ledger.opens is not None
    assert ledger.opens.url == url


def test_a_turned_role_is_tried_out_and_the_lines_stay() -> None:
    told = explained(scene(own=CHANNELS))
    turned = told.trial(frozenset({Turn("role:10", "manage-webhooks", G)}))
    assert account(turned).allowed
    assert account(turned).decided_by == "role:10"
    assert [line.key for line in turned.lines] == [line.key for line in told.ledger.lines]
    assert told.trial(frozenset()) == told.ledger


def test_the_bots_own_overwrite_can_be_tried_before_there_is_one() -> None:
    told = explained(scene(on_role(GUILD, deny=HOOKS), channel=True))
    turned = told.trial(frozenset({Turn("overwrite:member:2", "manage-webhooks", G)}))
    assert account(turned).decided_by == "overwrite:member:2"
    assert [line.key for line in turned.lines] == [line.key for line in told.ledger.lines]


def test_without_administrator_the_overwrites_come_alive() -> None:
    told = explained(scene(on_role(GUILD, deny=VIEW), admins=ADMINISTRATOR | HOOKS, channel=True))
    turned = told.trial(frozenset({Turn("administrator:12", "view-channel", N)}))
    assert account(turned, "view-channel").decided_by == "overwrite:role:1"
    line = turned.line("administrator:12")
    assert line is not None
    assert line.effects == (N, N, N)
    assert turned.effect("role:12", "manage-webhooks") is G


def test_turns_of_lines_that_are_none_change_nothing() -> None:
    told = explained(scene(channel=True))
    odd = {
        Turn("time-out", "manage-webhooks", G),
        Turn("role:10", "room", N),
        Turn("overwrite:thing:2", "manage-webhooks", D),
    }
    assert told.trial(frozenset(odd)) == told.ledger


def test_what_an_administrator_is_not_any_more_is_not_ignored() -> None:
    told = explained(scene(on_role(GUILD, deny=VIEW), admins=ADMINISTRATOR, channel=True))
    turned = told.trial(frozenset({Turn("administrator:12", "view-channel", N)}))
    remarks = [line.remark for line in turned.lines if line.key.startswith("overwrite")]
    assert remarks == ["", "the bot, nothing set"]


def test_a_deny_can_be_tried_too() -> None:
    told = explained(scene(channel=True))
    turned = told.trial(frozenset({Turn("overwrite:member:2", "view-channel", D)}))
    assert turned.effect("overwrite:member:2", "view-channel") is D
    assert account(turned, "view-channel").decided_by == "overwrite:member:2"
    assert account(turned).decided_by == "hidden"


def test_in_the_server_alone_no_overwrite_can_be_tried() -> None:
    told = explained(scene())
    turn = Turn("overwrite:member:2", "manage-webhooks", D)
    assert told.trial(frozenset({turn})) == told.ledger
