"""CPU time of the ledger in a large guild: `python -m tests.bench.ledger` prints milliseconds.

250 roles and 500 channels is what Discord allows; the bot holds every one of the roles. Times start
where the answers are read already. The page itself is measured in `ledger_opened`.
"""

import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

import msgspec

from cakd_tui.core.ledger import Effect, Turn
from cakd_tui.discord.adoption import chosen_channel
from cakd_tui.discord.http.models import Channel, CurrentUser, Guild, Member
from cakd_tui.discord.ledger import explained, ledger_of
from cakd_tui.discord.ledger_scene import Scene, scene_of
from cakd_tui.discord.permission_findings import permission_findings
from cakd_tui.discord.survey import Place, standing_of
from cakd_tui.tui.why_state import WhyState
from cakd_tui.tui.widgets.ledger_row import Grid, drawn, rows
from tests.bench.ledger_opened import page_lines

ROLES: Final = 250
CHANNELS: Final = 500
ROUNDS: Final = 20
IN_SIGHT: Final = 40
"""Rows of a tall window."""
BITS: Final = 1 << 10 | 1 << 11


def guild_body(granted: int) -> bytes:
    """The guild as Discord answers it."""
    roles = [{"id": "1", "name": "@everyone", "permissions": str(BITS)}]
    roles += [
        {"id": str(1000 + each), "name": f"role {each}", "permissions": str(BITS | granted)}
        for each in range(ROLES - 1)
    ]
    return msgspec.json.encode({"id": "1", "name": "Large", "owner_id": "9", "roles": roles})


def channels_body() -> bytes:
    """Its channels; the alerts channel is the last, with an overwrite for every role."""
    overwrites = [
        {"id": str(1000 + each), "type": 0, "allow": "0", "deny": str(1 << 29)}
        for each in range(ROLES - 1)
    ]
    channels = [
        {"id": str(5000 + each), "type": 0, "name": f"c-{each}", "permission_overwrites": []}
        for each in range(CHANNELS - 1)
    ]
    last = {"id": "4999", "type": 0, "name": "alerts-p", "permission_overwrites": overwrites}
    return msgspec.json.encode([*channels, last])


def scene(guild: Guild, channels: tuple[Channel, ...]) -> Scene:
    """The scene of the answers, as the preflight makes it."""
    user = CurrentUser(2, "bot", bot=True)
    member = Member(tuple(1000 + each for each in range(ROLES - 1)))
    standing = standing_of(user, guild, member, datetime.now(UTC))
    return scene_of(Place(guild, standing, chosen_channel(channels, "p").thing), user, member, None)


def milliseconds(work: Callable[[], object]) -> float:
    """CPU time of one call, the median of several."""
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        times.append((time.process_time() - start) * 1000)
    return sorted(times)[len(times) // 2]


def measured(title: str, granted: int) -> list[str]:
    """The lines about one guild."""
    guild = msgspec.json.decode(guild_body(granted), type=Guild, strict=False)
    channels = msgspec.json.decode(channels_body(), type=tuple[Channel, ...], strict=False)

    def told() -> None:
        permission_findings(scene(guild, channels))
        explained(scene(guild, channels))

    def opened() -> None:
        state = WhyState.about(explained(scene(guild, channels)), "manage-webhooks")
        grid = Grid.of(state.ledger, 100)
        for row in tuple(rows(state.ledger, grid))[:IN_SIGHT]:
            drawn(row, state, state.ledger, grid)

    everyone = frozenset({Turn("role:1", "manage-webhooks", Effect.GRANTED)})
    parts: tuple[tuple[str, Callable[[], object]], ...] = (
        ("scene", lambda: scene(guild, channels)),
        ("ledger", lambda: ledger_of(scene(guild, channels))),
        ("ledger with a cell turned", lambda: ledger_of(scene(guild, channels), everyone)),
        ("the preflight's findings and ledger", told),
        ("a state with the rows in sight drawn", opened),
    )
    lines = len(ledger_of(scene(guild, channels)).lines)
    told_rows = [f"  {name:<38}{milliseconds(work):6.1f} ms" for name, work in parts]
    return [f"{title}, {lines} lines", *told_rows]


def main() -> None:
    """Print every number."""
    for title, granted in (("denied in the channel", 1 << 29 | 1 << 4), ("missing", 0)):
        sys.stdout.write("\n".join(measured(title, granted)) + "\n")
    sys.stdout.write("\n".join(page_lines()) + "\n")


if __name__ == "__main__":
    main()
