import copy
import json
import logging
import pickle
import pprint
import traceback
from dataclasses import asdict, dataclass

import pytest

from cakd_tui.core.secret import MASK, Secret

TOKEN = "mfa.VkO_2G4Qv3T--NO--lWetW_tjND--TOKEN"


@dataclass(frozen=True)
class Holder:
    token: Secret


@pytest.mark.parametrize(
    "printed",
    [
        str(Secret(TOKEN)),
        repr(Secret(TOKEN)),
        f"{Secret(TOKEN)}",
        f"{Secret(TOKEN)!r:>40}",
        f"{Secret(TOKEN):>40}",
        "%s" % Secret(TOKEN),  # noqa: UP031  # how logging puts its arguments in
        repr(Holder(Secret(TOKEN))),
        repr({"token": Secret(TOKEN)}),
        pprint.pformat(Holder(Secret(TOKEN))),
        repr(asdict(Holder(Secret(TOKEN)))),
        json.dumps(asdict(Holder(Secret(TOKEN))), default=str),
    ],
)
def test_a_secret_is_masked_however_it_is_printed(printed: str) -> None:
    assert TOKEN not in printed


def test_a_secret_is_masked_in_a_log_line(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        logging.getLogger("test").info("token %s, %r", Secret(TOKEN), Secret(TOKEN))
    assert MASK in caplog.text
    assert TOKEN not in caplog.text


def test_a_secret_is_masked_in_a_traceback_that_shows_locals() -> None:
    def fails(secret: Secret) -> None:
        raise RuntimeError(f"with {secret}")

    with pytest.raises(RuntimeError) as caught:
        fails(Secret(TOKEN))
    report = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
    shown = "".join(report.format())
    assert "secret = Secret(" in shown
    assert TOKEN not in shown


def test_a_secret_is_neither_serialised_nor_pickled() -> None:
    with pytest.raises(TypeError):
        json.dumps(Secret(TOKEN))
    with pytest.raises(TypeError):
        pickle.dumps(Secret(TOKEN))


def test_a_secret_keeps_nothing_where_a_serialiser_would_look() -> None:
    assert not hasattr(Secret(TOKEN), "__dict__")
    assert not hasattr(Secret(TOKEN), "__dataclass_fields__")


def test_a_copy_is_the_same_secret() -> None:
    secret = Secret(TOKEN)
    assert copy.copy(secret) is secret
    assert copy.deepcopy({"a": secret})["a"] is secret


def test_the_value_leaves_through_reveal_alone() -> None:
    assert Secret(TOKEN).reveal() == TOKEN


def test_secrets_are_equal_when_their_values_are() -> None:
    assert Secret("a") == Secret("a")
    assert Secret("a") != Secret("b")
    assert Secret("a") != "a"
    assert len({Secret("a"), Secret("a"), Secret("b")}) == 2


def test_an_empty_secret_counts_as_none() -> None:
    assert not Secret("")
    assert Secret("x")
