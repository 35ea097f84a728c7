"""Alerts follow the files; what is wrong with them is said once."""

import asyncio
import logging

import pytest

from cakd_tui.agent.carrier import Carriers
from cakd_tui.agent.destinations import Destination, Nowhere
from cakd_tui.agent.route_watch import RouteWatch
from cakd_tui.core.errors import RouteStoreError
from cakd_tui.core.route import Route
from tests.agent.doubles import Files, Post, provider, route


@pytest.fixture
def files() -> Files:
    """One route."""
    files = Files()
    files.put(route("one"))
    return files


@pytest.fixture
def watch(files: Files) -> RouteWatch:
    """Somebody who watches them."""
    return RouteWatch(files, Carriers(provider(Post())))


def place(watch: RouteWatch, name: str) -> str | None:
    there = watch.destinations.of(name)
    return there.place if isinstance(there, Destination) else None


async def test_a_change_is_followed_and_counted(watch: RouteWatch, files: Files) -> None:
    assert await watch.look() == frozenset()
    assert (place(watch, "one"), watch.generation) == ("one", 1)
    assert await watch.look() is None
    files.put(route("one", "elsewhere"), route("two"))
    assert await watch.look() == frozenset({"one"})
    assert (place(watch, "one"), place(watch, "two"), watch.generation) == ("elsewhere", "two", 2)


async def test_what_was_saved_anew_and_is_the_same_moves_nothing(
    watch: RouteWatch, files: Files
) -> None:
    await watch.look()
    files.put(route("one"))
    assert await watch.look() == frozenset({"one"})
    assert watch.generation == 1


async def test_the_files_are_read_off_the_event_loop(files: Files) -> None:
    def load(project: str) -> Route | None:
        with pytest.raises(RuntimeError):
            asyncio.get_running_loop()
        return route(project)

    files.load = load  # type: ignore[method-assign]  # a spy in its place
    watch = RouteWatch(files, Carriers(provider(Post())))
    await watch.look()
    assert place(watch, "one") == "one"


async def test_what_breaks_is_said_once_and_keeps_the_route(
    watch: RouteWatch, files: Files, caplog: pytest.LogCaptureFixture
) -> None:
    await watch.look()
    files.set("one", RouteStoreError("half a file"))
    for _ in range(3):
        await watch.look()
    assert place(watch, "one") == "one"
    assert [each.getMessage() for each in caplog.records] == [
        "The route of one stays as it was, as it can't be read: half a file"
    ]


async def test_what_is_held_is_said_once_for_each_reason(
    watch: RouteWatch, files: Files, caplog: pytest.LogCaptureFixture
) -> None:
    files.set("two", RouteStoreError("half a file"))
    await watch.look()
    files.put(route("one", "elsewhere"))
    await watch.look()
    files.set("two", Route("two", "post"))
    await watch.look()
    await watch.look()
    assert isinstance(watch.destinations.of("two"), Nowhere)
    assert [each.getMessage() for each in caplog.records] == [
        "Alerts of two are held: its route can't be read: half a file",
        "Alerts of two are held: its route has no webhook at the moment; cakd create makes one",
    ]


async def test_a_listing_that_fails_and_comes_back_is_said(
    watch: RouteWatch, files: Files, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    await watch.look()
    files.listing = RouteStoreError("open /routes: permission denied")
    for _ in range(3):
        assert await watch.look() is None
    assert place(watch, "one") == "one"
    assert watch.saved.unlisted
    files.listing = None
    await watch.look()
    assert [each.getMessage() for each in caplog.records] == [
        "The routes can't be listed, so those known stay in use: open /routes: permission denied",
        "The routes can be listed again",
    ]


async def test_a_saved_default_is_followed_too(
    files: Files, watch: RouteWatch, caplog: pytest.LogCaptureFixture
) -> None:
    files.put(route("", "rest"))
    await watch.look()
    assert place(watch, "other") == "rest"
    files.put(route("", "elsewhere"))
    await watch.look()
    assert place(watch, "other") == "elsewhere"
    with caplog.at_level(logging.WARNING):
        files.put(Route("", "post"))
        await watch.look()
    assert "Alerts of all other projects are held: its route has no webhook" in caplog.text
