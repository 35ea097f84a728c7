"""Whatever a namespace is called, Alertmanager reads it as it is written."""

from pathlib import Path

import pytest

from cakd_tui.core.alertmanager_config import Agent, directly, through_agent
from cakd_tui.core.yaml_text import yaml_text
from tests.alertmanager.running import amtool, receivers_of

NAMES = (
    *('a"b', "a\\b", "a\nb", "a\\nb", "a,b", "{a}", "{{ .X }}", "a b", "#a", ": a", "a: b", "- a"),
    *("1e3", "0o17", "yes", "~", "null", "-", "a|b", "a.b*", "a\tb", "a'b", " lead", "trail "),
    *("%", "@", "`", "!x", "&x", "*x", "ключ", "🔥", "a\u2028b", "a\x85b", "\ufeffa", "é" * 300),
)
PATTERNS = ('a"b', "a\\b", "a\nb", "{a}", "a b", "#a", "a|b", "a.b*", "🔥", "a\x85b", "trail ")
"""Of them those that an expression could take for something else."""


def checked(path: Path, config: dict[str, object]) -> Path:
    """The file with this configuration, in which amtool finds no fault."""
    path.write_text(yaml_text([config]), "utf-8")
    done = amtool("check-config", str(path))
    assert done.returncode == 0, done.stderr
    return path


@pytest.fixture(scope="module")
def apart(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A receiver for each name."""
    made = directly({name: {} for name in NAMES})
    return checked(tmp_path_factory.mktemp("apart") / "am.yml", made)


@pytest.fixture(scope="module")
def together(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One receiver for all names."""
    made = through_agent(Agent("http://127.0.0.1:1", "/x/é 🔥: #"), NAMES)
    return checked(tmp_path_factory.mktemp("together") / "am.yml", made)


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_a_name_has_its_receiver(name: str, apart: Path) -> None:
    assert ",".join(receivers_of(apart, {"namespace": name})) == f"cakd/{name}"


@pytest.mark.parametrize("name", PATTERNS, ids=ascii)
def test_a_name_is_no_pattern(name: str, together: Path) -> None:
    assert receivers_of(together, {"namespace": name}) == ["cakd-agent"]


@pytest.mark.parametrize("name", ["", "a", "b", "axb", "1000"])
def test_a_name_that_is_none_of_them_has_none(name: str, apart: Path, together: Path) -> None:
    assert receivers_of(apart, {"namespace": name}) == ["cakd-default"]
    assert receivers_of(together, {"namespace": name}) == ["cakd-default"]
