from pathlib import Path

import pytest

from cakd_tui.core.errors import PlatformFileError
from cakd_tui.core.platform_file import (
    PlatformFile,
    read_platform_file,
)
from cakd_tui.core.troubleshooting import matching, own_entries

KNOWN = ("pigeon", "discord")
NAMED = "metadata:\n  name: my-project\n"


def failure(path: Path, content: str | bytes) -> PlatformFileError:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(PlatformFileError) as caught:
        read_platform_file(path, KNOWN)
    assert matching(own_entries(), caught.value.symptom)
    return caught.value


@pytest.mark.parametrize(
    ("text", "project", "provider"),
    [
        (NAMED, "my-project", ""),
        (f"{NAMED}providers:\n  notification: discord\n", "my-project", "discord"),
        (f"{NAMED}providers:\n", "my-project", ""),
        (f"{NAMED}providers:\n  notification:\n", "my-project", ""),
        (f"{NAMED}providers:\n  storage: s3\n", "my-project", ""),
        (f"{NAMED}notification: other\n", "my-project", ""),
        ("{metadata: {name: 'a'}, providers: {notification: \"pigeon\"}}", "a", "pigeon"),
        ("\ufeff" + NAMED.replace("\n", "\r\n"), "my-project", ""),
        ("base: &b {name: a}\nmetadata:\n  <<: *b\n  labels: [1, 2]\n", "a", ""),
        ("p: &p discord\nmetadata: {name: a}\nproviders: {notification: *p}\n", "a", "discord"),
        ("metadata: {name: !!str 12}\n", "12", ""),
        ("apiVersion: v1\nmetadata: {name: a, x: 1, x: 2}\n".replace(", x: 2", ""), "a", ""),
        ("wide: {a: 1, a: 2}\nmetadata: {name: a}\nsecret: !vault xyz\n", "a", ""),
    ],
)
def test_what_the_file_says(path: Path, text: str, project: str, provider: str) -> None:
    path.write_bytes(text.encode())
    assert read_platform_file(path, KNOWN) == PlatformFile(path, project, provider)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            "metadata:\n  labels: {}\n\n  name: my project\n",
            "platform.yaml:4: metadata.name: Only a-z, 0-9 and dashes: the name is also the "
            "Kubernetes namespace of its alerts; did you mean my-project?",
        ),
        (
            f"{NAMED}providers:\n  notification: Discrod\n",
            "platform.yaml:4: providers.notification: unknown provider 'Discrod'; "
            "known: discord, pigeon; did you mean discord?",
        ),
        (
            f"{NAMED}providers:\n  notification: \x07x\n".replace("\x07", ""),
            "platform.yaml:4: providers.notification: unknown provider 'x'; known: discord, pigeon",
        ),
        (
            f"{NAMED}providers:\nnotification: discord\n",
            "platform.yaml:4: notification must be indented under providers: "
            "write '  notification: discord' below 'providers:'",
        ),
        (
            "metadata:\nname: my-project\n",
            "platform.yaml:2: name must be indented under metadata: "
            "write '  name: my-project' below 'metadata:'",
        ),
        (
            "metadata:\n  name: 123\n",
            "platform.yaml:2: metadata.name must be a text, and to YAML this is a number: "
            'write "123", with the quotes',
        ),
        (
            "a: 1\n",
            "platform.yaml: metadata.name is missing; "
            "it takes two lines: 'metadata:', and below it '  name: my-project'",
        ),
        (
            b"metadata:\n  name: caf\xe9\n",
            "platform.yaml:2: this is not UTF-8 text; save the file as UTF-8",
        ),
    ],
)
def test_a_mistake_is_told_with_its_line_and_the_way_out(
    path: Path, content: str | bytes, message: str
) -> None:
    assert str(failure(path, content)) == message


@pytest.mark.parametrize(
    ("content", "reason", "line"),
    [
        ("", "empty", None),
        ("# nothing\n", "empty", None),
        ("---\n", "name-missing", None),
        ("- a\n- b\n", "shape", 1),
        ("hello\n", "shape", 1),
        ("a: 1\nmetadata: x\n", "metadata-type", 2),
        ("metadata: []\n", "metadata-type", 1),
        ("metadata: {}\n", "name-missing", 1),
        ("metadata: {name: ''}\n", "name-missing", 1),
        ("metadata: {name: }\n", "name-missing", 1),
        ("metadata: {name: [a]}\n", "name-type", 1),
        ("metadata: {name: no}\n", "name-type", 1),
        ("metadata: {name: 2024-01-01}\n", "name-type", 1),
        ("metadata: {name: !vault x}\n", "name-type", 1),
        ("metadata: {name: A_b}\n", "name-invalid", 1),
        (f"{NAMED}providers: discord\n", "providers-type", 3),
        (f"{NAMED}providers:\n- notification: discord\n", "providers-type", 4),
        (f"{NAMED}providers:\n  notification: [discord]\n", "provider-type", 4),
        (f"{NAMED}providers:\n  notification: true\n", "provider-type", 4),
        (f"{NAMED}providers:\n  notification: slack\n", "unknown-provider", 4),
        (f"{NAMED}metadata:\n  name: b\n", "duplicate-key", 3),
        ("metadata:\n  name: a\n  name: b\n", "duplicate-key", 3),
        (f"{NAMED}providers: {{notification: discord, notification: x}}", "duplicate-key", 3),
        (f"{NAMED}---\n{NAMED}", "documents", 4),
        (f"{NAMED}a: [\n", "syntax", 4),
        (b"\xff\xfea\x00", "encoding", 1),
        (b"#" * (1024 * 1024 + 1), "too-large", None),
    ],
)
def test_each_mistake_has_its_reason_and_line(
    path: Path, content: str | bytes, reason: str, line: int | None
) -> None:
    facts = failure(path, content).symptom.facts
    assert (facts["reason"], facts.get("line")) == (reason, line)


def test_a_missing_file_says_what_to_do(path: Path) -> None:
    with pytest.raises(PlatformFileError, match="no such file; name another with -f") as caught:
        read_platform_file(path, KNOWN)
    assert caught.value.symptom.facts == {"reason": "missing"}


def test_a_directory_is_told_apart(path: Path) -> None:
    path.mkdir()
    with pytest.raises(PlatformFileError, match="is a directory") as caught:
        read_platform_file(path, KNOWN)
    assert caught.value.symptom.facts == {"reason": "directory"}


def test_a_link_that_leads_in_a_circle_is_unreadable(path: Path) -> None:
    path.symlink_to(path)
    with pytest.raises(PlatformFileError, match="can't be read: ") as caught:
        read_platform_file(path, KNOWN)
    assert caught.value.symptom.facts["reason"] == "unreadable"


def test_without_any_provider_installed_none_is_listed(path: Path) -> None:
    path.write_text(f"{NAMED}providers: {{notification: discord}}\n")
    with pytest.raises(PlatformFileError, match=r"known: none$"):
        read_platform_file(path, ())
