"""The agent's log is a line an event, without secrets and without what others could do to it."""

import json
import logging
import re
from collections.abc import Iterator

import pytest

from cakd_tui.cli.agent_log import JsonLines, TextLines, log_to_stderr


def record(
    message: str, *args: object, name: str = "cakd_tui.agent.intake", error: Exception | None = None
) -> logging.LogRecord:
    """One that was logged at a known time."""
    info = (type(error), error, error.__traceback__) if error else None
    made = logging.LogRecord(name, logging.WARNING, __file__, 1, message, args, info)
    made.created = 1_000_000_000.25
    return made


@pytest.fixture
def untouched() -> Iterator[None]:
    """Logging as it was, afterwards."""
    root = logging.getLogger()
    names = ("cakd_tui", "httpx", "httpcore")
    before = root.handlers[:], root.level, logging.raiseExceptions
    levels = [logging.getLogger(name).level for name in names]
    yield
    root.handlers[:], root.level, logging.raiseExceptions = before
    for name, level in zip(names, levels, strict=True):
        logging.getLogger(name).setLevel(level)


def test_a_line_has_time_level_and_what_happened() -> None:
    said = TextLines().format(record("refused with %s", 401))
    assert said == "2001-09-09T01:46:40.250Z warning refused with 401"


def test_as_json_it_is_one_object() -> None:
    said = JsonLines().format(record("refused:\n%s", "ü"))
    assert "\n" not in said
    assert json.loads(said) == {
        "time": "2001-09-09T01:46:40.250Z",
        "level": "warning",
        "from": "cakd_tui.agent.intake",
        "message": "refused:\nü",
    }


def test_what_was_sent_breaks_no_line_and_colours_nothing() -> None:
    said = TextLines().format(record("accepted: a\nb\x1b[31m\u2028\r"))
    assert said.endswith("accepted: a\\nb\\x1b[31m\\u2028\\r")


@pytest.mark.parametrize("form", [TextLines(), JsonLines()])
def test_a_line_has_an_end_however_much_there_is_to_say(form: logging.Formatter) -> None:
    said = form.format(record("accepted: %s", "x" * 100_000))
    assert len(said) < 2200
    assert "98010 characters more" in said


def test_of_a_mistake_only_its_place_is_told() -> None:
    def mistaken() -> None:
        raise LookupError("https://discord.com/api/webhooks/1/token")

    with pytest.raises(LookupError) as caught:
        mistaken()
    made = record("Exception in ASGI\n", name="uvicorn.error", error=caught.value)
    said = TextLines().format(made)
    assert "token" not in said
    assert re.search(r"Exception in ASGI \(LookupError at mistaken:\d+\)$", said)


def test_of_what_others_log_only_the_first_line_is_told() -> None:
    message = "Task exception was never retrieved\nfuture: <Task exception=Error('token')>"
    assert "token" not in TextLines().format(record(message, name="asyncio"))


@pytest.mark.usefixtures("untouched")
def test_the_urls_of_requests_are_not_logged(capsys: pytest.CaptureFixture[str]) -> None:
    log_to_stderr(as_json=False)
    logging.getLogger("httpx").info("HTTP Request: POST https://discord.com/api/webhooks/1/token")
    logging.getLogger("cakd_tui.agent.lane").info("delivered")
    logging.getLogger("cakd_tui.agent.lane").debug("waiting")
    logging.getLogger("uvicorn.error").info("Started server process")
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    assert lines[0].endswith(" info    delivered")
