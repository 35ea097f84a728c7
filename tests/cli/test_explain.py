"""`cakd explain` as a shell runs it: offline, and with nothing set up."""

import asyncio
import io
import json
import sys

import pytest

from cakd_tui.cli.bad_usage import BadUsage
from cakd_tui.cli.commands import run
from cakd_tui.cli.explain import ExplainOptions, explain
from cakd_tui.core.catalogue import catalogue
from cakd_tui.core.recognition import LONGEST
from tests.cli.command import Shell

HOOK = "https://discord.com/api/webhooks/1234567890/abcdefghijklmnopqrstuvwxyz"
TOKEN = "MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs"
PASTED = (
    'Warning: Failed to provision notification channel: failed to create channel: discord API '
    'error: status 403, body: {"message": "Missing Permissions", "code": 50013}'
)  # fmt: skip


class Typed(io.TextIOWrapper):
    """A text on stdin, of which somebody may have typed it."""

    def __init__(self, data: bytes, *, tty: bool = False) -> None:
        super().__init__(io.BytesIO(data), "utf-8")
        self._tty = tty

    def isatty(self) -> bool:
        return self._tty


def paste(monkeypatch: pytest.MonkeyPatch, text: str | bytes, *, tty: bool = False) -> None:
    data = text if isinstance(text, bytes) else text.encode()
    monkeypatch.setattr(sys, "stdin", Typed(data, tty=tty))


def ids(out: str) -> list[str]:
    return [line.split()[0] for line in out.splitlines() if line.startswith(("CAKD", "TOY"))]


def test_an_entry_is_shown_in_full(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "cakd-n-refused"]) == 0
    out = capsys.readouterr().out.splitlines()
    assert out[0] == "CAKD-N-REFUSED  blocks; trying again can help"
    labels = [line.split()[0] for line in out if line.startswith("      ") and line[6] != " "]
    assert labels == ["Problem", "Cause", "Fix", "Verify"]


def test_names_that_are_not_known_stand_in_brackets(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "CAKD-D-50013-GUILD", "TOY-WING"]) == 0
    out = capsys.readouterr().out
    assert "no role of the bot grants <permission>" in " ".join(out.split())
    assert ids(out) == ["CAKD-D-50013-GUILD", "TOY-WING"]


def test_a_number_lists_what_it_may_mean(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "50013"]) == 0
    told = capsys.readouterr()
    assert ids(told.out)[0] == "CAKD-D-50013"
    assert "CAKD-D-50013-2FA" in ids(told.out)
    assert "Cause" not in told.out
    assert "shows one of them in full" in told.err
    assert run(["explain", "403"]) == 0
    listed = ids(capsys.readouterr().out)
    assert listed[0] == "CAKD-D-403"
    assert {"CAKD-D-50001", "CAKD-D-50013", "CAKD-D-60003", "CAKD-D-CLOUDFLARE"} <= set(listed)


def test_what_begins_one_entry_alone_shows_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "CAKD-K-PL"]) == 0
    assert capsys.readouterr().out.startswith("CAKD-K-PLAINTEXT  degrades")


def test_the_list_names_every_entry_in_its_group(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "--list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    heads = [line for line in lines if line and not line.startswith(" ")]
    assert heads[:2] == ["Network", "CAKD's own files"]
    assert {"Discord", "Pigeon"} <= set(heads)
    rows = [line.split() for line in lines if line.startswith("  ")]
    assert [row[0] for row in rows] == [entry.id for entry in catalogue().entries]
    assert {row[1] for row in rows} == {"blocks", "degrades", "passes"}
    (starts,) = {line.index(line.split(maxsplit=2)[2]) for line in lines if line.startswith("  ")}
    assert starts < 50


def test_json_is_an_entry_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "--json", "dns"]) == 0
    (line,) = map(json.loads, capsys.readouterr().out.splitlines())
    assert set(line) == {"id", "problem", "cause", "fix", "verify", "severity", "retry"}
    assert (line["id"], line["severity"], line["retry"]) == ("CAKD-N-DNS", "blocks", True)
    assert run(["explain", "--json", "--list"]) == 0
    listed = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {each["group"] for each in listed} >= {"Network", "Discord", "Pigeon"}
    assert len(listed) == len(catalogue().entries)


def test_an_entry_there_is_not_has_neighbours(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "CAKD-N-DNS", "CAKD-D-5OO13"]) == 2
    told = capsys.readouterr()
    assert ids(told.out) == ["CAKD-N-DNS"]
    assert "there is no entry CAKD-D-5OO13; did you mean CAKD-D-50013 or " in told.err
    assert run(["explain", "xyzzy"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "`cakd explain --list` shows all" in told.err


@pytest.mark.parametrize("secret", [TOKEN, HOOK, "a" * 68, "two words"])
def test_what_may_be_a_secret_is_not_repeated(
    secret: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(["explain", secret]) == 2
    told = capsys.readouterr()
    assert secret not in told.out + told.err
    paste(monkeypatch, f"{secret} {PASTED} {secret}")
    assert run(["explain", "-"]) == 0
    told = capsys.readouterr()
    assert secret not in told.out + told.err


def test_a_pasted_message_names_its_entries(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    paste(monkeypatch, f"{PASTED}\npigeon error: wing\nopen /x: permission denied (CAKD-K-LOCKED)")
    assert run(["explain", "-"]) == 0
    out = capsys.readouterr().out
    assert ids(out)[0] == "CAKD-K-LOCKED"
    assert set(ids(out)) == {"CAKD-K-LOCKED", "CAKD-D-50013", "TOY-WING", "CAKD-C-PERMISSION"}
    assert "\n\nCAKD-" in out


@pytest.mark.parametrize("text", ["all is well", "", b"\xff\xfe\x00"])
def test_a_text_that_says_nothing_known_ends_with_the_next_step(
    text: str | bytes, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    paste(monkeypatch, text)
    assert run(["explain", "-"]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert "Paste the whole message" in told.err
    assert "`cakd explain --list`" in told.err


def test_no_more_is_read_than_a_message_may_have(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    paste(monkeypatch, f"{PASTED}{' ' * LONGEST}CAKD-N-DNS")
    assert run(["explain", "-"]) == 0
    told = capsys.readouterr()
    assert ids(told.out) == ["CAKD-D-50013"]
    assert "only the first 1 MiB" in told.err


def test_who_types_is_told_what_can_be_asked(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    paste(monkeypatch, "", tty=True)
    assert run(["explain"]) == 2
    assert "cakd explain --list" in capsys.readouterr().err
    assert run(["explain", "-", "CAKD-N-DNS"]) == 2
    assert "stands alone" in capsys.readouterr().err
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(BadUsage):
        explain(ExplainOptions())
    paste(monkeypatch, PASTED, tty=True)
    assert run(["explain", "-"]) == 0
    assert "Paste the message" in capsys.readouterr().err


def test_a_provider_that_does_not_load_is_noted(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cakd_tui.core.catalogue.provider_names", lambda: ("discord", "gone"))
    assert run(["explain", "CAKD-D-50013"]) == 0
    told = capsys.readouterr()
    assert ids(told.out) == ["CAKD-D-50013"]
    assert told.err.startswith("Note: the entries of the provider gone are left out: ")


async def test_a_pipe_needs_no_dash(shell: Shell) -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", "import sys; from cakd_tui.cli.main import main; sys.exit(main())"),
        "explain",
        cwd=shell.directory,
        env=dict(shell.variables),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate(PASTED.encode())
    assert (process.returncode, err) == (0, b"")
    assert ids(out.decode()) == ["CAKD-D-50013"]
