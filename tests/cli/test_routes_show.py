"""`cakd routes show`: all that is saved of a project, its webhook's URL only when asked for."""

import json

from cakd_tui.core.secret import MASK
from tests.cli.saved import Saved, route_of, url_of


def test_all_that_is_saved_is_shown_but_the_secret(saved: Saved) -> None:
    saved.save("my-project")
    ended = saved.cakd("show", "my-project")
    assert ended.out == (
        "my-project\n"
        "   Provider       discord\n"
        f"   Posts to       https://discord.com/api/webhooks/1234567890/{MASK}\n"
        "   File           ~/.config/cakd/my-project.json\n"
        "   guild          9\n"
        "   channel        alerts-my-project (id 501, made by cakd)\n"
        "   webhook        CAKD Alerting - my-project (id 1234567890, found there)\n"
    )
    assert (ended.err, ended.code) == ("", 0)


def test_the_url_is_shown_when_asked_for(saved: Saved) -> None:
    saved.save("my-project")
    assert (
        f"Posts to       {url_of('my-project')}\n"
        in saved.cakd("show", "my-project", "--reveal").out
    )


def test_json_has_the_url_masked_unless_it_is_asked_for(saved: Saved) -> None:
    saved.save("my-project")
    masked = json.loads(saved.cakd("show", "my-project", "--json").out)
    assert masked["webhook_url"] == f"https://discord.com/api/webhooks/1234567890/{MASK}"
    assert masked["webhook"]["name"] == "CAKD Alerting - my-project"
    shown = json.loads(saved.cakd("show", "my-project", "--json", "--reveal").out)
    assert shown == {**masked, "webhook_url": url_of("my-project")}


def test_what_leads_nowhere_yet_says_so(saved: Saved) -> None:
    saved.routes.save(route_of("my-project").without_thing("webhook"))
    ended = saved.cakd("show", "my-project", "--reveal")
    assert "Posts to       none yet; cakd create makes it\n" in ended.out
    assert json.loads(saved.cakd("show", "my-project", "--json").out)["webhook_url"] == ""


def test_a_name_from_elsewhere_steers_no_terminal(saved: Saved) -> None:
    route = route_of("my-project")
    channel = route.remembered[0]
    saved.routes.save(route.with_thing(type(channel)("channel", "5", "a\x1b[2J", made=True)))
    assert "channel        a?[2J (id 5" in saved.cakd("show", "my-project").out


def test_a_project_without_a_route_names_the_next_step(saved: Saved) -> None:
    ended = saved.cakd("show", "other")
    assert "no webhook of other is saved here; `cakd routes list` names what is" in ended.err
    assert "(CAKD-R-NONE)" in ended.err
    assert ended.code == 1


def test_a_demo_has_a_route_of_its_own(saved: Saved) -> None:
    assert "alerts-my-project" in saved.cakd("show", "my-project", "--demo").out
