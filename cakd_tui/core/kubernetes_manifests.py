"""What runs the agent in a Kubernetes cluster: objects for `kubectl apply`, secrets in one of them.

Pure. No namespace is named: the one they are applied to is theirs. The spool is on a volume of its
own and has one writer, so there is one Pod, and a new one starts when the old one has ended.

Source: Kubernetes docs, API Reference, and Pod Security Standards (Restricted).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from cakd_tui.core.agent_port import PORT
from cakd_tui.core.secret import Secret

NAME: Final = "cakd-agent"
PYTHON_IMAGE: Final = "docker.io/library/python:3.13-slim"
"""Has Python and pip, and not the agent."""

Object = dict[str, object]

_LABELS: Final[Mapping[str, str]] = {"app.kubernetes.io/name": NAME}
_USER: Final = 10001
_MOUNTED: Final = "/etc/cakd-agent"
_SPOOL: Final = "/var/lib/cakd-agent"
_PROGRAM: Final = "/opt/cakd"
_SETTINGS: Final[Mapping[str, str]] = {
    "CAKD_AGENT_HOST": "0.0.0.0",  # noqa: S104 - the Pod's own addresses; the agent asks a secret
    "CAKD_AGENT_PORT": str(PORT),
    "CAKD_AGENT_SPOOL": _SPOOL,
    "CAKD_AGENT_ROUTES": f"{_MOUNTED}/routes.json",
    "CAKD_AGENT_SECRET_FILE": f"{_MOUNTED}/agent-secret",
}


@dataclass(frozen=True, slots=True)
class Program:
    """Where the agent comes from."""

    image: str = PYTHON_IMAGE
    package: str = ""
    """What pip installs before it starts; empty where the image has `cakd-agent` already."""


def manifests(route_map: str, agent_secret: Secret, program: Program) -> list[Object]:
    """Secret, ConfigMap, volume claim, Deployment and Service, in the order they are needed."""
    return [
        _object("v1", "Secret", type="Opaque", stringData=_secrets(route_map, agent_secret)),
        _object("v1", "ConfigMap", data=dict(_SETTINGS)),
        _object(
            "v1",
            "PersistentVolumeClaim",
            spec={
                "accessModes": ["ReadWriteOnce"],
                "resources": {"requests": {"storage": "1Gi"}},
            },
        ),
        _object(
            "apps/v1",
            "Deployment",
            spec={
                "replicas": 1,
                "strategy": {"type": "Recreate"},
                "selector": {"matchLabels": dict(_LABELS)},
                "template": {"metadata": {"labels": dict(_LABELS)}, "spec": _pod(program)},
            },
        ),
        _object(
            "v1",
            "Service",
            spec={
                "selector": dict(_LABELS),
                "ports": [{"name": "http", "port": PORT, "targetPort": "http"}],
            },
        ),
    ]


def _object(version: str, kind: str, **rest: object) -> Object:
    metadata = {"name": NAME, "labels": dict(_LABELS)}
    return {"apiVersion": version, "kind": kind, "metadata": metadata, **rest}


def _secrets(route_map: str, agent_secret: Secret) -> dict[str, str]:
    return {"routes.json": route_map, "agent-secret": agent_secret.reveal()}


def _pod(program: Program) -> Object:
    volumes: list[Object] = [
        {"name": "routes", "secret": {"secretName": NAME, "defaultMode": 0o440}},
        {"name": "spool", "persistentVolumeClaim": {"claimName": NAME}},
        {"name": "tmp", "emptyDir": {}},
    ]
    pod: Object = {
        "automountServiceAccountToken": False,
        "enableServiceLinks": False,  # they would set CAKD_AGENT_PORT to the Service's address
        "securityContext": {
            "runAsNonRoot": True,
            "runAsUser": _USER,
            "runAsGroup": _USER,
            "fsGroup": _USER,
            "fsGroupChangePolicy": "OnRootMismatch",
            "seccompProfile": {"type": "RuntimeDefault"},
        },
    }
    if program.package:
        volumes.append({"name": "program", "emptyDir": {}})
        pod["initContainers"] = [_installer(program)]
    return {**pod, "containers": [_agent(program)], "volumes": volumes}


def _installer(program: Program) -> Object:
    """Puts the agent into a volume that the Pod's life is long."""
    install = ["python", "-m", "pip", "install", "--no-cache-dir", "--upgrade"]
    return {
        "name": "install",
        "image": program.image,
        "command": [*install, "--target", _PROGRAM, program.package],
        "env": [{"name": "HOME", "value": "/tmp"}],  # noqa: S108 - a volume of the Pod's own
        **_bounds(memory="256Mi"),
        "volumeMounts": [_mount("program", _PROGRAM), _mount("tmp", "/tmp")],  # noqa: S108
    }


def _agent(program: Program) -> Object:
    mounts = [
        _mount("routes", _MOUNTED, read_only=True),
        _mount("spool", _SPOOL),
        _mount("tmp", "/tmp"),  # noqa: S108 - a volume of the Pod's own
    ]
    command, environment = NAME, {}
    if program.package:
        command, environment = f"{_PROGRAM}/bin/{NAME}", {"PYTHONPATH": _PROGRAM}
        mounts.append(_mount("program", _PROGRAM, read_only=True))
    return {
        "name": NAME,
        "image": program.image,
        "command": [command],
        "envFrom": [{"configMapRef": {"name": NAME}}],
        "env": [{"name": name, "value": value} for name, value in environment.items()],
        "ports": [{"name": "http", "containerPort": PORT}],
        # Not ready keeps alerts with Alertmanager, which tries again. A restart mends no route.
        # /healthz takes up to 5 s where the disk is slow, and says so.
        "readinessProbe": {
            "httpGet": {"path": "/healthz", "port": "http"},
            "timeoutSeconds": 6,
            "periodSeconds": 10,
        },
        "livenessProbe": {"tcpSocket": {"port": "http"}, "initialDelaySeconds": 10},
        **_bounds(memory="256Mi"),
        "volumeMounts": mounts,
    }


def _bounds(memory: str) -> Object:
    """What a container may do and use."""
    return {
        "securityContext": {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        },
        "resources": {
            "requests": {"cpu": "50m", "memory": "96Mi"},
            "limits": {"memory": memory},
        },
    }


def _mount(volume: str, path: str, *, read_only: bool = False) -> Object:
    mount: Object = {"name": volume, "mountPath": path}
    return {**mount, "readOnly": True} if read_only else mount
