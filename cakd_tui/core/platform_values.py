"""The values a platform file holds in its sections: found by name, read as what they must be.

Each raises `PlatformFileError`, whose message names the line and what is expected there.
"""

from collections.abc import Mapping
from json import dumps
from types import MappingProxyType
from typing import Final

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from cakd_tui.core.platform_yaml import BOOL, NULL, TEXT, Document, Entry

NAME_WANTED: Final = "it takes two lines: 'metadata:', and below it '  name: my-project'"

_KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        BOOL: "a yes or a no",
        "tag:yaml.org,2002:float": "a number",
        "tag:yaml.org,2002:int": "a number",
        "tag:yaml.org,2002:timestamp": "a date",
    }
)
_YES: Final = frozenset({"yes", "true", "on"})


def section(document: Document, name: str) -> Entry | None:
    """A top-level section, or None where it is left out."""
    root = document.root
    if root is None or root.tag == NULL:
        return None
    if not isinstance(root, MappingNode):
        what = f"keys and values are expected, such as metadata; {NAME_WANTED}"
        raise document.error("shape", what, root)
    return document.entries(root).get(name)


def entry(document: Document, name: str, key: str) -> Node | None:
    """The value of a key in a section, None where either is left out or has nothing in it."""
    found = section(document, name)
    if found is None or found.value.tag == NULL:
        return None
    if not isinstance(found.value, MappingNode):
        what = f"{name} must hold keys and values, such as '{key}:' indented on the next line"
        raise document.error(f"{name}-type", what, found.value)
    value = document.entries(found.value).get(key)
    return None if value is None or value.value.tag == NULL else value.value


def text_at(
    document: Document, where: str, node: Node, reason: str, wanted: str = "one word"
) -> str:
    """A node's text; what YAML takes for anything else must be put in quotes."""
    if not isinstance(node, ScalarNode):
        raise document.error(reason, f"{where} must be {wanted}, not a list or a mapping", node)
    if node.tag != TEXT:
        kind = _KINDS.get(node.tag, "something else")
        quoted = dumps(node.value[:40])
        what = (
            f"{where} must be a text, and to YAML this is {kind}: write {quoted}, with the quotes"
        )
        raise document.error(reason, what, node)
    return str(node.value).strip()


def switch_at(document: Document, where: str, node: Node, reason: str) -> bool:
    """A node's yes or no."""
    if not isinstance(node, ScalarNode) or node.tag != BOOL:
        raise document.error(reason, f"{where} must be true or false, without quotes", node)
    return str(node.value).lower() in _YES


def texts_at(
    document: Document, where: str, node: Node, reason: str, wanted: str = "a list"
) -> tuple[str, ...]:
    """A node's list of texts."""
    if not isinstance(node, SequenceNode):
        raise document.error(reason, f"{where} must be {wanted}", node)
    return tuple(
        text_at(document, f"each of {where}", each, reason, "a text") for each in node.value
    )
