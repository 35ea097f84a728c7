"""Who is busy with which namespaces."""

import asyncio

from cakd_tui.agent.claims import Claims


async def test_what_somebody_is_busy_with_is_waited_for() -> None:
    claims, said = Claims(), list[str]()

    async def claim(name: str, *names: str) -> None:
        async with claims.of(lambda: names):
            said.append(f"{name} begins")
            await asyncio.sleep(0.01)
            said.append(f"{name} ends")

    await asyncio.gather(claim("one", "a", "b"), claim("two", "b", "c"), claim("other", "d"))
    assert said.index("one ends") < said.index("two begins")
    assert said.index("other begins") < said.index("one ends")


async def test_what_is_wanted_is_asked_again_after_a_wait() -> None:
    claims, wanted = Claims(), ["a"]
    async with claims.of(lambda: ["a"]):
        second = claims.of(lambda: wanted)
        waiting = asyncio.create_task(second.__aenter__())
        await asyncio.sleep(0)
        wanted[:] = ["b"]
    assert await waiting == {"b"}
    async with claims.of(lambda: ["a"]) as names:
        assert names == {"a"}


async def test_who_gives_up_leaves_nothing_claimed() -> None:
    claims = Claims()
    async with claims.of(lambda: ["a"]):
        waiting = asyncio.create_task(claims.of(lambda: ["a", "b"]).__aenter__())
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        async with claims.of(lambda: ["b"]):
            pass
    async with claims.of(lambda: ["a", "b"]):
        pass
