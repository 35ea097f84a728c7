"""Putting the provider into a file, which belongs to somebody else, without disturbing it."""

import os
import stat
from pathlib import Path

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from cakd_tui.core.errors import PlatformFileError
from cakd_tui.core.platform_file import (
    PlatformFile,
    read_platform_file,
    with_provider,
    write_provider,
)

KNOWN = ("pigeon", "discord")
NAMED = "metadata:\n  name: my-project\n"
NEW = "metadata:\n  name: my-project\nproviders:\n  notification: discord\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (None, NEW),
        ("", NEW),
        ("\ufeff", f"\ufeff{NEW}"),
        (NEW, NEW),
        ("# mine\n", f"# mine\n{NEW}"),
        ("---\n", f"---\n{NEW}"),
        (NAMED, NEW),
        (NAMED.rstrip(), NEW.rstrip()),
        (NAMED.replace("\n", "\r\n"), NEW.replace("\n", "\r\n")),
        (NAMED.replace("  ", "    "), NEW.replace("  ", "    ")),
        (f"{NAMED}...\n# end\n", f"{NEW}...\n# end\n"),
        (f"{NAMED}providers:\n", NEW),
        (
            f"{NAMED}providers: # soon\na: 1",
            f"{NEW.replace('providers:', 'providers: # soon')}a: 1",
        ),
        (f"{NAMED}providers: {{}}\n", f"{NAMED}providers: {{notification: discord}}\n"),
        (f"{NAMED}providers: ~ # none\n", f"{NAMED}providers: {{notification: discord}} # none\n"),
        (
            f"{NAMED}providers: {{ storage: s3 }}\n",
            f"{NAMED}providers: {{ notification: discord, storage: s3 }}\n",
        ),
        (
            f"{NAMED}providers:\n    # where files go\n    storage: |\n      s3\n\na: b",
            f"{NAMED}providers:\n    notification: discord\n"
            "    # where files go\n    storage: |\n      s3\n\na: b",
        ),
        (f"{NAMED}providers:\n  notification:   # which\n", f"{NEW.rstrip()}   # which\n"),
        (f"{NAMED}providers:\n  notification: slack # old\n", f"{NEW.rstrip()} # old\n"),
        (f"{NAMED}providers:\n  notification: 'slack'\n", NEW.replace("discord", "'discord'")),
        (f'{NAMED}providers:\n  notification: "slack"\n', NEW.replace("discord", '"discord"')),
        (f"{NAMED}providers:\nnotification: discord\n", f"{NEW}notification: discord\n"),
        (
            "{metadata: {name: my-project}}",
            "{providers: {notification: discord}, metadata: {name: my-project}}",
        ),
        ("a: 1\n", f"a: 1\n{NEW}"),
        ("metadata:\n  labels: {}\n", NEW.replace("my-project\n", "my-project\n  labels: {}\n")),
        ("metadata:\n  name:\n", NEW),
    ],
)
def test_the_provider_is_put_in_and_the_rest_stays(before: str | None, after: str) -> None:
    assert with_provider(before, "my-project", "discord") == after


@pytest.mark.parametrize(
    ("project", "line"),
    [("123", '  name: "123"\n'), ("no", '  name: "no"\n'), ("1e3", '  name: "1e3"\n')],
)
def test_a_name_that_yaml_would_take_for_something_else_is_quoted(project: str, line: str) -> None:
    text = with_provider(None, project, "discord")
    assert line in text
    assert yaml.safe_load(text)["metadata"]["name"] == project


@pytest.mark.parametrize(
    "text",
    [
        f"p: &p {{a: b}}\n{NAMED}providers: *p\n",
        f"{NAMED}providers: &p\n  a: b\nq: *p\n",
        f"{NAMED}providers:\n  notification: &n slack\nq: *n\n",
        f"n: &n slack\n{NAMED}providers:\n  notification: *n\n",
        f"{NAMED}providers:\n  notification: |\n    slack\n",
        f"{NAMED}providers: {{notification}}\n",
        f"{NAMED}providers:\n  ? storage\n  : s3\n",
        f"base: &b\n  providers: {{a: b}}\n<<: *b\n{NAMED}",
        f"{NAMED}? providers\n",
        f"{NAMED}a: |+\n  kept without an end of line",
    ],
)
def test_where_it_cannot_be_put_in_the_lines_are_shown(text: str) -> None:
    with pytest.raises(PlatformFileError) as caught:
        with_provider(text, "my-project", "discord")
    assert str(caught.value).endswith(
        "add these two lines by hand:\n  providers:\n    notification: discord"
    )
    assert caught.value.symptom.facts == {"reason": "by-hand"}


def test_a_provider_that_would_be_read_back_differently_is_not_written() -> None:
    with pytest.raises(PlatformFileError, match="add these two lines by hand"):
        with_provider(NAMED, "my-project", " discord")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("metadata:\n  name: other\n", "other-project"),
        ("metadata:\n  name: Not Valid\n", "name-invalid"),
        ("a: [\n", "syntax"),
        ("- a\n", "shape"),
        (f"{NAMED}providers: []\n", "providers-type"),
    ],
)
def test_a_file_that_is_wrong_or_another_projects_is_left_alone(text: str, reason: str) -> None:
    with pytest.raises(PlatformFileError) as caught:
        with_provider(text, "my-project", "discord", "some/platform.yaml")
    assert caught.value.symptom.facts["reason"] == reason
    assert str(caught.value).startswith("some/platform.yaml:")


PROVIDERS = st.sampled_from(
    [
        "providers:\n",
        "providers:  # none so far\n",
        "providers: {}\n",
        "providers: { }   # none\n",
        "providers: null\n",
        "providers: {storage: s3, 'queue': [a, b]}\n",
        "providers: {\n  # where\n  storage: s3,\n}\n",
        "providers:\n{i}storage: s3\n",
        "providers:\n\n{i}# where files go\n{i}storage: 's3'   # cheap\n{i}queue: sqs\n",
        "'providers':\n{i}storage: |\n{i}  s3\n{i}  and more\n\n",
        "providers:\n{i}notification: slack   # old\n{i}storage: s3\n",
        "providers:\n{i}storage: s3\n{i}notification: 'slack'\n",
        'providers:\n{i}notification: "slack"\n',
        "providers:\n{i}notification:\n{i}storage: s3\n",
        "providers:\n{i}notification: discord\n",
        "",
    ]
)
OTHERS = st.sampled_from(
    [
        "# a comment: with {signs}\n",
        "\n",
        "services:\n- api\n- web: {port: 80}\n",
        "text: |\n  providers:\n    notification: not this\n",
        "folded: >-\n    one\n    two\n",
        "quoted: 'it''s \"providers: {}\"'\n",
        "anchor: &a {x: 1}\nalias: *a\n",
        "long: this plain text\n  goes on here\n",
        "tagged: !vault abc\n",
        "ünï: cödé 🎉\n",
        "? complex\n: value\n",
    ]
)


@st.composite
def files(draw: st.DrawFn) -> str:
    """A platform file as people write them."""
    indent = " " * draw(st.sampled_from([2, 4, 1, 3]))
    metadata = f"metadata:\n{indent}name: my-project  # ours\n"
    others = draw(st.lists(OTHERS, max_size=4, unique=True))
    blocks = draw(st.permutations([metadata, draw(PROVIDERS).replace("{i}", indent), *others]))
    text = draw(st.sampled_from(["", "---\n", "# top\n\n"])) + "".join(blocks)
    text += draw(st.sampled_from(["", "...\n", "\n\n"]))
    text = text.replace("\n", draw(st.sampled_from(["\n", "\r\n"])))
    if draw(st.booleans()) and not text.endswith(("more\r\n\r\n", "more\n\n")):
        text = text.rstrip("\r\n")
    return draw(st.sampled_from(["", "\ufeff"])) + text


def built(text: str) -> dict[object, object]:
    """The whole file as data, without the provider."""

    class Loader(yaml.SafeLoader):
        """Reads unknown tags as texts."""

    Loader.add_constructor("!vault", lambda _, node: f"vault {node.value}")
    data = yaml.load(text, Loader=Loader)
    providers = data.pop("providers", None) or {}
    providers.pop("notification", None)
    return {**data, "providers": providers}


def attempt(text: str, provider: str) -> str | PlatformFileError:
    try:
        return with_provider(text, "my-project", provider)
    except PlatformFileError as error:
        return error


def shared(one: str, other: str) -> int:
    """How many characters two texts begin with in common."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


@given(files(), st.sampled_from(["discord", "pigeon", "on", "7"]))
def test_every_other_byte_of_the_file_is_unchanged(text: str, provider: str) -> None:
    changed = attempt(text, provider)
    if isinstance(changed, PlatformFileError):
        # The one layout of the above that has to be given up: the end of the file ends a text.
        assert changed.symptom.facts["reason"] == "by-hand"
        assert text.endswith(("not this", "and more", "two"))
        return
    head = shared(text, changed)
    tail = shared(text[head:][::-1], changed[head:][::-1])
    gone, put = text[head : len(text) - tail], changed[head : len(changed) - tail]
    assert gone in "slack discord null" or gone.strip("'\"") in "slack discord"
    assert len(put) <= len(f"\r\nproviders:\r\n    notification: '{provider}'\r\n")
    assert built(changed) == built(text)
    assert attempt(changed, provider) == changed


@given(files())
def test_a_provider_can_be_changed_and_changed_back(text: str) -> None:
    changed = attempt(text, "pigeon")
    assume(isinstance(changed, str))
    assert attempt(str(attempt(str(changed), "toy")), "pigeon") == changed


@given(st.text(alphabet="ab:-?#&*!|>'\"{}[],<~ \n\r\t\ufeff") | st.text())
def test_any_text_is_changed_rightly_or_refused_in_words(text: str) -> None:
    changed = attempt(text, "discord")
    if isinstance(changed, PlatformFileError):
        assert str(changed).startswith("platform.yaml")
    else:
        assert attempt(changed, "discord") == changed
        assert "discord" in changed


def test_a_new_file_is_written_and_read(path: Path) -> None:
    assert write_provider(path, "my-project", "discord")
    assert path.read_bytes() == NEW.encode()
    assert read_platform_file(path, KNOWN) == PlatformFile(path, "my-project", "discord")


def test_a_file_that_says_so_already_is_not_touched(path: Path) -> None:
    path.write_text(NEW)
    before = path.stat()
    assert not write_provider(path, "my-project", "discord")
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert path.stat().st_ino == before.st_ino


@pytest.mark.skipif(os.name != "posix", reason="permission bits are POSIX")
def test_a_changed_file_keeps_its_bytes_and_its_mode(path: Path) -> None:
    path.write_bytes(b"\xef\xbb\xbf" + NAMED.replace("\n", "\r\n").encode())
    path.chmod(0o640)
    assert write_provider(path, "my-project", "discord")
    assert path.read_bytes() == b"\xef\xbb\xbf" + NEW.replace("\n", "\r\n").encode()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert [each.name for each in Path().iterdir()] == ["platform.yaml"]


def test_a_link_stays_a_link(path: Path) -> None:
    Path("shared.yaml").write_text(NAMED)
    path.symlink_to("shared.yaml")
    assert write_provider(path, "my-project", "discord")
    assert path.is_symlink()
    assert Path("shared.yaml").read_text() == NEW


def test_a_file_that_cannot_be_written_is_told_with_the_lines_to_add(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.write_text(NAMED)

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(PlatformFileError) as caught:
        write_provider(path, "my-project", "discord")
    assert str(caught.value) == (
        "platform.yaml: it can't be written: permission denied; add these two lines by hand:\n"
        "  providers:\n    notification: discord"
    )
    assert caught.value.symptom.facts == {"reason": "unwritable", "errno": 13}
    assert path.read_text() == NAMED


def test_a_file_where_its_directory_should_be_is_told(path: Path) -> None:
    path.write_text("")
    with pytest.raises(PlatformFileError, match="can't be written: not a directory"):
        write_provider(path / "platform.yaml", "my-project", "discord")
