"""Delivery that delivers nothing, for where only the other side of the spool is looked at."""

from dataclasses import dataclass, field

from cakd_tui.agent.dispatch import Standing


@dataclass
class Resting:
    """Stands as it is told to."""

    stands: Standing = field(default_factory=lambda: Standing(undeliverable=0, closed=(), routes=1))
    unled: str | None = None
    """The namespace that nothing leads anywhere for, if there is one."""
    events: list[str] = field(default_factory=list)
    """What was asked of it, in order."""

    async def start(self) -> None:
        """Begin nothing."""
        self.events.append("start")

    async def standing(self) -> Standing:
        """As it was told."""
        return self.stands

    def leads(self, namespace: str) -> bool:
        """As it was told."""
        return namespace != self.unled

    async def stop(self) -> None:
        """End nothing."""
        self.events.append("stop")
