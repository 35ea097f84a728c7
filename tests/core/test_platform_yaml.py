from contextlib import suppress
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from yaml.nodes import MappingNode

from cakd_tui.core.errors import PlatformFileError
from cakd_tui.core.platform_yaml import LARGEST, Document, line_of, parsed, read_text


def root_of(document: Document) -> MappingNode:
    assert isinstance(document.root, MappingNode)
    return document.root


def values(text: str) -> dict[str, str]:
    document = parsed(text, "f.yaml")
    found = document.entries(root_of(document))
    return {name: entry.value.value for name, entry in found.items()}


def reason_and_line(text: str) -> tuple[object, object]:
    with pytest.raises(PlatformFileError) as caught:
        parsed(text, "f.yaml")
    facts = caught.value.symptom.facts
    line = facts.get("line")
    assert str(caught.value).startswith(f"f.yaml:{line}: " if line else "f.yaml: ")
    assert caught.value.symptom.text == str(caught.value)
    return facts["reason"], line


def test_a_text_is_read_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "f.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: \xc3\xa9\r\nb: 1")
    assert read_text(path) == "\ufeffa: é\r\nb: 1"


def test_a_file_of_the_largest_size_is_read(tmp_path: Path) -> None:
    path = tmp_path / "f.yaml"
    path.write_bytes(b"#" * LARGEST)
    assert len(read_text(path)) == LARGEST


def test_no_more_is_read_than_a_platform_file_may_have() -> None:
    with pytest.raises(PlatformFileError, match="larger than 1 MiB"):
        read_text(Path("/dev/zero"))


@pytest.mark.parametrize(
    ("text", "reason", "line"),
    [
        ("a: 1\nb: [\n", "syntax", 3),
        ("a: 1\nb: c: d\n", "syntax", 2),
        ("a: 1\n\tb: 2\n", "syntax", 2),
        ("a: *nowhere\n", "syntax", 1),
        ("a: 'x\n", "syntax", 2),
        ("a: 1\nb: \x00\n", "syntax", 2),
        ('a: "\\UFFFFFFFF"\n', "syntax", None),
        ("%YAML " + "9" * 5000 + ".1\n---\na: 1\n", "syntax", None),
        ("[" * 500, "syntax", None),
        ("a: 1\n---\nb: 2\n", "documents", 3),
    ],
)
def test_what_is_not_one_yaml_document_is_refused_with_its_line(
    text: str, reason: str, line: int | None
) -> None:
    assert reason_and_line(text) == (reason, line)


@pytest.mark.parametrize("text", ["", "# a comment\n", "\ufeff", "\n\n"])
def test_white_space_and_comments_are_a_document_without_a_root(text: str) -> None:
    assert parsed(text, "f.yaml").root is None


def test_tabs_are_named_as_what_is_wrong() -> None:
    with pytest.raises(PlatformFileError, match="indent with spaces, not with tabs"):
        parsed("a:\n\tb: 2\n", "f.yaml")


@given(st.text(alphabet="ab:-?#&*!|>'\"%@`{}[],<~ \n\r\t\x00\x85\ufeff"))
def test_any_text_is_parsed_or_refused_in_words(text: str) -> None:
    with suppress(PlatformFileError):
        document = parsed(text, "f.yaml")
        if isinstance(document.root, MappingNode):
            document.entries(document.root)


def test_entries_are_found_by_name_with_their_lines() -> None:
    document = parsed("a: 1\n'b': 2\n? c\n: 3\n4: 5\n[x]: 6\n", "f.yaml")
    found = document.entries(root_of(document))
    assert {name: line_of(entry.key) for name, entry in found.items()} == {
        "a": 1,
        "b": 2,
        "c": 3,
        "4": 5,
    }


def test_a_key_that_is_there_twice_is_refused_with_both_lines() -> None:
    document = parsed("a: 1\nb: 2\na: 3\n", "f.yaml")
    with pytest.raises(PlatformFileError) as caught:
        document.entries(root_of(document))
    assert str(caught.value) == "f.yaml:3: a is here a second time (first on line 1); keep one"
    assert caught.value.symptom.facts == {"reason": "duplicate-key", "line": 3}


def test_merged_keys_count_where_there_is_no_own_one() -> None:
    text = "x: &x {a: 1, b: 2}\ny: &y {<<: *x, b: 3, c: 4}\nz:\n  <<: [*y, *x]\n  c: 5\n"
    document = parsed(text, "f.yaml")
    section = document.entries(root_of(document))["z"].value
    assert isinstance(section, MappingNode)
    found = document.entries(section)
    merged = {name: entry.value.value for name, entry in found.items()}
    assert merged == {"a": "1", "b": "3", "c": "5"}
    built = yaml.safe_load(text)["z"]
    assert {key: str(value) for key, value in built.items()} == merged


def test_a_mapping_merged_into_itself_ends() -> None:
    assert values("&a\n<<: *a\nb: 1\n") == {"b": "1"}


def test_merges_that_multiply_are_walked_once_each() -> None:
    levels = "".join(
        f"m{n}: &m{n} {{<<: [{', '.join([f'*m{n - 1}'] * 9)}]}}\n" for n in range(1, 30)
    )
    assert "m29" in values(f"m0: &m0 {{a: 1}}\n{levels}<<: *m29\n")
