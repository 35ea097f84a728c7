"""Many routes in one file: what is written, and how an agent reads it."""

import json
import os
from pathlib import Path

import pytest

from cakd_tui.core.errors import RouteStoreError
from cakd_tui.core.route import Remembered, Route
from cakd_tui.core.secret import Secret
from cakd_tui.core.troubleshooting import matching, own_entries
from cakd_tui.storage import atomic_file, route_map
from cakd_tui.storage.atomic_file import save_private
from cakd_tui.storage.route_map import MapRoutes, routes_at
from cakd_tui.storage.routes import FileRoutes

URL = "https://discord.com/api/webhooks/1234567890/abcdefghijklmnopqrstuvwxyz"
ROUTE = Route("my-project", "discord", {"guild": "9"}, webhook=Secret(URL))
OTHER = Route("other", "pigeon", webhook=Secret("https://pigeons.example/perch/1"))


def saved(path: Path, content: object) -> MapRoutes:
    path.write_text(json.dumps(content), "utf-8")
    return MapRoutes(path)


def test_the_map_is_readable_json_of_a_known_layout() -> None:
    assert route_map.written([ROUTE]).decode() == (
        "{\n"
        '  "version": 1,\n'
        '  "routes": {\n'
        '    "my-project": {\n'
        '      "provider": "discord",\n'
        f'      "webhook_url": "{URL}",\n'
        '      "values": {\n'
        '        "guild": "9"\n'
        "      }\n"
        "    }\n"
        "  },\n"
        '  "default": null\n'
        "}\n"
    )


def test_what_was_written_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "routes.json"
    path.write_bytes(route_map.written([OTHER, ROUTE], Route("", "discord", webhook=Secret(URL))))
    routes = MapRoutes(path)
    assert routes.projects() == ("my-project", "other")
    assert routes.load("my-project") == ROUTE
    assert routes.load("other") == OTHER
    assert routes.load("third") is None
    assert routes.load("") == Route("", "discord", webhook=Secret(URL))
    assert routes.path("other") == str(path)


def test_what_only_a_set_up_needs_is_not_in_the_map() -> None:
    thing = Remembered("channel", "1", "alerts-my-project", made=True)
    assert route_map.written([ROUTE.with_thing(thing)]) == route_map.written([ROUTE])


def test_a_map_that_was_replaced_is_read_anew(tmp_path: Path) -> None:
    path = tmp_path / "routes.json"
    path.write_bytes(route_map.written([ROUTE]))
    routes = MapRoutes(path)
    assert routes.projects() == ("my-project",)
    path.write_bytes(route_map.written([OTHER]))
    assert routes.projects() == ("other",)


def test_a_map_that_was_written_anew_has_other_stamps(tmp_path: Path) -> None:
    path = tmp_path / "routes.json"
    path.write_bytes(route_map.written([ROUTE, OTHER]))
    routes = MapRoutes(path)
    before = routes.stamps()
    assert before.keys() == {"my-project", "other"}
    assert routes.stamps() == before
    save_private(path, route_map.written([ROUTE], default=OTHER))
    after = routes.stamps()
    assert after.keys() == {"my-project", ""}
    assert after["my-project"] != before["my-project"]


def test_an_entry_that_is_wrong_spoils_no_other(tmp_path: Path) -> None:
    entry = json.loads(route_map.written([ROUTE]))["routes"]["my-project"]
    wrong = {"b": {**entry, "webhook_url": 5}, "Not A Name": entry, "c": None, "d": {}}
    routes = saved(
        tmp_path / "map", {"version": 1, "routes": {"a": entry, **wrong}, "default": [URL]}
    )
    assert routes.projects() == ("Not A Name", "a", "b", "c", "d")
    assert routes.load("a") is not None
    for project, said in (
        ("b", "that of b can't be used: webhook_url is missing or has the wrong type"),
        ("c", "that of c can't be used: it is not a JSON object"),
        ("d", "that of d can't be used: provider is missing or has the wrong type"),
        ("Not A Name", "that of Not A Name can't be used: this is not a project's name"),
    ):
        with pytest.raises(RouteStoreError) as caught:
            routes.load(project)
        assert caught.value.message == f"read {tmp_path / 'map'}: in this map of routes {said}"
    with pytest.raises(RouteStoreError, match="the default can't be used: it is not a JSON object"):
        routes.load("")


@pytest.mark.parametrize(
    ("content", "said", "entry"),
    [
        ([], "not a map of routes: it is not a JSON object", "CAKD-C-MAP"),
        ({"version": 1}, "not a map of routes: routes is missing", "CAKD-C-MAP"),
        ({"version": 1, "routes": []}, "not a map of routes: routes is", "CAKD-C-MAP"),
        ({"version": 1, "routes": {"": {}}}, "routes holds an empty name", "CAKD-C-MAP"),
        ({"routes": {}}, "not a map of routes: version is missing", "CAKD-C-MAP"),
        ({"version": 2, "routes": {}}, "a newer cakd saved it", "CAKD-C-NEWER"),
    ],
)
def test_what_is_no_map_is_refused(content: object, said: str, entry: str, tmp_path: Path) -> None:
    routes = saved(tmp_path / "map", content)
    with pytest.raises(RouteStoreError, match=said) as caught:
        routes.projects()
    assert [each.id for each in matching(own_entries(), caught.value.symptom)] == [entry]


def test_a_map_that_is_not_there_is_no_empty_one(tmp_path: Path) -> None:
    with pytest.raises(RouteStoreError, match="there is no map of routes here"):
        MapRoutes(tmp_path / "routes.json").projects()


def test_a_map_may_be_larger_than_a_route(tmp_path: Path) -> None:
    path = tmp_path / "routes.json"
    many = [Route(f"project-{each}", "discord", webhook=Secret(URL)) for each in range(8000)]
    path.write_bytes(route_map.written(many))
    assert path.stat().st_size > 2**20
    assert len(MapRoutes(path).projects()) == 8000


def test_a_place_is_a_map_or_a_directory_by_what_it_is(tmp_path: Path) -> None:
    FileRoutes(tmp_path / "routes").save(ROUTE)
    (tmp_path / "map").write_bytes(route_map.written([OTHER]))
    assert routes_at(tmp_path / "routes").projects() == ("my-project",)
    assert routes_at(tmp_path / "routes").load("") is None
    assert routes_at(tmp_path / "map").projects() == ("other",)
    assert routes_at(tmp_path / "later").projects() == ()
    with pytest.raises(RouteStoreError):
        routes_at(tmp_path / "later.json").projects()


@pytest.mark.skipif(os.name != "posix", reason="links are POSIX")
def test_a_mounted_secret_is_a_link_to_a_map(tmp_path: Path) -> None:
    (tmp_path / "..data").mkdir()
    (tmp_path / "..data" / "routes.json").write_bytes(route_map.written([ROUTE]))
    (tmp_path / "routes.json").symlink_to("..data/routes.json")
    assert routes_at(tmp_path / "routes.json").load("my-project") == ROUTE


def test_a_map_holds_what_a_route_keeps() -> None:
    route = Route("a", "p", webhook=Secret("https://x.example/1"), kept={"mention": "5"})
    entry = route_map.read(route_map.written([route])).entries["a"]
    assert route_map.route_of("a", entry) == route


def test_a_map_that_stays_as_it_is_is_read_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[Path] = []

    def read_private(path: Path, largest: int) -> bytes | None:
        read.append(path)
        return atomic_file.read_private(path, largest)

    monkeypatch.setattr(route_map, "read_private", read_private)
    path = tmp_path / "routes.json"
    path.write_bytes(route_map.written([ROUTE, OTHER]))
    routes = MapRoutes(path)
    for project in [*routes.stamps(), *routes.projects()]:
        assert routes.load(project) is not None
    assert len(read) == 1
    save_private(path, route_map.written([ROUTE]))
    assert routes.load("other") is None
    assert len(read) == 2
    path.unlink()
    with pytest.raises(RouteStoreError):
        routes.projects()
