from pathlib import Path

from cakd_tui.core.providers import load_provider
from cakd_tui.core.services import Demo, Services
from cakd_tui.storage.memory import MemorySecrets
from cakd_tui.storage.routes import FileRoutes
from cakd_tui.storage.settings import FileSettings


def test_no_repr_shows_the_environment_or_the_demos_secret(tmp_path: Path) -> None:
    services = Services(
        provider=load_provider("pigeon"),
        secrets=MemorySecrets(),
        routes=FileRoutes(tmp_path),
        settings=FileSettings(tmp_path),
        environment={"PIGEON_TOKEN": "hush"},
        platform_file=Path("platform.yaml"),
        demo=Demo("ready", None, "hush"),
    )
    assert "hush" not in repr(services) + repr(services.sources) + repr(services.demo)
    assert services.sources.environment == services.environment
