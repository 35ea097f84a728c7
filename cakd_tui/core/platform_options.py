"""The options of a provider in `platform.yaml`: what stands under `notifications.<provider>`."""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from yaml.nodes import MappingNode, Node

from cakd_tui.core.option import NO_OPTIONS, Option, OptionValue, unchosen
from cakd_tui.core.platform_values import entry, switch_at, text_at, texts_at
from cakd_tui.core.platform_yaml import NULL, Document, Entry
from cakd_tui.core.yaml_edit import rendered

SECTION: Final = "notifications"

_TYPE: Final = "option-type"
_STEERING: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
"""Characters that would steer a terminal, and that no name in a service has."""


def has_options(document: Document, provider: str) -> bool:
    """Whether the file says anything under `notifications.<provider>`."""
    return bool(provider) and entry(document, SECTION, provider) is not None


def read_options(
    document: Document, provider: str, options: Sequence[Option]
) -> Mapping[str, OptionValue]:
    """What the file chooses of these options, other than their defaults.

    Raises `PlatformFileError` for a key that is none of them and for a value of the wrong type.
    """
    known = {option.key: option for option in options}
    found: dict[str, OptionValue] = {}
    for key, at in _entries(document, provider).items():
        where = f"{SECTION}.{provider}.{key}"
        if key not in known:
            listed = ", ".join(known) or "none"
            what = f"{where}: there is no such setting; known: {listed}"
            raise document.error("option-unknown", what, at.key)
        value = _value(document, where, at.value, known[key].default, known[key].example)
        if value != known[key].default:
            found[key] = value
    return MappingProxyType(found) if found else NO_OPTIONS


def unsaid(
    document: Document, provider: str, chosen: Mapping[str, OptionValue]
) -> Mapping[str, OptionValue]:
    """Those of the chosen options of which the file says something else.

    Raises `PlatformFileError` where what it says can't be read.
    """
    entries = _entries(document, provider)
    return {
        key: value
        for key, value in chosen.items()
        if value != _said(document, provider, key, entries.get(key), value)
    }


def lines_of(provider: str, chosen: Mapping[str, OptionValue]) -> tuple[str, ...]:
    """The file's lines that choose these options; none where all of them are the defaults."""
    said = [f"    {key}: {rendered(value)}" for key, value in chosen.items() if value]
    return (f"{SECTION}:", f"  {rendered(provider)}:", *said) if said else ()


def _entries(document: Document, provider: str) -> Mapping[str, Entry]:
    node = entry(document, SECTION, provider)
    if node is None:
        return {}
    if not isinstance(node, MappingNode):
        what = f"{SECTION}.{provider} must hold keys and values, indented on the lines below it"
        raise document.error(f"{SECTION}-type", what, node)
    return document.entries(node)


def _said(
    document: Document, provider: str, key: str, at: Entry | None, like: OptionValue
) -> OptionValue:
    if at is None:
        return unchosen(like)
    return _value(document, f"{SECTION}.{provider}.{key}", at.value, unchosen(like))


def _value(
    document: Document, where: str, node: Node, default: OptionValue, example: str = ""
) -> OptionValue:
    """A node read as a value of the default's type."""
    such = f", such as {example}" if example else ""
    if node.tag == NULL:
        return default
    if isinstance(default, bool):
        return switch_at(document, where, node, _TYPE)
    if isinstance(default, str):
        listed: tuple[str, ...] = (text_at(document, where, node, _TYPE, f"one text{such}"),)
    else:
        listed = texts_at(document, where, node, _TYPE, f"a list of texts{such}")
        if "" in listed:
            raise document.error(_TYPE, f"{where}: an entry of the list is empty", node)
    if any(_STEERING.search(each) for each in listed):
        raise document.error(_TYPE, f"{where}: there is a control character in it", node)
    return listed[0] if isinstance(default, str) else tuple(dict.fromkeys(listed))
