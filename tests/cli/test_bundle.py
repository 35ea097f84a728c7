"""The file to send: new, for the user alone, and free of secrets."""

import json
import os
import stat
from pathlib import Path

import pytest

from cakd_tui.cli.bad_usage import BadUsage
from cakd_tui.cli.bundle import (
    LEFT_OUT,
    bundle_text,
    contents_text,
    refuse_existing,
    write_bundle,
)
from cakd_tui.core.errors import CakdError
from cakd_tui.core.network_settings import network_settings
from cakd_tui.core.redaction import REDACTED
from cakd_tui.core.secret import Secret
from cakd_tui.rehearsal.tokens import bot_token, webhook_token

TOKEN = bot_token("880000000000000202")


def test_it_is_json_with_what_was_left_out() -> None:
    read = json.loads(bundle_text({"report": "doctor", "n": [1, None]}, ()))
    assert read["n"] == [1, None]
    assert any("webhook URLs" in line for line in read["left_out"])


def test_the_variables_whose_values_are_in_it_are_named() -> None:
    environment = {"HTTPS_PROXY": "http://proxy.example.com:3128", "SSL_CERT_FILE": "/etc/ca.pem"}
    shown = " ".join(each.evidence for each in network_settings(environment, ()))
    assert "proxy.example.com" in shown
    assert "/etc/ca.pem" in shown
    said = "the values of variables, but for TERM, hosts (proxy, API) and paths (certificates)"
    assert said in LEFT_OUT


def test_secrets_are_masked_wherever_they_stand() -> None:
    url = f"https://discord.com/api/webhooks/880000000000000303/{webhook_token('1')}"
    report = {"a": {TOKEN: [f"said {url}"]}, "b": "known only to us"}
    text = bundle_text(report, [Secret("known only to us")])
    assert TOKEN not in text
    assert "known" not in text
    assert json.loads(text)["a"] == {
        REDACTED: [f"said https://discord.com/api/webhooks/880000000000000303/{REDACTED}"]
    }


def test_it_is_written_whole_and_for_the_user_alone(tmp_path: Path) -> None:
    path = tmp_path / "bundle.json"
    before = os.umask(0)
    try:
        write_bundle(path, "ü\n")
    finally:
        os.umask(before)
    assert path.read_bytes() == "ü\n".encode()
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("kind", ["file", "directory", "dangling link"])
def test_what_is_there_is_never_overwritten(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "bundle.json"
    if kind == "file":
        path.write_text("precious")
    elif kind == "directory":
        path.mkdir()
    else:
        path.symlink_to("nowhere")
    with pytest.raises(BadUsage, match="is there already and is not overwritten"):
        refuse_existing(path)
    with pytest.raises(BadUsage, match="is there already and is not overwritten"):
        write_bundle(path, "x")
    assert not path.is_file() or path.read_text() == "precious"
    assert not (tmp_path / "nowhere").exists()


def test_a_place_where_nothing_can_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(CakdError, match=r"write .*bundle\.json: no such file or directory"):
        write_bundle(tmp_path / "nowhere" / "bundle.json", "x")


def test_a_full_disk_leaves_no_half(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "bundle.json"

    def full(descriptor: int, _: str) -> object:
        os.close(descriptor)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fdopen", full)
    with pytest.raises(CakdError, match="no space left"):
        write_bundle(path, "x")
    assert not path.exists()


def test_its_contents_are_told(tmp_path: Path) -> None:
    said = contents_text(tmp_path / "b.json", f"{REDACTED} {REDACTED}", 1)
    assert "Read it before you send it." in said
    assert "1 event of the last run" in said
    assert f"Masked      2 × {REDACTED}" in said
