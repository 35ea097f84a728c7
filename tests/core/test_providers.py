import subprocess
import sys
from pathlib import Path

import pytest

from cakd_tui.core.errors import UnknownProvider
from cakd_tui.core.providers import load_provider, provider_names


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> "Install":
    """Installs a package that offers a provider, for this test."""
    return Install(tmp_path / "site", monkeypatch)


class Install:
    def __init__(self, site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.site = site
        site.mkdir()
        monkeypatch.syspath_prepend(str(site))

    def __call__(self, name: str, points_to: str, source: str = "") -> None:
        about = self.site / f"{name}-1.0.dist-info"
        about.mkdir()
        (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        (about / "entry_points.txt").write_text(f"[cakd.notify]\n{name} = {points_to}\n")
        (self.site / f"made_{name}.py").write_text(source)


def test_installed_providers_are_listed_by_name() -> None:
    names = provider_names()
    assert {"discord", "pigeon"} <= set(names)
    assert list(names) == sorted(names)


def test_listing_providers_imports_none_of_them() -> None:
    code = (
        "import sys; from cakd_tui.core.providers import provider_names\n"
        "assert 'discord' in provider_names()\n"
        "assert not [name for name in sys.modules if name.startswith('cakd_tui.discord')]"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=30)


def test_a_provider_is_loaded_by_its_name(install: Install) -> None:
    install("smoke", "made_smoke:Signals", "class Signals:\n    name = 'smoke'\n")
    assert "smoke" in provider_names()
    assert load_provider("smoke").name == "smoke"


def test_an_unknown_provider_lists_the_known_ones() -> None:
    with pytest.raises(UnknownProvider) as caught:
        load_provider("carrier")
    assert str(caught.value).startswith("unknown notification provider 'carrier'; known: ")
    assert "discord" in str(caught.value)
    assert caught.value.symptom.facts == {"name": "carrier", "reason": "unknown"}


@pytest.mark.parametrize(
    ("points_to", "source"),
    [
        ("made_broken:Missing", ""),
        ("no_such_module:Provider", ""),
        ("made_broken:Provider", "import no_such_library"),
        ("made_broken:Provider", "def Provider(needed): ..."),
        ("made_broken:Provider", "this is not Python"),
        ("made_broken:Provider", "undefined_name"),
    ],
)
def test_a_provider_that_does_not_load_is_said_to_be_broken(
    install: Install, monkeypatch: pytest.MonkeyPatch, points_to: str, source: str
) -> None:
    monkeypatch.delitem(sys.modules, "made_broken", raising=False)
    install("broken", points_to, source)
    with pytest.raises(UnknownProvider, match="broken is installed but does not load") as caught:
        load_provider("broken")
    assert caught.value.symptom.facts == {"name": "broken", "reason": "broken"}
