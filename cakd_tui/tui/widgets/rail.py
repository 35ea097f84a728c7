"""The way through the wizard: a rail on the left where there is room, one line on top where not."""

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from cakd_tui.tui.journey import Mark, Station

_MARGINS = 4
"""Columns beside the line, as the stylesheet has them."""

_COLOURS = {Mark.DONE: "$success", Mark.HERE: "$primary", Mark.AHEAD: "$quiet"}
_TEXTS = {Mark.DONE: "", Mark.HERE: "bold", Mark.AHEAD: "$quiet"}


class StationLine(Static):
    """One step of the way; a finished one is clicked to go back to it."""

    class Picked(Message):
        """The operator wants to go back to this step."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    def __init__(self, station: Station) -> None:
        super().__init__(_drawn(station, with_said=True))
        self._station = station

    def show(self, station: Station) -> None:
        """Become this step; the same one is not drawn again."""
        if station != self._station:
            self._station = station
            self.update(_drawn(station, with_said=True))

    def on_click(self, event: events.Click) -> None:
        """Going back is a click away; going ahead is not."""
        event.stop()
        if _is_finished(self._station):
            self.post_message(self.Picked(self._station.key))


class RailLine(Static):
    """All steps in one line; a finished one is clicked to go back to it."""

    def __init__(self, stations: tuple[Station, ...]) -> None:
        super().__init__(_line(stations, 0), id="rail-line")
        self._stations = stations
        self._width = 0

    def show(self, stations: tuple[Station, ...], width: int) -> None:
        """Become these steps, as far apart as `width` allows; the same are not drawn again."""
        if (stations, width) != (self._stations, self._width):
            self._stations, self._width = stations, width
            self.update(_line(stations, width))

    def on_click(self, event: events.Click) -> None:
        """Find the step under the pointer, and go back to it if it is finished."""
        event.stop()
        gap = _between(self._stations, self._width).cell_length
        left = 0
        for station in self._stations:
            right = left + _drawn(station, with_said=False).cell_length
            if left <= event.x < right and _is_finished(station):
                self.post_message(StationLine.Picked(station.key))
            left = right + gap


class Rail(Vertical):
    """All steps with their marks, and what was chosen in each."""

    def __init__(self, stations: tuple[Station, ...]) -> None:
        super().__init__()
        self._stations = stations

    def compose(self) -> ComposeResult:
        """Both shapes; the stylesheet shows the one that fits."""
        yield RailLine(self._stations)
        with Vertical(id="rail-column"):
            for station in self._stations:
                yield StationLine(station)

    def on_resize(self, event: events.Resize) -> None:
        """Draw the line anew: in a small window its steps stand closer."""
        self.query_one(RailLine).show(self._stations, event.size.width)

    def show(self, stations: tuple[Station, ...]) -> None:
        """Change the marks; the steps stay the same."""
        self._stations = stations
        for rail_line in self.query(RailLine):
            rail_line.show(stations, self.size.width)
        # Before they are mounted there are no lines to change: they are made as `_stations` says.
        for line, station in zip(self.query(StationLine), stations, strict=False):
            line.show(station)


def _is_finished(station: Station) -> bool:
    return station.mark in {Mark.DONE, Mark.FAILED} and not station.here


def _drawn(station: Station, *, with_said: bool) -> Content:
    colour = _COLOURS.get(station.mark, "$error")
    style = "bold" if station.here else _TEXTS.get(station.mark, "")
    drawn = Content.assemble((station.mark.value, colour), " ", (station.title, style))
    if with_said and station.said:
        return Content.assemble(drawn, "\n  ", (station.said, "$quiet"))
    return drawn


def _line(stations: tuple[Station, ...], width: int) -> Content:
    """The steps in one line, as far apart as `width` allows."""
    drawn = [_drawn(station, with_said=False) for station in stations]
    return _between(stations, width).join(drawn)


def _between(stations: tuple[Station, ...], width: int) -> Content:
    """What stands between two steps."""
    drawn = [_drawn(station, with_said=False) for station in stations]
    wide = Content.styled(" ── ", "$line")
    return wide if wide.join(drawn).cell_length <= width - _MARGINS else Content("  ")
