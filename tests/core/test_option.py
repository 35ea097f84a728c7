import pytest

from cakd_tui.core.option import Kind, Option, OptionValue, unchosen


@pytest.mark.parametrize(
    ("kind", "default"), [(Kind.CHOICE, ""), (Kind.SWITCH, False), (Kind.CHOICES, ())]
)
def test_nothing_is_chosen_at_first(kind: Kind, default: OptionValue) -> None:
    option = Option("key", "Title", "", kind, "")
    assert option.default == default
    assert type(option.default) is type(default)


@pytest.mark.parametrize(("value", "default"), [("a", ""), (True, False), (("a",), ())])
def test_the_default_of_a_value_is_of_its_type(value: OptionValue, default: OptionValue) -> None:
    assert unchosen(value) == default
    assert type(unchosen(value)) is type(default)
