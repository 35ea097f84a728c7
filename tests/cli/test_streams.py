"""Streams that can't encode, that are closed, that nobody reads any more, and how wide they are."""

import io
import os
import sys
from collections.abc import Iterator
from typing import TextIO

import pytest

from cakd_tui.cli.streams import WIDEST, drop_unread, line_width, write_any_text
from tests.cli.terminal import terminal


def test_what_an_encoding_lacks_is_written_as_a_question_mark(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    written = {"stdout": io.BytesIO(), "stderr": io.BytesIO()}
    for name, raw in written.items():
        monkeypatch.setattr(sys, name, io.TextIOWrapper(raw, encoding="ascii"))
    write_any_text()
    for name, raw in written.items():
        print("✓ ready", file=getattr(sys, name), flush=True)
        assert raw.getvalue().split() == [b"?", b"ready"]


@pytest.mark.parametrize("missing", [("stdout",), ("stderr",), ("stdout", "stderr")])
def test_a_stream_that_was_closed_before_the_start_takes_everything(
    missing: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = {name: getattr(sys, name) for name in ("stdout", "stderr") if name not in missing}
    for name in missing:
        monkeypatch.setattr(sys, name, None)
    write_any_text()
    opened = {getattr(sys, name) for name in missing}
    for name in missing:
        print("✓ nobody reads this", file=getattr(sys, name), flush=True)
    assert {name: getattr(sys, name) for name in kept} == kept
    assert len(opened) == 1
    opened.pop().close()


@pytest.fixture
def unread() -> Iterator[TextIO]:
    """A stream whose reader has left."""
    reading, writing = os.pipe()
    os.close(reading)
    stream = os.fdopen(writing, "w", encoding="utf-8")
    yield stream
    stream.close()


@pytest.mark.parametrize("name", ["stdout", "stderr"])
def test_output_nobody_reads_fails_once_and_then_no_more(
    name: str, unread: TextIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, name, unread)
    unread.write("lost")
    with pytest.raises(BrokenPipeError):
        unread.flush()
    drop_unread()
    print("more", file=unread, flush=True)


def test_a_stream_that_is_read_is_left_alone(
    unread: TextIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading, writing = os.pipe()
    with os.fdopen(writing, "w", encoding="utf-8") as read, os.fdopen(reading, "rb") as reader:
        monkeypatch.setattr(sys, "stdout", unread)
        monkeypatch.setattr(sys, "stderr", read)
        unread.write("lost")
        sys.stderr.write("kept\n")
        drop_unread()
        sys.stderr.write("and this\n")
        sys.stderr.flush()
        assert reader.read1() == b"kept\nand this\n"


@pytest.mark.parametrize(("columns", "width"), [(80, 80), (240, WIDEST), (12, 40), (0, 80)])
def test_a_line_is_as_long_as_the_terminal_allows(columns: int, width: int) -> None:
    with terminal(columns) as (stream, _):
        assert line_width(stream) == width


def test_where_nobody_looks_a_line_is_as_long_as_it_may_be(unread: TextIO) -> None:
    assert line_width(unread) == WIDEST
    assert line_width(io.StringIO()) == WIDEST


def test_a_terminal_that_tells_no_size_is_taken_for_a_usual_one() -> None:
    class Odd(io.StringIO):
        def isatty(self) -> bool:
            return True

    assert line_width(Odd()) == 80
