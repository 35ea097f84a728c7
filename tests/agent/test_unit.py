"""The systemd unit says what was asked for, and no secret."""

from pathlib import Path

import pytest

from cakd_tui.agent.unit import Unit

PROGRAM = Path("/usr/bin/cakd-agent")
ROUTES = Path("/etc/cakd/routes")


def unit(
    arguments: tuple[str, ...] = (),
    routes: Path = ROUTES,
    spool: Path | None = None,
    secret_file: Path | None = None,
) -> str:
    """A unit's file."""
    what = {"SOME_URL": "where alerts without a route go"}
    return str(Unit(PROGRAM, "alice", arguments, routes, spool, secret_file, what))


def settings(text: str) -> dict[str, list[str]]:
    """Its settings by name."""
    found: dict[str, list[str]] = {}
    for line in text.splitlines():
        if "=" in line and not line.startswith("#"):
            name, _, value = line.partition("=")
            found.setdefault(name, []).append(value)
    return found


def test_it_runs_the_agent_with_the_flags_given() -> None:
    found = settings(unit(("--port", "9095")))
    assert found["User"] == ["alice"]
    assert found["ExecStart"] == [
        "/usr/bin/cakd-agent --port 9095 --spool /var/lib/cakd-agent --routes /etc/cakd/routes"
    ]
    assert found["StateDirectory"] == ["cakd-agent"]
    assert found["StateDirectoryMode"] == ["0700"]
    assert found["EnvironmentFile"] == ["-/etc/cakd/agent.env"]


def test_it_is_started_again_whatever_ends_it_but_a_bad_setting() -> None:
    found = settings(unit())
    assert found["Restart"] == ["always"]
    assert found["StartLimitIntervalSec"] == ["0"]
    assert found["RestartPreventExitStatus"] == ["2"]


def test_a_spool_of_ones_own_may_be_written_to_and_is_to_be_made() -> None:
    text = unit(spool=Path("/srv/spool"))
    found = settings(text)
    assert found["ReadWritePaths"] == ["/srv/spool"]
    assert "StateDirectory" not in found
    assert "--spool /srv/spool " in found["ExecStart"][0]
    assert "#     install -d -m 700 -o alice /srv/spool\n" in text


def test_the_secrets_file_is_handed_over_by_systemd() -> None:
    text = unit(secret_file=Path("/etc/cakd/100%.secret"))
    found = settings(text)
    assert found["LoadCredential"] == ["agent-secret:/etc/cakd/100%%.secret"]
    assert found["Environment"] == ["CAKD_AGENT_SECRET_FILE=%d/agent-secret"]
    assert "systemctl restart cakd-agent" in text
    assert "LoadCredential" not in settings(unit())


@pytest.mark.parametrize(
    ("routes", "protected"),
    [
        ("/etc/cakd/routes", "yes"),
        ("/home/alice/.config/cakd", "read-only"),
        ("/root/.config/cakd", "read-only"),
        ("/homely/cakd", "yes"),
    ],
)
def test_homes_are_hidden_unless_the_routes_are_in_one(routes: str, protected: str) -> None:
    assert settings(unit(routes=Path(routes)))["ProtectHome"] == [protected]


@pytest.mark.parametrize(
    ("path", "written"),
    [
        ("/a b/c", '"/a b/c"'),
        ("/50%", "/50%%"),
        ("/$HOME", "/$$HOME"),
        ('/say "so"', '"/say \\"so\\""'),
        ("/back\\slash", '"/back\\\\slash"'),
    ],
)
def test_paths_are_taken_as_they_are(path: str, written: str) -> None:
    assert settings(unit(routes=Path(path)))["ExecStart"][0].endswith(f" --routes {written}")


@pytest.mark.parametrize(
    ("path", "written", "typed"),
    [
        ("/srv/$x", "/srv/$x", "'/srv/$x'"),
        ("/a b/50%", '"/a b/50%%"', "'/a b/50%'"),
        ('/say "so"', '"/say \\"so\\""', "'/say \"so\"'"),
    ],
)
def test_a_dollar_in_a_path_is_doubled_in_commands_alone(
    path: str, written: str, typed: str
) -> None:
    text = unit(spool=Path(path))
    assert settings(text)["ReadWritePaths"] == [written]
    assert f"install -d -m 700 -o alice {typed}\n" in text


def test_it_names_where_secrets_belong() -> None:
    assert "#     SOME_URL               where alerts without a route go\n" in unit()
