"""`cakd routes export kubernetes`: what kubectl is given."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from cakd_tui import __version__
from tests.cli.saved import Saved, url_of


@pytest.fixture
def saved(saved: Saved, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Saved:
    """One project, in a directory with an agent's secret."""
    monkeypatch.chdir(tmp_path)
    Path("agent.secret").write_text("1e3\n")
    saved.save("my-project")
    return saved


def made(saved: Saved, *more: str) -> dict[str, Any]:
    """The objects by their kind, as they are read from the file."""
    given = ("--agent-secret-file", "agent.secret", "-o", "out.yml")
    assert saved.cakd("export", "kubernetes", *given, *more).code == 0
    return {each["kind"]: each for each in yaml.safe_load_all(Path("out.yml").read_text())}


def test_the_objects_are_there_with_the_secrets_in_one(saved: Saved) -> None:
    objects = made(saved, "--default", "my-project")
    assert {"Secret", "ConfigMap", "Deployment", "Service"} < objects.keys()
    held = objects["Secret"]["stringData"]
    assert held["agent-secret"] == "1e3"
    routes = json.loads(held["routes.json"])
    assert routes["routes"]["my-project"]["webhook_url"] == url_of("my-project")
    assert routes["default"]["webhook_url"] == url_of("my-project")
    assert Path("out.yml").read_text().count("hush") == held["routes.json"].count("hush")


def test_the_remarks_say_how_it_is_applied_and_whence_the_agent_comes(saved: Saved) -> None:
    made(saved)
    text = Path("out.yml").read_text()
    assert "#     kubectl apply --server-side -n NAMESPACE -f out.yml\n" in text
    assert f"# An init container installs cakd-tui[agent]=={__version__} by pip;" in text
    made(saved, "--image", "registry.example/agent:1")
    assert "# The image registry.example/agent:1 brings cakd-agent" in Path("out.yml").read_text()


def test_an_image_or_a_package_is_the_one_that_is_named(saved: Saved) -> None:
    spec = made(saved, "--image", "registry.example/agent:1")["Deployment"]["spec"]
    assert "initContainers" not in spec["template"]["spec"]
    both = made(saved, "--image", "python:3.12", "--package", "./cakd.whl[agent]")["Deployment"]
    (install,) = both["spec"]["template"]["spec"]["initContainers"]
    assert (install["image"], install["command"][-1]) == ("python:3.12", "./cakd.whl[agent]")


def test_without_a_secret_it_says_how_one_is_made(saved: Saved) -> None:
    ended = saved.cakd("export", "kubernetes", "--reveal")
    assert ended.code == 2
    assert "(umask 077; openssl rand -hex 32 > agent.secret)" in ended.err


@pytest.mark.parametrize("held", [b"", b" \n", b"two words", b"a\nb", "gehëim".encode(), b"\xff"])
def test_what_is_no_secret_is_refused_unseen(held: bytes, saved: Saved) -> None:
    Path("agent.secret").write_bytes(held)
    given = ("--agent-secret-file", "agent.secret", "--reveal")
    ended = saved.cakd("export", "kubernetes", *given)
    assert ended.code in (1, 2)
    assert "agent.secret" in ended.err
    assert "this makes" in ended.err
    assert "words" not in ended.err
    assert ended.out == ""


def test_a_secret_file_that_is_not_there_is_named(saved: Saved) -> None:
    ended = saved.cakd("export", "kubernetes", "--agent-secret-file", "none", "--reveal")
    assert "open none: no such file or directory; this makes a secret" in ended.err
    assert ended.code == 1
