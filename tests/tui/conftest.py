"""A wizard on the toy provider: stores in memory, no motion, and the screen as plain text."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import pytest
import textual.app
import textual.pilot
from cakd_toy.provider import LOFT, Loft, PigeonProvider

from cakd_tui.core.finding import Check, Finding, Verdict
from cakd_tui.core.route import Route
from cakd_tui.core.secret import Secret
from cakd_tui.core.services import Services
from cakd_tui.tui.app import WizardApp
from cakd_tui.tui.journey import Draft
from cakd_tui.tui.screens.page import Page
from tests.tui.idle import wait_for_idle


class MemorySecrets:
    """A keyring that always works and ends with the test."""

    def __init__(self) -> None:
        self.items: dict[str, Secret] = {}

    async def describe(self) -> str:
        return "the test's keyring"

    async def load(self, item: str) -> Secret | None:
        return self.items.get(item)

    async def save(self, item: str, secret: Secret) -> None:
        self.items[item] = secret

    async def forget(self, item: str) -> None:
        self.items.pop(item, None)


class MemorySettings:
    """Saved answers that end with the test."""

    def __init__(self) -> None:
        self.values: dict[str, dict[str, str]] = {}

    def load(self, provider: str) -> Mapping[str, str]:
        return self.values.get(provider, {})

    def save(self, provider: str, values: Mapping[str, str]) -> None:
        self.values.setdefault(provider, {}).update(values)


class MemoryRoutes:
    """Saved routes that end with the test."""

    def __init__(self) -> None:
        self.routes: dict[str, Route] = {}

    def path(self, project: str) -> str:
        return f"/home/op/.config/cakd/{project}.json"

    def shown_path(self, project: str) -> str:
        return f"~/.config/cakd/{project}.json"

    def load(self, project: str) -> Route | None:
        return self.routes.get(project)

    def projects(self) -> Sequence[str]:
        return sorted(self.routes)

    def save(self, route: Route) -> None:
        self.routes[route.project] = route

    def forget(self, project: str) -> None:
        self.routes.pop(project, None)

    def lock(self, project: str) -> AbstractContextManager[None]:
        return nullcontext()

    def check(self, check: Check) -> Finding:
        return Finding(check, Verdict.PASS, "~/.config/cakd, yours alone")


@pytest.fixture(autouse=True)
def loft() -> Iterator[Loft]:
    """The pigeons' world, as good as new for each test."""
    LOFT.__dict__.update(Loft().__dict__)
    yield LOFT
    LOFT.__dict__.update(Loft().__dict__)


@pytest.fixture(autouse=True, scope="session")
def _idle() -> Iterator[None]:
    """A pause ends as soon as there is nothing to do."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (textual.app, textual.pilot):
            patch.setattr(module, "wait_for_idle", wait_for_idle)
        yield


@pytest.fixture(autouse=True)
def _settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """An enter counts at once: tests press it in a hurry and mean it."""
    monkeypatch.setattr(Page, "SETTLE", 0.0)


@pytest.fixture
def services(tmp_path: Path) -> Services:
    """The toy provider and empty stores; `dataclasses.replace` puts others in."""
    directory = tmp_path / "ops-lab"
    directory.mkdir()
    return Services(
        provider=PigeonProvider(),
        secrets=MemorySecrets(),
        routes=MemoryRoutes(),
        settings=MemorySettings(),
        environment={},
        platform_file=directory / "platform.yaml",
    )


@pytest.fixture
def wizard(services: Services) -> Callable[..., WizardApp]:
    """Makes a wizard that opens `at` the page of that key, with `draft` and other `services`."""

    def made(at: str = "", draft: Draft | None = None, services: Services = services) -> WizardApp:
        app = WizardApp(services, services.provider.connect(), draft)
        app.animation_level = "none"
        keys = [stop.key for stop in app.way]
        app.position = keys.index(at) if at else 0
        return app

    return made


@pytest.fixture
def seen() -> Callable[[WizardApp], str]:
    """Returns what stands on the screen, as lines of text."""

    def text(app: WizardApp) -> str:
        strips = app.screen._compositor.render_strips()
        return "\n".join(strip.text.replace("\xa0", " ").rstrip() for strip in strips)

    return text
