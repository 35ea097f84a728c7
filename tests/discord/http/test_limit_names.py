"""Every limit has a name an operator understands."""

import inspect
import re

import pytest

from cakd_tui.discord.http import api
from cakd_tui.discord.http.limit_names import limit_name

ASKED = sorted(set(re.findall(r'(?:Call|_get)\(\s*"(\w+)"', inspect.getsource(api))))


@pytest.mark.parametrize("action", ASKED)
def test_every_call_has_one(action: str) -> None:
    assert limit_name("user", action).startswith("limit for ")
    assert limit_name("user", action) != limit_name("user", "something else")


def test_whose_limit_it_is_shows() -> None:
    assert len(ASKED) > 12
    assert limit_name("user", "create_channel") == "limit for new channels"
    assert limit_name("shared", "create_channel") == "limit for new channels, shared with others"
    assert limit_name("global", "create_channel") == "limit for all requests of this bot"
