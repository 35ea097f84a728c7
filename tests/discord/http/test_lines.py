"""Each connection carries one request at a time; as many are made as are needed."""

import asyncio
from collections.abc import AsyncIterator, Callable

import httpx
import pytest

from cakd_tui.discord.http.lines import IDLE, Lines


class Body(httpx.AsyncByteStream):
    """A few bytes that come over time."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield self.data


class Line(httpx.AsyncBaseTransport):
    """Answers with its number, once it is let."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.let = asyncio.Event()
        self.let.set()
        self.failure: Exception | None = None
        self.closed = 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Its number."""
        await self.let.wait()
        if self.failure is not None:
            raise self.failure
        return httpx.Response(200, stream=Body(str(self.number).encode()))

    async def aclose(self) -> None:
        """Counted."""
        self.closed += 1


class Made(list[Line]):
    """The lines that were made."""

    def __call__(self) -> Line:
        self.append(Line(len(self)))
        return self[-1]


@pytest.fixture
def made() -> Made:
    """None yet."""
    return Made()


def asking(lines: Lines) -> Callable[[], "asyncio.Task[str]"]:
    async def ask() -> str:
        response = await lines.handle_async_request(httpx.Request("GET", "http://x/"))
        try:
            return (await response.aread()).decode()
        finally:
            await response.aclose()

    return lambda: asyncio.create_task(ask())


async def test_one_after_the_other_goes_over_the_same(made: Made) -> None:
    ask = asking(Lines(made, 9))
    assert [await ask() for _ in range(3)] == ["0", "0", "0"]
    assert len(made) == 1


async def test_side_by_side_each_has_its_own_and_the_last_used_goes_first(made: Made) -> None:
    ask = asking(Lines(made, 9))
    made[0].let.clear()
    first = ask()
    await asyncio.sleep(0)
    assert await ask() == "1"
    assert await ask() == "1"
    made[0].let.set()
    assert await first == "0"
    assert await ask() == "0"
    assert len(made) == 2


async def test_a_line_is_busy_until_its_answer_is_closed(made: Made) -> None:
    lines = Lines(made, 9)
    response = await lines.handle_async_request(httpx.Request("GET", "http://x/"))
    ask = asking(lines)
    assert await ask() == "1"
    await response.aread()
    await response.aclose()
    assert await ask() == "0"


async def test_what_fails_or_is_given_up_is_closed_and_not_used_again(made: Made) -> None:
    ask = asking(Lines(made, 9))
    made[0].failure = httpx.ReadError("reset")
    with pytest.raises(httpx.ReadError):
        await ask()
    assert await ask() == "1"
    made[1].let.clear()
    given_up = ask()
    await asyncio.sleep(0)
    given_up.cancel()
    await asyncio.gather(given_up, return_exceptions=True)
    assert await ask() == "2"
    assert [each.closed for each in made] == [1, 1, 0]


async def test_an_answer_that_was_not_read_to_its_end_ends_its_line(made: Made) -> None:
    lines = Lines(made, 9)
    response = await lines.handle_async_request(httpx.Request("GET", "http://x/"))
    await response.aclose()
    assert await asking(lines)() == "1"
    assert [each.closed for each in made] == [1, 0]


async def test_what_nobody_needs_is_closed_after_a_while(made: Made) -> None:
    now = 100.0
    ask = asking(Lines(made, 9, lambda: now))
    made[0].let.clear()
    slow = ask()
    await asyncio.sleep(0)
    await ask()
    made[0].let.set()
    await slow
    now += IDLE + 1
    await ask()
    assert [each.closed for each in made] == [0, 1]
    assert await ask() == "0"


async def test_closing_closes_all_of_them_once(made: Made) -> None:
    lines = Lines(made, 9)
    ask = asking(lines)
    made[0].let.clear()
    under_way = ask()
    await asyncio.sleep(0)
    await ask()
    await lines.aclose()
    made[0].let.set()
    await under_way
    assert [each.closed for each in made] == [1, 1]


async def test_no_more_are_made_than_may_be_and_waiting_for_one_has_an_end(made: Made) -> None:
    lines = Lines(made, 1)
    ask = asking(lines)
    made[0].let.clear()
    first, second = ask(), ask()
    await asyncio.sleep(0)
    hurried = httpx.Request("GET", "http://x/", extensions={"timeout": {"pool": 0.01}})
    with pytest.raises(httpx.PoolTimeout):
        await lines.handle_async_request(hurried)
    made[0].let.set()
    assert [await first, await second] == ["0", "0"]
    assert len(made) == 1


def test_what_cannot_be_made_is_told_at_once() -> None:
    def broken() -> Line:
        raise ValueError("no such proxy")

    with pytest.raises(ValueError, match="no such proxy"):
        Lines(broken, 9)
