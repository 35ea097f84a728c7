"""`cakd routes export alertmanager`: the configuration that is written, and what is refused.

Whether Alertmanager takes it, and what it then does, is shown in tests/alertmanager.
"""

import os
import stat
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.cli.saved import Saved, route_of, url_of


@pytest.fixture
def saved(saved: Saved, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Saved:
    """Two projects, in an empty directory."""
    monkeypatch.chdir(tmp_path)
    saved.save("my-project", "other")
    return saved


def config(saved: Saved, *more: str) -> dict[str, Any]:
    """The configuration as it is read from the file."""
    ended = saved.cakd("export", "alertmanager", "-o", "am.yml", *more)
    assert ended.code == 0, ended.err
    read: dict[str, Any] = yaml.safe_load(Path("am.yml").read_text())
    return read


def receivers(read: dict[str, Any]) -> dict[str, Any]:
    """The receivers by name, without it."""
    return {each.pop("name"): each for each in read["receivers"]}


def test_each_project_posts_to_its_own_webhook(saved: Saved) -> None:
    read = config(saved)
    assert read["route"]["routes"] == [
        {"matchers": ['namespace="my-project"'], "receiver": "cakd/my-project"},
        {"matchers": ['namespace="other"'], "receiver": "cakd/other"},
    ]
    made = receivers(read)
    assert made["cakd-default"] == {}
    for project in ("my-project", "other"):
        (sender,) = made[f"cakd/{project}"]["discord_configs"]
        assert sender["webhook_url"] == url_of(project)
    text = Path("am.yml").read_text()
    assert "for Alertmanager 0.25 or newer.\n" in text
    assert "# Alerts of other namespaces go to cakd-default, which drops them" in text
    assert "config routes test --config.file=am.yml namespace=my-project\n" in text


def test_a_newer_alertmanager_keeps_its_own_templates(saved: Saved) -> None:
    assert "title" in receivers(config(saved))["cakd/other"]["discord_configs"][0]
    newer = receivers(config(saved, "--am-version", "v0.27.0"))["cakd/other"]
    assert newer == {"discord_configs": [{"webhook_url": url_of("other"), "send_resolved": True}]}


def test_a_default_takes_what_is_for_none_of_them(saved: Saved) -> None:
    read = config(saved, "--default", "other")
    assert read["route"]["receiver"] == "cakd/other"
    assert "cakd-default" not in Path("am.yml").read_text()
    wrong = saved.cakd("export", "alertmanager", "--default", "third", "--reveal")
    assert wrong.code == 2
    assert "--default third is none of the projects" in wrong.err


def test_urls_in_files_are_for_the_user_alone_and_nowhere_else(saved: Saved) -> None:
    ended = saved.cakd("export", "alertmanager", "--webhook-files", "hooks")
    assert ended.code == 0
    directory = Path.cwd() / "hooks"
    assert {each.name: each.read_text() for each in directory.iterdir()} == {
        "my-project": f"{url_of('my-project')}\n",
        "other": f"{url_of('other')}\n",
    }
    if os.name == "posix":
        assert stat.S_IMODE(directory.stat().st_mode) == 0o700
        assert {stat.S_IMODE(each.stat().st_mode) for each in directory.iterdir()} == {0o600}
    assert receivers(yaml.safe_load(ended.out))["cakd/other"] == {
        "discord_configs": [{"webhook_url_file": str(directory / "other"), "send_resolved": True}]
    }
    assert "# webhook_url_file needs Alertmanager 0.28 or newer" in ended.out
    assert f"#     sudo chown -R prometheus: {directory}\n" in ended.out
    assert "hush" not in ended.out


def test_files_that_are_there_are_replaced(saved: Saved) -> None:
    hooks = Path("hooks")
    hooks.mkdir()
    (hooks / "other").write_text("old")
    (hooks / "kept").write_text("kept")
    assert saved.cakd("export", "alertmanager", "--webhook-files", "hooks").code == 0
    assert (hooks / "other").read_text() == f"{url_of('other')}\n"
    assert (hooks / "kept").read_text() == "kept"


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="root alone gives files away")
def test_files_for_another_user_stay_for_that_user(saved: Saved) -> None:
    Path("hooks").mkdir()
    os.chown("hooks", 12345, 54321)
    assert saved.cakd("export", "alertmanager", "--webhook-files", "hooks").code == 0
    assert {each.stat().st_uid for each in Path("hooks").iterdir()} == {12345}


def test_a_directory_that_cannot_be_made_is_said(saved: Saved) -> None:
    Path("taken").write_text("")
    ended = saved.cakd("export", "alertmanager", "--webhook-files", "taken")
    assert ended.code == 1
    assert f"write {Path.cwd() / 'taken'}: not a directory" in ended.err
    assert ended.out == ""


@pytest.mark.parametrize("version", ["0.25", "0.26.1", "v0.27.0"])
def test_a_version_that_reads_no_files_is_told_what_to_do(version: str, saved: Saved) -> None:
    given = ("--webhook-files", "hooks", "--am-version", version)
    ended = saved.cakd("export", "alertmanager", *given)
    assert ended.code == 2
    assert "can't read Discord's webhook URL from a file; leave out --webhook-files" in ended.err
    assert not Path("hooks").exists()


@pytest.mark.parametrize("version", ["", "new", "0", "0.28-rc1", "0.28.1.2"])
def test_what_is_no_version_is_refused(version: str, saved: Saved) -> None:
    ended = saved.cakd("export", "alertmanager", "--reveal", "--am-version", version)
    assert ended.code == 2
    assert "is no version of Alertmanager: write it as 0.28" in ended.err


def test_a_provider_alertmanager_does_not_know_leads_to_the_agent(saved: Saved) -> None:
    saved.routes.save(route_of("third", "pigeon"))
    ended = saved.cakd("export", "alertmanager", "--reveal")
    assert ended.code == 2
    assert "third: Alertmanager can't send pigeons by itself; let cakd-agent post" in ended.err
    assert "--webhook-files" not in ended.err
    assert saved.cakd("export", "alertmanager", "--via-agent", "http://127.0.0.1:1").code == 0


def test_through_the_agent_there_is_no_secret_and_no_project(saved: Saved) -> None:
    given = ("--via-agent", "http://agent:8080/", "--agent-secret-file", "agent.secret")
    ended = saved.cakd("export", "alertmanager", *given)
    assert (ended.err, ended.code) == ("", 0)
    read = yaml.safe_load(ended.out)
    assert read["route"]["receiver"] == "cakd-agent"
    assert "routes" not in read["route"]
    (sender,) = receivers(read)["cakd-agent"]["webhook_configs"]
    assert sender["url"] == "http://agent:8080/api/v1/alerts"
    secret = str(Path.cwd() / "agent.secret")
    assert sender["http_config"]["authorization"]["credentials_file"] == secret
    assert f"# {secret} has to hold the agent's secret" in ended.out
    assert "hush" not in ended.out


def test_through_the_agent_the_file_is_for_alertmanagers_user_too(saved: Saved) -> None:
    ended = saved.cakd(
        "export", "alertmanager", "--via-agent", "http://127.0.0.1:8080", "-o", "am.yml"
    )
    assert ended.code == 0
    if os.name == "posix":
        assert stat.S_IMODE(Path("am.yml").stat().st_mode) == 0o644
    assert ended.err.startswith("Wrote am.yml; there is no secret in it (0644).\n")
    install = (
        "sudo install -m 0644 am.yml /etc/prometheus/alertmanager.yml && "
        "sudo systemctl reload prometheus-alertmanager"
    )
    proof = (
        "amtool --alertmanager.url=http://127.0.0.1:9093 alert add alertname=Try "
        "namespace=my-project severity=info"
    )
    for line in (install, proof):
        assert line in ended.err
        assert line in Path("am.yml").read_text()


def test_the_native_one_is_installed_reloaded_and_tried_too(saved: Saved) -> None:
    config(saved)
    text = Path("am.yml").read_text()
    assert (
        "# Use it:    sudo install -o prometheus -m 0600 am.yml /etc/prometheus/alertmanager.yml "
        "&& sudo systemctl reload prometheus-alertmanager\n" in text
    )
    assert "alert add alertname=Try namespace=my-project severity=info\n" in text


def test_files_without_a_version_say_which_alertmanager_it_is_for(saved: Saved) -> None:
    given = ("export", "alertmanager", "--webhook-files", "hooks", "-o", "am.yml")
    said = "For Alertmanager 0.28 or newer, as older ones read no --webhook-files."
    assert said in saved.cakd(*given).err
    assert said not in saved.cakd(*given, "--am-version", "0.28").err
    assert "0.28 with --webhook-files" in " ".join(saved.cakd("export", "--help").out.split())


def test_through_the_agent_no_route_need_be_saved_here(saved: Saved) -> None:
    for each in saved.routes.projects():
        saved.routes.forget(each)
    assert saved.cakd("export", "alertmanager", "--via-agent", "http://127.0.0.1:8080").code == 0


def test_some_projects_may_go_through_the_agent_and_are_looked_for(saved: Saved) -> None:
    given = ("export", "alertmanager", "--via-agent", "http://127.0.0.1:8080")
    ended = saved.cakd(*given, "--project", "other", "--project", "my-project")
    (route,) = yaml.safe_load(ended.out)["route"]["routes"]
    assert route["matchers"] == ['namespace=~"my-project|other"']
    assert "# Alerts of other namespaces go to cakd-default, which drops them" in ended.out
    missing = saved.cakd(*given, "--project", "third")
    assert missing.code == 1
    assert "no webhook of third is saved here" in missing.err


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("--via-agent", "http://127.0.0.1", "--webhook-files", "x"), "--webhook-files is of no"),
        (("--via-agent", "http://127.0.0.1", "--am-version", "0.28"), "--am-version is of no use"),
        (("--via-agent", "http://127.0.0.1", "--default", "other"), "--default is of no use"),
        (("--via-agent", ""), "--via-agent takes the agent's address"),
        (("--via-agent", "http://agent:8080"), "--agent-secret-file PATH"),
        (("--agent-secret-file", "x"), "--agent-secret-file goes with --via-agent URL"),
    ],
)
def test_what_does_not_go_together_is_refused(
    given: tuple[str, ...], said: str, saved: Saved
) -> None:
    ended = saved.cakd("export", "alertmanager", "--reveal", *given)
    assert ended.code == 2
    assert said in ended.err
