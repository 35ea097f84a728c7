"""`cakd create --dry-run`: the plan and what would fail, and nothing is made."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Rehearse


async def test_a_dry_run_prints_the_plan_and_only_reads(rehearsed: Rehearse, home: Path) -> None:
    on = await rehearsed("ready")
    ended = await on.cakd("create", "--dry-run")
    assert ended.out.splitlines() == [
        "Plan for my-project:",
        "   + create  channel  #alerts-my-project  (in Ops Lab; no channel of that name yet)",
        "   + create  webhook  CAKD Alerting - my-project  (its channel is new)",
        "   + create  route    ~/.config/cakd/my-project.json"
        '  (alerts with namespace="my-project" go there; no route saved yet)',
        "   then 13 of 500 channels in Ops Lab, 1 of 15 webhooks in the channel",
        "2 requests would be sent. Nothing was created.",
    ]
    assert {each.method for each in on.rehearsal.requests} == {"GET"}
    assert not (home / ".config" / "cakd").exists()


async def test_a_dry_run_tells_what_would_fail(rehearsed: Rehearse) -> None:
    on = await rehearsed("missing-manage-webhooks")
    ended = await on.cakd("create", "--dry-run")
    assert "✗ Manage Webhooks" in ended.err
    assert ended.out.startswith("Plan for my-project:\n")
    assert ended.code == 1


async def test_a_dry_run_as_json_is_the_findings_and_then_the_plan(rehearsed: Rehearse) -> None:
    on = await rehearsed("missing-manage-webhooks")
    ended = await on.cakd("create", "--dry-run", "--json")
    *checked, plan = [json.loads(line) for line in ended.out.splitlines()]
    assert {each["event"] for each in checked} == {"checked"}
    verdicts = {each["finding"]["check"]["id"]: each["finding"]["verdict"] for each in checked}
    assert verdicts["manage-webhooks"] == "fail"
    assert verdicts["token"] == "pass"
    assert (plan["event"], plan["requests"]) == ("plan", 2)
    assert ended.err == ""
    assert ended.code == 1


@pytest.mark.parametrize(("name", "code"), [("ready", 0), ("bad-token", 4), ("offline", 1)])
async def test_a_dry_run_ends_as_its_checks_did(name: str, code: int, rehearsed: Rehearse) -> None:
    on = await rehearsed(name)
    assert (await on.cakd("create", "--dry-run")).code == code


async def test_a_dry_run_explains_a_failure_without_fixes(rehearsed: Rehearse) -> None:
    on = await rehearsed("outage-502")
    ended = await on.cakd("create", "--dry-run")
    assert "      Problem  Discord has trouble of its own\n" in ended.err
    assert "(CAKD-D-5XX)" in ended.err
