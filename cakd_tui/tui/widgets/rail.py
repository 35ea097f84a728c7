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
        if self._station.mark in {Mark.DONE, Mark.FAILED} and not self._station.here:
            self.post_message(self.Picked(self._station.key))


class Rail(Vertical):
    """All steps with their marks, and what was chosen in each."""

    def __init__(self, stations: tuple[Station, ...]) -> None:
        super().__init__()
        self._stations = stations

    def compose(self) -> ComposeResult:
        """Both shapes; the stylesheet shows the one that fits."""
        yield Static(_line(self._stations, 0), id="rail-line")
        with Vertical(id="rail-column"):
            for station in self._stations:
                yield StationLine(station)

    def on_resize(self, event: events.Resize) -> None:
        """Draw the line anew: in a small window its steps stand closer."""
        self.query_one("#rail-line", Static).update(_line(self._stations, event.size.width))

    def show(self, stations: tuple[Station, ...]) -> None:
        """Change the marks; the steps stay the same."""
        self._stations = stations
        self.query_one("#rail-line", Static).update(_line(stations, self.size.width))
        for line, station in zip(self.query(StationLine), stations, strict=True):
            line.show(station)


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
    between = Content.styled(" ── ", "$line")
    wide = between.join(drawn)
    return wide if wide.cell_length <= width - _MARGINS else Content("  ").join(drawn)
