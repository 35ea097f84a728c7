"""How long a create is looked for that nobody has confirmed."""

from itertools import repeat

import pytest

from cakd_tui.core.events import Event, Waiting
from cakd_tui.discord.creation import LATER, LOOKS, Creation, sure_to_see
from cakd_tui.discord.http.errors import Asked, DiscordError, ReasonKind, TransportError
from cakd_tui.discord.recovery import Recovered

MADE = Recovered("it", made=True)


class Trial:
    """A creation of which nothing is heard, and whose work is seen from the n-th look on."""

    def __init__(self, reason: ReasonKind, seen_from: int, patient_for: int = 100) -> None:
        self.failure = TransportError(
            Asked("POST", "http://discord.example/x", "create"), reason, "no answer", sent=True
        )
        self.seen_from = seen_from
        self.patient_for = patient_for
        self.creates = 0
        self.looks = 0
        self.slept: list[float] = []
        self.said: list[Event] = []

    async def create(self) -> str:
        """Ask for it."""
        self.creates += 1
        raise self.failure

    async def look(self) -> Recovered[str] | None:
        """Look whether it is there."""
        self.looks += 1
        return MADE if self.looks >= self.seen_from else None

    async def sleep(self, seconds: float) -> bool:
        """No time passes; whether the operator has had enough."""
        self.slept.append(seconds)
        return len(self.slept) > self.patient_for

    async def made(self) -> Recovered[str]:
        """What comes of it."""
        creation = Creation(self.said.append, self.sleep)
        return await creation.made(self.create, self.look, sure_to_see)


async def test_what_was_given_up_on_is_found_though_it_comes_late() -> None:
    on = Trial("timeout-read", seen_from=len(LOOKS) + len(LATER))
    assert await on.made() == MADE
    assert on.creates == 1
    assert on.slept == [*LOOKS, *LATER]
    waits = [each for each in on.said if isinstance(each, Waiting)]
    assert [(each.seconds, each.strict) for each in waits] == list(zip(on.slept, repeat(True)))


async def test_what_was_given_up_on_and_never_comes_is_not_asked_for_again() -> None:
    on = Trial("timeout-read", seen_from=100)
    with pytest.raises(DiscordError) as raised:
        await on.made()
    assert raised.value is on.failure
    assert on.creates == 1
    assert sum(on.slept) == sum(LOOKS) + sum(LATER) >= 30


async def test_what_somebody_ended_is_done_or_is_not_and_may_be_asked_for_again() -> None:
    on = Trial("reset", seen_from=2 * len(LOOKS))
    assert await on.made() == MADE
    assert on.creates == 2
    assert on.slept == [*LOOKS, *LOOKS]


async def test_whoever_does_not_wait_for_what_may_still_come_gives_up() -> None:
    on = Trial("timeout-read", seen_from=100, patient_for=len(LOOKS) + 1)
    with pytest.raises(DiscordError) as raised:
        await on.made()
    assert raised.value is on.failure
    assert on.creates == 1
    assert on.looks == len(LOOKS) + 1
