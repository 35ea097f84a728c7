from cakd_tui.core.secret import Secret
from cakd_tui.storage.memory import MemorySecrets


async def test_secrets_last_as_long_as_the_store() -> None:
    store = MemorySecrets()
    assert await store.load("discord") is None
    await store.save("discord", Secret("hush"))
    await store.save("pigeon", Secret("tweet"))
    assert await store.load("discord") == Secret("hush")
    await store.forget("discord")
    await store.forget("discord")
    assert await store.load("discord") is None
    assert await store.load("pigeon") == Secret("tweet")
    assert await MemorySecrets().load("pigeon") is None


async def test_it_says_what_it_is() -> None:
    assert await MemorySecrets().describe() == "the demo's own memory"
