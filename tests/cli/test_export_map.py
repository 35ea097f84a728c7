"""`cakd routes export cakd-agent`: the map an agent reads, as it reads it."""

from dataclasses import replace
from pathlib import Path

from cakd_tui.storage.route_map import MapRoutes
from tests.cli.saved import Saved, route_of


def test_an_agent_reads_the_routes_that_were_exported(saved: Saved, tmp_path: Path) -> None:
    saved.save("my-project", "other")
    path = tmp_path / "routes.json"
    ended = saved.cakd("export", "cakd-agent", "--default", "other", "-o", str(path))
    assert f"Run:   cakd-agent --routes {path}\n" in ended.err
    routes = MapRoutes(path)
    assert routes.projects() == ("my-project", "other")
    assert routes.load("my-project") == replace(route_of("my-project"), remembered=())
    assert routes.load("") == replace(route_of("other"), project="", remembered=())


def test_a_default_is_one_of_those_exported(saved: Saved) -> None:
    saved.save("my-project", "other")
    for more in ((), ("--project", "my-project")):
        ended = saved.cakd("export", "cakd-agent", "--default", "third", "--reveal", *more)
        assert ended.code == 2
        assert "--default third is none of the projects that are exported: my-project" in ended.err
