"""A provider's options in `platform.yaml`: what they may be, and what is said of a mistake."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from cakd_tui.core.errors import PlatformFileError
from cakd_tui.core.option import Kind, Option, OptionValue
from cakd_tui.core.platform_file import PlatformFile, read_platform_file
from cakd_tui.core.troubleshooting import matching, own_entries

OPTIONS = (
    Option("tower", "Tower", "", Kind.CHOICE, "Old Tower"),
    Option("quiet", "Quiet", "", Kind.SWITCH, "true"),
    Option("keepers", "Keepers", "", Kind.CHOICES, "[ann, bob]"),
)
HEAD = "metadata:\n  name: my-project\nproviders:\n  notification: pigeon\n"


def options_of(provider: str) -> Sequence[Option]:
    assert provider == "pigeon"
    return OPTIONS


def read(path: Path, text: str) -> PlatformFile:
    path.write_text(text, "utf-8")
    return read_platform_file(path, ("pigeon", "discord"), options_of)


def failure(path: Path, text: str) -> PlatformFileError:
    with pytest.raises(PlatformFileError) as caught:
        read(path, text)
    assert len(matching(own_entries(), caught.value.symptom)) == 1
    return caught.value


@pytest.mark.parametrize(
    ("section", "options"),
    [
        ("", {}),
        ("notifications:\n", {}),
        ("notifications: {}\n", {}),
        ("notifications: {pigeon: }\n", {}),
        ("notifications: {pigeon: {}}\n", {}),
        ("notifications: {smoke: {colour: 7}}\n", {}),
        ("notifications: {pigeon: {tower: , quiet: , keepers: }}\n", {}),
        ("notifications: {pigeon: {tower: '', quiet: no, keepers: []}}\n", {}),
        ("notifications: {pigeon: {tower: Old Tower}}\n", {"tower": "Old Tower"}),
        ("notifications: {pigeon: {tower: '123'}}\n", {"tower": "123"}),
        ("notifications: {pigeon: {quiet: yes}}\n", {"quiet": True}),
        ("notifications: {pigeon: {quiet: True}}\n", {"quiet": True}),
        ("notifications: {pigeon: {keepers: [a, '7', a]}}\n", {"keepers": ("a", "7")}),
        ("notifications:\n  pigeon:\n    keepers:\n    - a\n    - b\n", {"keepers": ("a", "b")}),
        ("x: &x {quiet: on}\nnotifications: {pigeon: {<<: *x}}\n", {"quiet": True}),
    ],
)
def test_what_the_file_chooses(
    path: Path, section: str, options: Mapping[str, OptionValue]
) -> None:
    assert read(path, HEAD + section) == PlatformFile(path, "my-project", "pigeon", options)


def test_without_a_provider_no_options_are_looked_for(path: Path) -> None:
    text = "metadata: {name: a}\nnotifications: {pigeon: {wrong: 1}}\n"
    assert read(path, text) == PlatformFile(path, "a", "")


def test_an_installed_providers_own_options_are_the_known_ones(path: Path) -> None:
    path.write_text(f"{HEAD}notifications: {{pigeon: {{bell: tin}}}}\n")
    assert read_platform_file(path, ("pigeon",)).options == {"bell": "tin"}


NO_SWITCH = "notifications.pigeon.quiet must be true or false, without quotes"


@pytest.mark.parametrize(
    ("section", "message"),
    [
        (
            "pigeon: {towr: x}",
            "notifications.pigeon.towr: there is no such setting; known: tower, quiet, keepers",
        ),
        (
            "pigeon: {tower: 123456789012345678}",
            "notifications.pigeon.tower must be a text, and to YAML this is a number: "
            'write "123456789012345678", with the quotes',
        ),
        (
            "pigeon: {tower: [a]}",
            "notifications.pigeon.tower must be one text, such as Old Tower, "
            "not a list or a mapping",
        ),
        ("pigeon: {quiet: 'true'}", NO_SWITCH),
        ("pigeon: {quiet: 1}", NO_SWITCH),
        ("pigeon: {quiet: [yes]}", NO_SWITCH),
        (
            "pigeon: {keepers: ann}",
            "notifications.pigeon.keepers must be a list of texts, such as [ann, bob]",
        ),
        (
            "pigeon: {keepers: [ann, 7]}",
            "each of notifications.pigeon.keepers must be a text, and to YAML this is a number: "
            'write "7", with the quotes',
        ),
        (
            "pigeon: {keepers: [[a]]}",
            "each of notifications.pigeon.keepers must be a text, not a list or a mapping",
        ),
        (
            "pigeon: {keepers: [a, '']}",
            "notifications.pigeon.keepers: an entry of the list is empty",
        ),
        (
            'pigeon: {tower: "a\\e[2Jb"}',
            "notifications.pigeon.tower: there is a control character in it",
        ),
        (
            "pigeon: yes",
            "notifications.pigeon must hold keys and values, indented on the lines below it",
        ),
        (
            "- pigeon",
            "notifications must hold keys and values, such as 'pigeon:' indented on the next line",
        ),
        (
            "pigeon: {quiet: yes, quiet: no}",
            "quiet is here a second time (first on line 6); keep one",
        ),
    ],
)
def test_a_mistake_is_told_with_its_line_and_what_is_expected(
    path: Path, section: str, message: str
) -> None:
    error = failure(path, f"{HEAD}notifications:\n  {section}\n")
    assert str(error) == f"platform.yaml:6: {message}"
