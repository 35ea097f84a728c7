"""Whom an alert calls: the roles its route names, and nobody by accident."""

from dataclasses import replace

import pytest

from cakd_tui.discord.mentions import allowed_mentions, kept, mention_text, mentioned
from tests.discord.alerts import ROUTE

A, B = 200000000000000104, 200000000000000105


@pytest.mark.parametrize(
    ("value", "ids"),
    [
        ("", ()),
        (f"{A}", (A,)),
        (f"{A}, {B},{A}", (A, B)),
        ("everyone,@here,-5,0,½,1e3", ()),
        ("9" * 20, ()),
        ("9" * 5000, ()),
    ],
)
def test_only_ids_are_called(value: str, ids: tuple[int, ...]) -> None:
    assert mentioned(replace(ROUTE, kept={"mention": value})) == ids


def test_a_route_without_the_value_calls_nobody() -> None:
    assert mentioned(ROUTE) == ()
    assert allowed_mentions(()) == {"parse": []}
    assert mention_text(()) == ""
    assert kept(()) == {}


def test_what_is_kept_is_what_is_read() -> None:
    assert mentioned(replace(ROUTE, kept=kept([B, A]))) == (B, A)


def test_a_message_names_no_more_roles_than_it_may() -> None:
    many = mentioned(replace(ROUTE, kept=kept(range(A, A + 200))))
    assert len(many) == 100
    assert len(mention_text(many)) <= 2000
    assert mention_text(many).startswith(f"<@&{A}> <@&{A + 1}> ")
    assert mention_text(many).endswith(">")
