"""A whole configuration for Alertmanager that takes each project's alerts to where they belong.

Pure; what a provider's receiver is made of comes from the provider. Alertmanager has no way to
include one file in another, so it is the whole or nothing.

Source: Prometheus docs, Alertmanager, Configuration.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

DEFAULT_RECEIVER: Final = "cakd-default"
"""Takes what is for no project."""
AGENT_RECEIVER: Final = "cakd-agent"
ALERTS_PATH: Final = "/api/v1/alerts"
"""Where the agent takes Alertmanager's notifications."""

_TIMING: Final[Mapping[str, object]] = {
    "group_by": ["namespace", "alertname"],
    "group_wait": "30s",
    "group_interval": "5m",
    "repeat_interval": "4h",
}


@dataclass(frozen=True, slots=True)
class Agent:
    """Where cakd-agent listens."""

    url: str
    """Without the path: `http://cakd-agent:8080`."""
    secret_file: str = ""
    """The file Alertmanager finds the agent's secret in; empty where the agent asks for none."""


def receiver_name(project: str) -> str:
    """What the project's receiver is called: `cakd/my-project`."""
    return f"cakd/{project}"


def directly(receivers: Mapping[str, Mapping[str, object]], default: str = "") -> dict[str, object]:
    """Each project's alerts go to its own receiver, which Alertmanager posts to by itself.

    `receivers` are the projects' integrations, as `Provider.alertmanager_receiver` gives them. What
    is for none of them goes to the project `default`; without one it is dropped.
    """
    routes = [
        {"matchers": [equals("namespace", project)], "receiver": receiver_name(project)}
        for project in receivers
    ]
    own = [{"name": receiver_name(name), **made} for name, made in receivers.items()]
    if default:
        return _config(receiver_name(default), routes, own)
    return _config(DEFAULT_RECEIVER, routes, [{"name": DEFAULT_RECEIVER}, *own])


def through_agent(agent: Agent, projects: Sequence[str] = ()) -> dict[str, object]:
    """The alerts of these projects, without any all there are, go to the agent.

    With all of them the configuration stays as it is when a project comes or goes.
    """
    webhook: dict[str, object] = {
        "url": agent.url.rstrip("/") + ALERTS_PATH,
        "send_resolved": True,
        "max_alerts": 0,
    }
    http: dict[str, object] = {"follow_redirects": False}
    if agent.secret_file:
        http["authorization"] = {"type": "Bearer", "credentials_file": agent.secret_file}
    webhook["http_config"] = http
    receiver = {"name": AGENT_RECEIVER, "webhook_configs": [webhook]}
    if not projects:
        return _config(AGENT_RECEIVER, [], [receiver])
    route = {"matchers": [one_of("namespace", projects)], "receiver": AGENT_RECEIVER}
    return _config(DEFAULT_RECEIVER, [route], [{"name": DEFAULT_RECEIVER}, receiver])


def equals(label: str, value: str) -> str:
    """The matcher `label="value"`.

    Raises `ValueError` on an empty value, which would match every alert without the label.
    """
    if not value:
        raise ValueError("an empty value matches what has no such label at all")
    return f"{label}={_quoted(value)}"


def one_of(label: str, values: Sequence[str]) -> str:
    """The matcher `label=~"one|other"`, each value meant as it is written.

    Raises `ValueError` on an empty value, which would match every alert without the label.
    """
    if not values or not all(values):
        raise ValueError("an empty value matches what has no such label at all")
    escaped = (re.escape(each).replace(r"\-", "-") for each in values)  # a dash means itself
    return f"{label}=~{_quoted('|'.join(escaped))}"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _config(
    receiver: str,
    routes: Sequence[Mapping[str, object]],
    receivers: Sequence[Mapping[str, object]],
) -> dict[str, object]:
    root: dict[str, object] = {"receiver": receiver, **_TIMING}
    if routes:
        root["routes"] = list(routes)
    return {"route": root, "receivers": list(receivers)}
