"""`cakd routes export env`: what a shell reads from it."""

import shutil
import subprocess
from pathlib import Path

import pytest

from cakd_tui.cli.export_environment import variable
from cakd_tui.core.secret import Secret
from tests.cli.saved import Saved, route_of, url_of


def test_several_projects_have_a_variable_each(saved: Saved) -> None:
    saved.save("my-project", "other")
    assert saved.cakd("export", "env", "--reveal").out == (
        f"CAKD_WEBHOOK_MY_PROJECT={url_of('my-project')}\nCAKD_WEBHOOK_OTHER={url_of('other')}\n"
    )


def test_one_that_is_named_is_what_the_agent_takes_for_its_default(saved: Saved) -> None:
    saved.save("my-project", "other")
    ended = saved.cakd("export", "env", "--project", "other", "--reveal")
    assert ended.out == f"DISCORD_WEBHOOK_URL={url_of('other')}\n"


def test_the_name_does_not_hang_on_how_many_are_saved(saved: Saved) -> None:
    saved.save("my-project")
    assert saved.cakd("export", "env", "--reveal").out.startswith("CAKD_WEBHOOK_MY_PROJECT=")


@pytest.mark.parametrize("project", ["a", "1e3", "a-b", "a--b"])
def test_a_variable_is_one_of_a_shells(project: str) -> None:
    assert variable(project).replace("_", "").isalnum()
    assert variable(project) == variable(project).upper()


def test_the_advice_names_the_file_in_full_as_shells_and_services_need_it(
    saved: Saved, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    saved.save("my-project")
    said = saved.cakd("export", "env", "-o", "out.env").err
    assert f"In a shell:   set -a; . {tmp_path / 'out.env'}; set +a\n" in said
    assert f"In a service: EnvironmentFile={tmp_path / 'out.env'}\n" in said


@pytest.mark.skipif(shutil.which("sh") is None, reason="needs a shell")
@pytest.mark.parametrize(
    "url", ["https://x/a'b", "https://x/$(id)`id`", 'https://x/"; id #', "a b"]
)
def test_a_shell_reads_the_url_as_it_is(url: str, saved: Saved, tmp_path: Path) -> None:
    saved.routes.save(route_of("my-project").with_webhook(Secret(url)))
    path = tmp_path / "out file"
    assert saved.cakd("export", "env", "-o", str(path)).code == 0
    script = 'set -a; . "$1"; set +a; exec printenv CAKD_WEBHOOK_MY_PROJECT'
    done = subprocess.run(
        ["sh", "-c", script, "sh", str(path)], capture_output=True, text=True, check=True
    )
    assert done.stdout == f"{url}\n"
