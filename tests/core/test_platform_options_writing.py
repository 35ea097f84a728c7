"""Options are put into `platform.yaml` where it says something else; all else stays as it is."""

from collections.abc import Mapping

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from cakd_tui.core.errors import PlatformFileError
from cakd_tui.core.option import Kind, Option, OptionValue
from cakd_tui.core.platform_file import with_provider
from cakd_tui.core.platform_options import read_options, unsaid
from cakd_tui.core.platform_yaml import parsed

OPTIONS = (
    Option("tower", "Tower", "", Kind.CHOICE, "Old Tower"),
    Option("quiet", "Quiet", "", Kind.SWITCH, "true"),
    Option("keepers", "Keepers", "", Kind.CHOICES, "[ann, bob]"),
)
HEAD = "metadata:\n  name: my-project\nproviders:\n  notification: pigeon\n"
ALL: Mapping[str, OptionValue] = {"tower": "Old", "quiet": True, "keepers": ("ann", "b c")}
WRITTEN = (
    f"{HEAD}notifications:\n  pigeon:\n"
    '    tower: "Old"\n    quiet: true\n    keepers: [ann, "b c"]\n'
)


def test_chosen_options_are_written_in_their_order() -> None:
    assert with_provider(None, "my-project", "pigeon", options=ALL) == WRITTEN


def test_what_was_not_chosen_is_not_written() -> None:
    text = with_provider(HEAD, "my-project", "pigeon", options={"tower": "", "quiet": False})
    assert text == HEAD


@pytest.mark.parametrize(
    ("before", "options", "after"),
    [
        (
            "notifications:\n  smoke: {a: 1}\n",
            {"quiet": True},
            "notifications:\n  pigeon:\n    quiet: true\n  smoke: {a: 1}\n",
        ),
        (
            "notifications:\n  pigeon:   # ours\n    tower: Old # tall\n\nx: 1\n",
            {"tower": "new", "quiet": True},
            "notifications:\n  pigeon:   # ours\n    quiet: true\n    tower: new # tall\n\nx: 1\n",
        ),
        ("notifications: {}\n", {"tower": "a"}, "notifications: {pigeon: {tower: a}}\n"),
        (
            "notifications: {pigeon: {quiet: yes}}\n",
            {"quiet": False, "keepers": ("a",)},
            "notifications: {pigeon: {keepers: [a], quiet: false}}\n",
        ),
        (
            "notifications:\n  pigeon:\n    keepers: [a, b]  # them\n",
            {"keepers": ("b", "c")},
            "notifications:\n  pigeon:\n    keepers: [b, c]  # them\n",
        ),
        (
            "notifications:\n  pigeon:\n    keepers:\n    - a\n    - b\n\n# end\n",
            {"keepers": ()},
            "notifications:\n  pigeon:\n    keepers: []\n\n# end\n",
        ),
        (
            "notifications:\n  pigeon:\n    tower: 'It''s'\n",
            {"tower": "Bob's"},
            "notifications:\n  pigeon:\n    tower: 'Bob''s'\n",
        ),
        (
            "notifications:\n  pigeon:\n",
            {"tower": "a"},
            "notifications:\n  pigeon:\n    tower: a\n",
        ),
        ("notifications:\n", {"tower": "a"}, "notifications:\n  pigeon:\n    tower: a\n"),
        ("notifications: ~\n", {"tower": "a"}, "notifications: {pigeon: {tower: a}}\n"),
    ],
)
def test_options_are_put_beside_what_is_there(
    before: str, options: Mapping[str, OptionValue], after: str
) -> None:
    changed = with_provider(HEAD + before, "my-project", "pigeon", options=options)
    assert changed == HEAD + after


@pytest.mark.parametrize(
    "text",
    [
        "x: &x {tower: a}\nnotifications: {pigeon: *x}\n",
        "notifications:\n  pigeon: &p\n    tower: a\n",
        "x: &x\n  pigeon: {tower: a}\nnotifications:\n  <<: *x\n",
        "notifications:\n  pigeon:\n    keepers:\n    - a # first\n    - b\n",
        "notifications:\n  pigeon:\n    tower: |\n      a\n",
    ],
)
def test_where_they_cannot_be_put_in_the_lines_are_shown(text: str) -> None:
    options: Mapping[str, OptionValue] = {"tower": "b", "keepers": ("c",)}
    with pytest.raises(PlatformFileError) as caught:
        with_provider(HEAD + text, "my-project", "pigeon", options=options)
    assert str(caught.value).endswith(
        "add these lines by hand:\n  providers:\n    notification: pigeon\n"
        "  notifications:\n    pigeon:\n      tower: b\n      keepers: [c]"
    )


def test_a_value_of_the_wrong_type_is_not_written_over() -> None:
    text = f"{HEAD}notifications: {{pigeon: {{quiet: maybe}}}}\n"
    with pytest.raises(PlatformFileError, match="quiet must be true or false"):
        with_provider(text, "my-project", "pigeon", options={"quiet": True})


STEERING = "\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
LETTERS = st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"], exclude_characters=STEERING)
NAMES = st.text(LETTERS, min_size=1, max_size=12).filter(lambda name: name == name.strip())
CHOSEN = st.fixed_dictionaries(
    {},
    optional={
        "tower": NAMES | st.just(""),
        "quiet": st.booleans(),
        "keepers": st.lists(NAMES, unique=True, max_size=3).map(tuple),
    },
)
SECTIONS = st.sampled_from(
    [
        "",
        "notifications:\n",
        "notifications: {}\n",
        "notifications:\n  smoke: {a: [1, 2]}  # other\n",
        "notifications:\n    smoke:\n      colour: grey\n    pigeon:\n        tower: 'x'  # here\n",
        "notifications:\n  pigeon:\n    quiet: true\n    keepers: [a, b]   # both\n# after\n",
        "notifications:\n  pigeon:\n    # those who feed\n    keepers:\n    - a\n    - 'b'\n\n",
        "notifications: {pigeon: {tower: x, quiet: no}, smoke: 1}\n",
    ]
)
BEFORE = st.sampled_from(["", "# top\n", "text: |\n  notifications:\n    pigeon: no\n"])
AFTER = st.sampled_from(["", "a: &a {x: 1}\nb: *a\n", "\n# end\n\n"])


def attempt(text: str, chosen: Mapping[str, OptionValue]) -> str | PlatformFileError:
    try:
        return with_provider(text, "my-project", "pigeon", options=chosen)
    except PlatformFileError as error:
        return error


def chosen_in(text: str) -> dict[str, OptionValue]:
    return dict(read_options(parsed(text, "f"), "pigeon", OPTIONS))


@given(BEFORE, SECTIONS, AFTER, CHOSEN)
def test_what_is_written_is_read_back_and_every_other_line_stays(
    before: str, section: str, after: str, chosen: dict[str, OptionValue]
) -> None:
    text = before + HEAD + section + after
    changed = with_provider(text, "my-project", "pigeon", options=chosen)
    expected = {**chosen_in(text), **chosen}
    assert chosen_in(changed) == {key: value for key, value in expected.items() if value}
    assert not unsaid(parsed(changed, "f"), "pigeon", chosen)
    assert with_provider(changed, "my-project", "pigeon", options=chosen) == changed
    kept = [line for line in text.splitlines() if not line.strip().startswith(TOUCHED)]
    lines = iter(changed.splitlines())
    assert all(line in lines for line in kept)
    assert without_options(changed) == without_options(text)


@given(st.text(alphabet="ab:-?#&*!|>'\"{}[],<~ \n\r\t\ufeff"), CHOSEN)
def test_any_section_is_changed_rightly_or_refused_in_words(
    section: str, chosen: dict[str, OptionValue]
) -> None:
    changed = attempt(f"{HEAD}notifications:\n  pigeon:\n    keepers: {section}\n", chosen)
    if isinstance(changed, PlatformFileError):
        assert str(changed).startswith("platform.yaml")
    else:
        assert not unsaid(parsed(changed, "f"), "pigeon", chosen)


TOUCHED = ("notifications:", "pigeon:", "tower:", "quiet:", "keepers:", "- ")


def without_options(text: str) -> object:
    """The whole file as data, without the options."""
    data = yaml.safe_load(text)
    section = data.pop("notifications", None) or {}
    section.pop("pigeon", None)
    return {**data, "notifications": section}
