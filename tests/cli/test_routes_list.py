"""`cakd routes list`: every saved route, whatever its state, and none of its secrets."""

import json

from tests.cli.saved import Saved, route_of


def test_a_route_is_a_line(saved: Saved) -> None:
    saved.save("my-project", "other")
    ended = saved.cakd("list")
    assert ended.out == (
        "Namespace   Provider  Place                      Webhook     It was  File\n"
        "my-project  discord   channel alerts-my-project  1234567890  found   "
        "~/.config/cakd/my-project.json\n"
        "other       discord   channel alerts-other       1234567890  found   "
        "~/.config/cakd/other.json\n"
    )
    assert (ended.err, ended.code) == ("", 0)


def test_a_route_that_cannot_be_read_is_named(saved: Saved) -> None:
    saved.save("my-project")
    saved.spoil("broken")
    ended = saved.cakd("list")
    assert "broken      –         can't be read              –           –" in ended.out
    assert "my-project  discord" in ended.out
    assert "broken.json: not a saved route: it is not a JSON object\n" in ended.err
    assert "(CAKD-C-CORRUPT)" in ended.err
    assert ended.code == 1


def test_a_route_without_its_webhook_is_told_from_one_with(saved: Saved) -> None:
    saved.routes.save(route_of("my-project").without_thing("webhook"))
    assert "alerts-my-project  none yet  –" in saved.cakd("list").out


def test_nothing_saved_names_the_next_step(saved: Saved) -> None:
    ended = saved.cakd("list")
    assert (ended.out, ended.code) == ("", 0)
    assert "no route is saved here yet; cakd create -f platform.yaml saves one" in ended.err


def test_json_is_a_route_a_line_without_its_url(saved: Saved) -> None:
    saved.save("my-project")
    saved.spoil("broken")
    ended = saved.cakd("list", "--json")
    broken, good = map(json.loads, ended.out.splitlines())
    assert good == {
        "event": "route",
        "version": 1,
        "project": "my-project",
        "provider": "discord",
        "values": {"guild": "9"},
        "path": "~/.config/cakd/my-project.json",
        "remembered": [
            {
                "kind": "channel",
                "id": "501",
                "name": "alerts-my-project",
                "made": True,
                "place": None,
            },
            good["webhook"],
        ],
        "webhook": {
            "kind": "webhook",
            "id": "1234567890",
            "name": "CAKD Alerting - my-project",
            "made": False,
            "place": None,
        },
        "problem": "",
    }
    assert (broken["project"], broken["provider"], broken["webhook"]) == ("broken", "", None)
    assert broken["problem"].endswith("not a saved route: it is not a JSON object")
    assert "hush" not in ended.out
    assert ended.code == 1


def test_a_demo_has_a_route_of_its_own(saved: Saved) -> None:
    saved.save("real")
    ended = saved.cakd("list", "--demo")
    assert "my-project  discord   channel alerts-my-project" in ended.out
    assert "real" not in ended.out
    assert ended.err == "DEMO in-use: nothing real is read\n"
