"""The objects that run the agent in a cluster: where secrets are, and what a Pod may do."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from cakd_tui.agent import health
from cakd_tui.core.kubernetes_manifests import PYTHON_IMAGE, Program, manifests
from cakd_tui.core.secret import Secret

MAP = '{"routes": {"my-project": {"webhook_url": "https://example.com/hush"}}}\n'
INSTALLED = Program(package="cakd-tui[agent]==1.0")
READY_MADE = Program(image="registry.example/cakd-agent:1")
PROGRAMS = pytest.mark.parametrize("program", [INSTALLED, READY_MADE], ids=["pip", "image"])

Object = Mapping[str, Any]


def made(program: Program = INSTALLED) -> dict[str, Object]:
    """The objects by their kind."""
    return {str(each["kind"]): each for each in manifests(MAP, Secret("agent-hush"), program)}


def pod(program: Program) -> Object:
    found: Object = made(program)["Deployment"]["spec"]["template"]["spec"]
    return found


def containers(program: Program) -> Iterator[Object]:
    yield from pod(program).get("initContainers", [])
    yield from pod(program)["containers"]


def test_secrets_stand_in_the_secret_and_nowhere_else() -> None:
    objects = made()
    assert objects["Secret"]["stringData"] == {"routes.json": MAP, "agent-secret": "agent-hush"}
    assert [kind for kind, each in objects.items() if "hush" in json.dumps(each)] == ["Secret"]


@PROGRAMS
def test_a_pod_may_do_nothing_but_its_work(program: Program) -> None:
    whole = pod(program)
    assert whole["automountServiceAccountToken"] is False
    assert whole["securityContext"]["runAsNonRoot"] is True
    assert whole["securityContext"]["runAsUser"] > 0
    assert whole["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    for each in containers(program):
        assert each["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }
        assert each["resources"]["limits"]["memory"]
        assert each["resources"]["requests"].keys() == {"cpu", "memory"}


@PROGRAMS
def test_every_mount_has_its_volume_and_every_volume_its_mount(program: Program) -> None:
    mounted = {each["name"] for one in containers(program) for each in one["volumeMounts"]}
    assert mounted == {each["name"] for each in pod(program)["volumes"]}


def test_the_spool_outlives_the_pod_and_has_one_writer() -> None:
    objects = made()
    claim = objects["PersistentVolumeClaim"]
    volumes = {each["name"]: each for each in pod(INSTALLED)["volumes"]}
    assert volumes["spool"]["persistentVolumeClaim"]["claimName"] == claim["metadata"]["name"]
    assert claim["spec"]["accessModes"] == ["ReadWriteOnce"]
    deployment = objects["Deployment"]["spec"]
    assert (deployment["replicas"], deployment["strategy"]) == (1, {"type": "Recreate"})


def test_the_agent_finds_what_is_mounted_by_its_settings() -> None:
    settings = made()["ConfigMap"]["data"]
    (agent,) = pod(INSTALLED)["containers"]
    mounts = {each["name"]: each["mountPath"] for each in agent["volumeMounts"]}
    assert settings["CAKD_AGENT_SPOOL"] == mounts["spool"]
    assert settings["CAKD_AGENT_ROUTES"] == f"{mounts['routes']}/routes.json"
    assert settings["CAKD_AGENT_SECRET_FILE"] == f"{mounts['routes']}/agent-secret"
    assert agent["envFrom"] == [{"configMapRef": {"name": made()["ConfigMap"]["metadata"]["name"]}}]


def test_no_address_of_a_service_gets_in_the_way_of_a_setting() -> None:
    assert "CAKD_AGENT_PORT" in made()["ConfigMap"]["data"]
    assert pod(INSTALLED)["enableServiceLinks"] is False


def test_alerts_reach_the_pod_once_it_is_ready() -> None:
    objects = made()
    (agent,) = pod(INSTALLED)["containers"]
    assert agent["readinessProbe"]["timeoutSeconds"] > health.PATIENCE
    assert agent["readinessProbe"]["periodSeconds"] > agent["readinessProbe"]["timeoutSeconds"]
    assert agent["readinessProbe"]["httpGet"] == {"path": "/healthz", "port": "http"}
    assert agent["livenessProbe"]["tcpSocket"] == {"port": "http"}
    (port,) = agent["ports"]
    (served,) = objects["Service"]["spec"]["ports"]
    assert served["targetPort"] == port["name"]
    assert str(port["containerPort"]) == objects["ConfigMap"]["data"]["CAKD_AGENT_PORT"]
    labels = objects["Deployment"]["spec"]["template"]["metadata"]["labels"]
    assert objects["Service"]["spec"]["selector"] == labels
    assert objects["Deployment"]["spec"]["selector"]["matchLabels"] == labels


def test_a_plain_image_of_python_gets_the_agent_by_pip() -> None:
    install, agent = containers(INSTALLED)
    assert install["image"] == agent["image"] == PYTHON_IMAGE
    assert install["command"][-3:] == ["--target", "/opt/cakd", "cakd-tui[agent]==1.0"]
    assert agent["command"] == ["/opt/cakd/bin/cakd-agent"]
    assert {"name": "PYTHONPATH", "value": "/opt/cakd"} in agent["env"]
    (program,) = [each for each in agent["volumeMounts"] if each["name"] == "program"]
    assert program["readOnly"] is True


def test_an_image_of_the_agent_is_taken_as_it_is() -> None:
    (agent,) = containers(READY_MADE)
    assert (agent["image"], agent["command"]) == ("registry.example/cakd-agent:1", ["cakd-agent"])


def test_no_object_names_a_namespace() -> None:
    assert not any("namespace" in each["metadata"] for each in made().values())
