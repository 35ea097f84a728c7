"""What the agent can't run with is refused before it runs."""

from pathlib import Path

import pytest

from cakd_tui.agent.bad_settings import BadSettings
from cakd_tui.agent.settings import Settings
from cakd_tui.core.secret import Secret

SPOOL = Path("/spool")


def test_by_default_it_listens_on_this_machine_alone() -> None:
    settings = Settings(SPOOL)
    assert (settings.host, settings.port) == ("127.0.0.1", 8080)
    assert not settings.gate().guarded


def test_a_secret_guards_it(tmp_path: Path) -> None:
    assert Settings(SPOOL, secret=Secret("a")).gate().guarded
    (tmp_path / "secret").write_text("b")
    assert Settings(SPOOL, secret_file=tmp_path / "secret").gate().admits("Bearer b")


def test_two_secrets_are_one_too_many(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match="unset one of them"):
        Settings(SPOOL, secret=Secret("a"), secret_file=tmp_path / "secret")


@pytest.mark.parametrize("port", [-1, 65536])
def test_a_port_there_is_not_is_refused(port: int) -> None:
    with pytest.raises(BadSettings, match=f"the port {port} is none"):
        Settings(SPOOL, port=port)


def test_a_spool_too_small_is_refused() -> None:
    with pytest.raises(BadSettings, match="16 MiB or more"):
        Settings(SPOOL, spool_mib=15)


@pytest.mark.parametrize("seconds", [-1, 86401, float("nan")])
def test_a_window_of_no_sense_is_refused(seconds: float) -> None:
    with pytest.raises(BadSettings, match="0 to 86400"):
        Settings(SPOOL, same_within=seconds)


def test_the_secret_is_not_to_be_seen() -> None:
    assert "s3cret" not in repr(Settings(SPOOL, secret=Secret("s3cret")))
