"""Notifications as Alertmanager posts them, made up and recorded."""

import json
from pathlib import Path
from zlib import crc32

RECORDED = Path(__file__).parent / "payloads"
"""What three versions of Alertmanager sent to us, byte for byte; names and tokens are made up."""


def recorded(name: str) -> bytes:
    """The body of one recorded request."""
    return (RECORDED / f"{name}.json").read_bytes()


def notification(
    *names: str, namespace: str = "my-project", receiver: str = "cakd-agent", status: str = "firing"
) -> bytes:
    """A notification of alerts with these names, that all fire unless it is said otherwise."""
    alerts = [
        {
            "status": status,
            "labels": {"alertname": name, "namespace": namespace, "severity": "critical"},
            "annotations": {"summary": f"{name} on web-a", "runbook_url": "https://example.com/r"},
            "startsAt": "2026-11-23T06:41:47.123456789Z",
            "endsAt": "0001-01-01T00:00:00Z",
            "generatorURL": "http://prometheus.example.test:9090/graph?g0.expr=up",
            "fingerprint": f"{crc32(name.encode()):016x}",
        }
        for name in names
    ]
    return json.dumps(
        {
            "receiver": receiver,
            "status": status,
            "alerts": alerts,
            "groupLabels": {"namespace": namespace},
            "commonLabels": {"namespace": namespace},
            "commonAnnotations": {},
            "externalURL": "http://alertmanager.example.test:9093",
            "version": "4",
            "groupKey": '{}:{namespace="my-project"}',
            "truncatedAlerts": 0,
        }
    ).encode()
