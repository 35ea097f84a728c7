"""The keys of a page in one line at its foot: all of them in sight, however narrow the window."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from textual import events
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

_GAPS: Final = (2, 1)
"""Columns between two keys: where there is room, and where there is none."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key as it is shown."""

    shown: str
    """"esc", "^q"."""
    label: str
    action: str
    enabled: bool = True

    @property
    def width(self) -> int:
        """Columns it takes."""
        return len(f"{self.shown} {self.label}".rstrip())


def fitted(keys: Sequence[Key], width: int, known: Collection[str]) -> tuple[tuple[Key, ...], int]:
    """The keys as they fit into the width, and the gap between them.

    First they move closer, then those that are `known` from every page lose their labels, the last
    first, then the others do.
    """
    shown = list(keys)
    order = sorted(range(len(shown)), key=lambda place: (shown[place].action not in known, -place))
    for gap in _GAPS:
        if _width(shown, gap) <= width:
            return tuple(shown), gap
    for place in order:
        shown[place] = replace(shown[place], label="")
        if _width(shown, _GAPS[-1]) <= width:
            break
    return tuple(shown), _GAPS[-1]


def _width(keys: Sequence[Key], gap: int) -> int:
    return sum(key.width for key in keys) + gap * max(0, len(keys) - 1)


class KeyLine(Static):
    """Each key with what it does; a click on it does the same."""

    def __init__(self, known: Collection[str]) -> None:
        super().__init__()
        self._known = known
        self._keys: tuple[Key, ...] = ()
        self._gap = _GAPS[0]

    def on_mount(self) -> None:
        """Follow what the page offers."""
        self.screen.bindings_updated_signal.subscribe(self, self._follow)
        self._follow(self.screen)

    def on_resize(self) -> None:
        """Make what there is fit."""
        self._follow(self.screen)

    def _follow(self, screen: Screen[object]) -> None:
        keys, gap = fitted(tuple(self._offered(screen)), self.content_size.width, self._known)
        if (keys, gap) != (self._keys, self._gap):
            self._keys, self._gap = keys, gap
            self.update(Content(" " * gap).join(map(_drawn, keys)), layout=False)

    def _offered(self, screen: Screen[object]) -> Iterator[Key]:
        told = set[str]()
        for active in screen.active_bindings.values():
            binding = active.binding
            if binding.show and binding.action not in told:
                told.add(binding.action)
                display = self.app.get_key_display(binding)
                yield Key(display, binding.description, binding.action, active.enabled)

    async def on_click(self, event: events.Click) -> None:
        """Do what the key under the pointer does."""
        event.stop()
        left = self.gutter.left
        for key in self._keys:
            if left <= event.x < left + key.width and key.enabled:
                await self.app.run_action(key.action, self.screen)
                return
            left += key.width + self._gap


def _drawn(key: Key) -> Content:
    if not key.enabled:
        return Content.styled(f"{key.shown} {key.label}".rstrip(), "$quiet dim")
    label = f" {key.label}" if key.label else ""
    return Content.assemble((key.shown, "bold $primary"), (label, "$quiet"))
