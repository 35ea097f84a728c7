"""The services behind `cakd routes`: the user's own, or a demo's, which is said."""

from collections.abc import Iterator
from contextlib import contextmanager

from cakd_tui.cli.assembly import services
from cakd_tui.cli.demo_notice import say_demo
from cakd_tui.core.services import Services


@contextmanager
def asked_services(scenario: str | None) -> Iterator[Services]:
    """The services of a run that needs no platform.yaml. Raises `BadUsage`."""
    with services(None, scenario, answered=True) as built:
        say_demo(scenario, "read")
        yield built
