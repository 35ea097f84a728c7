"""`cakd routes export`: what holds for every format, above all that no secret is seen."""

import stat
from pathlib import Path

import pytest

from cakd_tui.cli.routes_arguments import FORMATS
from tests.cli.saved import Saved, route_of

WITH_SECRETS = (
    ("alertmanager",),
    ("kubernetes", "--agent-secret-file", "agent.secret"),
    ("cakd-agent",),
    ("env",),
)
SECRET_FORMATS = pytest.mark.parametrize("asked", WITH_SECRETS, ids=lambda each: each[0])


@pytest.fixture
def saved(saved: Saved, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Saved:
    """Two projects, in a directory with an agent's secret."""
    monkeypatch.chdir(tmp_path)
    Path("agent.secret").write_text("agent-hush\n")
    saved.save("my-project", "other")
    return saved


def test_every_format_offered_is_tried_here() -> None:
    assert tuple(each[0] for each in WITH_SECRETS) == FORMATS


@SECRET_FORMATS
def test_no_secret_is_seen_unless_that_is_asked_for(asked: tuple[str, ...], saved: Saved) -> None:
    for more in ((), ("-o", "-")):
        ended = saved.cakd("export", *asked, *more)
        assert ended.code == 2
        assert "name a file for it with -o FILE" in ended.err
        assert "hush" not in ended.out + ended.err
    shown = saved.cakd("export", *asked, "--reveal")
    assert shown.code == 0
    assert "hush-my-project" in shown.out
    assert shown.err == ""


@SECRET_FORMATS
def test_a_file_is_for_the_user_alone_and_what_to_do_with_it_is_said(
    asked: tuple[str, ...], saved: Saved
) -> None:
    shown = saved.cakd("export", *asked, "--reveal")
    ended = saved.cakd("export", *asked, "-o", "out")
    assert (ended.out, ended.code) == ("", 0)
    first, *rest = ended.err.splitlines()
    assert first == "Wrote out, for you alone to read (0600)."
    assert rest
    assert all("FILE" not in each for each in rest)
    assert "hush" not in ended.err
    assert stat.S_IMODE(Path("out").stat().st_mode) == 0o600
    assert Path("out").read_text() == shown.out.replace(" FILE", " out").replace("=FILE", "=out")


@SECRET_FORMATS
def test_a_route_that_cannot_be_used_keeps_the_old_file(
    asked: tuple[str, ...], saved: Saved
) -> None:
    Path("out").write_text("old")
    saved.spoil("broken")
    ended = saved.cakd("export", *asked, "-o", "out")
    assert ended.code == 1
    assert "1 of 3 routes can't be used, so nothing was written" in ended.err
    assert Path("out").read_text() == "old"
    some = saved.cakd("export", *asked, "-o", "out", "--project", "other")
    assert some.code == 0
    assert "hush-other" in Path("out").read_text()
    assert "hush-my-project" not in Path("out").read_text()


@SECRET_FORMATS
def test_nothing_saved_is_a_failure(asked: tuple[str, ...], saved: Saved) -> None:
    for each in saved.routes.projects():
        saved.routes.forget(each)
    ended = saved.cakd("export", *asked, "--reveal")
    assert ended.code == 1
    assert "no webhook is saved here" in ended.err


@SECRET_FORMATS
@pytest.mark.parametrize("name", ["my-project.json", "routes.json"])
def test_no_export_takes_the_place_of_a_saved_route(
    asked: tuple[str, ...], name: str, saved: Saved
) -> None:
    before = {each: each.read_bytes() for each in saved.directory.iterdir()}
    Path("link").symlink_to(saved.directory)
    for place in (saved.directory / name, Path("link") / name):
        ended = saved.cakd("export", *asked, "-o", str(place))
        assert ended.code == 2
        assert "the routes themselves are saved in" in ended.err
    assert {each: each.read_bytes() for each in saved.directory.iterdir()} == before


def test_a_route_that_leads_nowhere_is_not_left_out_in_silence(saved: Saved) -> None:
    saved.routes.save(route_of("third").without_thing("webhook"))
    ended = saved.cakd("export", "env", "--reveal")
    assert ended.code == 1
    assert "no webhook of third is saved here" in ended.err


def test_a_demo_exports_the_routes_of_its_own(saved: Saved) -> None:
    ended = saved.cakd("export", "env", "--demo", "--reveal")
    assert ended.out.startswith("CAKD_WEBHOOK_MY_PROJECT=https://discord.com/api/webhooks/9")
    assert ended.err == "DEMO in-use: nothing real is read\n"


def test_an_option_of_another_format_is_bad_usage(saved: Saved) -> None:
    ended = saved.cakd("export", "env", "--image", "x", "--reveal")
    assert ended.code == 2
    assert "--image goes with kubernetes, not with env: leave it out" in ended.err


def test_a_format_there_is_not_is_bad_usage(saved: Saved) -> None:
    ended = saved.cakd("export", "helm")
    assert ended.code == 2
    assert "choose from" in ended.err
