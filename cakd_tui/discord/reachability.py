"""Whether Discord can be reached from here: its name, the way to it, and whose clock is right.

No token is needed, and none is sent.
"""

import socket
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from cakd_tui.core.finding import Check, Finding, Fix, Verdict
from cakd_tui.core.symptom import Symptom
from cakd_tui.discord.checks import ANSWERS
from cakd_tui.discord.findings import failure, passed, skipped
from cakd_tui.discord.http.client import DiscordClient, Notice
from cakd_tui.discord.http.errors import (
    BadReply,
    CloudflareBlocked,
    DiscordError,
    TransportError,
)
from cakd_tui.discord.http.gateway import Way, addresses, reached, way_to
from cakd_tui.discord.http.transport_reason import transport_reason

NAME: Final = Check("name", "Name lookup")
CLOCK: Final = Check("clock", "Clock")

SLIGHT: Final = 10.0
"""Seconds by which a clock may be wrong without anybody noticing."""
GRAVE: Final = 300.0
"""Seconds from which on it misleads: certificates and time-outs are judged by it."""

_CLOCK_FIX: Final = Fix("Run", "sudo timedatectl set-ntp true, or set the clock by the network")


async def reachability(
    base_url: str,
    client: Callable[[], Awaitable[DiscordClient]],
    notice: Notice,
    *,
    named: bool,
) -> Sequence[Finding]:
    """Findings about the name lookup, the answer and the clock; `named` if a lookup is needed."""
    try:
        way = way_to(base_url) if named else None
    except DiscordError as error:
        wrong = failure(ANSWERS, error, headline="CAKD_DISCORD_API can't be used")
        return (skipped(NAME, "needs an address"), wrong, skipped(CLOCK, "needs an answer"))
    except ValueError:
        way = None  # what is wrong with the proxy's address the request will tell
    name = await _name(way)
    if name.verdict is Verdict.FAIL:
        return (name, skipped(ANSWERS, "needs the address"), skipped(CLOCK, "needs an answer"))
    return (name, *await _answer(client, notice, way))


async def _name(way: Way | None) -> Finding:
    if way is None:
        return skipped(NAME, "not needed")
    if not way.has_a_name:
        return passed(NAME, f"{way.first}, not a name")
    try:
        found = await addresses(way.first)
    except OSError as error:
        return _unresolved(way, error)
    more = f" and {len(found) - 1} more" if len(found) > 1 else ""
    whose = ", the proxy" if way.proxy else ""
    return passed(NAME, f"{way.first}{whose}: {found[0]}{more}")


def _unresolved(way: Way, error: OSError) -> Finding:
    """The same that a request would fail of, whose limit may be another."""
    said = error.strerror or "no answer from the name servers"
    silence = socket.gaierror(socket.EAI_AGAIN, said)
    known = error if isinstance(error, socket.gaierror) else silence
    reason = transport_reason(known, through_proxy=bool(way.proxy)).kind
    facts: dict[str, str | int] = {"reason": reason, "errno": known.errno or 0}
    return Finding(
        NAME,
        Verdict.FAIL,
        f"{way.first}: {said}",
        headline=f"{way.first} can't be found",
        symptom=Symptom("transport", facts, f"look up {way.first}: {said}"),
    )


async def _answer(
    client: Callable[[], Awaitable[DiscordClient]], notice: Notice, way: Way | None
) -> tuple[Finding, Finding]:
    try:
        answer = await reached(await client(), notice)
    except DiscordError as error:
        return failure(ANSWERS, error, headline=_headline(error)), skipped(CLOCK, "needs an answer")
    through = f", through {way.proxy}" if way and way.proxy else ""
    evidence = f"{answer.seconds * 1000:.0f} ms{through}"
    return passed(ANSWERS, evidence), clock_finding(answer.skew)


def _headline(error: DiscordError) -> str:
    match error:
        case TransportError():
            return "Discord can't be reached"
        case BadReply():
            return "Something on the way answers in Discord's place"
        case CloudflareBlocked():
            return "This address is not let through to Discord"
        case _:
            return "Discord does not answer as it should"


def clock_finding(skew: float | None) -> Finding:
    """Whether this machine's clock is right; `skew` is how many seconds Discord's is ahead."""
    if skew is None:
        return skipped(CLOCK, "the answer bears no date")
    if abs(skew) <= 1:
        return passed(CLOCK, "agrees with Discord's")
    side = "behind" if skew > 0 else "ahead of"
    evidence = f"{_duration(abs(skew))} {side} Discord's"
    if abs(skew) <= SLIGHT:
        return passed(CLOCK, evidence)
    verdict = Verdict.WARN if abs(skew) <= GRAVE else Verdict.FAIL
    headline = "This machine's clock is wrong: certificates and time-outs are judged by it"
    return Finding(CLOCK, verdict, evidence, headline, (_CLOCK_FIX,))


def _duration(seconds: float) -> str:
    for length, name in ((86400, "days"), (3600, "h"), (60, "min")):
        if seconds >= 2 * length:
            return f"{seconds / length:.0f} {name}"
    return f"{seconds:.0f} s"
