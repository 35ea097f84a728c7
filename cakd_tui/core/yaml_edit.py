"""Puts one key into one section of a YAML text and leaves every other character as it was.

The text is cut and joined at the places its nodes were read from. What came of it is then read
again and compared event by event: whatever but the wanted addition differs, and the edit is off.
"""

import json
import re
from collections.abc import Iterator
from typing import Final

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode

from cakd_tui.core.platform_yaml import NULL, TEXT, Document, Entry, own_entries

_LINE_BREAK: Final = re.compile(r"\r\n|[\r\n\x85\u2028\u2029]")
_PLAIN: Final = re.compile(r"(?![yn]\Z)[a-z][a-z0-9-]*")
"""Names no YAML version takes for a number; what it takes for a yes or a null is asked for."""


class CannotEdit(Exception):
    """The text is laid out in a way that can't be added to without disturbing it."""


def with_entry(document: Document, section: str, key: str, value: str) -> str:
    """The document's text with `section.key` set to `value`. Raises `CannotEdit`."""
    edited = _edited(document, section, key, value)
    try:
        gone = _lost(document.text, edited)
    except yaml.YAMLError as error:
        raise CannotEdit("the result would not be YAML") from error
    if gone not in ([], [_place(document, section, key)]):
        raise CannotEdit("the result would change something else")
    return edited


def _place(document: Document, section: str, key: str) -> str | None:
    """The word or the nothing that stands where the entry goes, None when it is an addition."""
    node = document.root
    for name in (section, key):
        if isinstance(node, MappingNode):
            found = _own(node, name)
            node = found.value if found else None
    return str(node.value) if isinstance(node, ScalarNode) else None


def _edited(document: Document, section: str, key: str, value: str) -> str:
    text, root = document.text, document.root
    if root is None or _is_absent(root):
        return _appended(text, _block(text, section, key, value, "", "  "))
    if not isinstance(root, MappingNode):
        raise CannotEdit("its top is not a mapping")
    found = _own(root, section)
    if found is None:
        return _with_section(document, root, section, key, value)
    node = found.value
    if _is_elsewhere(found, text):
        raise CannotEdit("the section is an alias, or has an anchor or a tag")
    if isinstance(node, MappingNode):
        return _within(text, found.key, node, key, value)
    if node.tag != NULL:
        raise CannotEdit("the section is not a mapping")
    if root.flow_style or not _is_absent(node):
        return _replaced(text, node, f"{{{key}: {scalar(value)}}}")
    line = f"{_pad(root)}{_step(root)}{key}: {scalar(value)}"
    return _after_line(text, node.start_mark.index, line)


def _with_section(document: Document, root: MappingNode, section: str, key: str, value: str) -> str:
    text = document.text
    if section in document.entries(root):
        raise CannotEdit("the section is merged in from elsewhere")
    if root.flow_style:
        return _into_braces(text, root, f"{section}: {{{key}: {scalar(value)}}}")
    return _appended(text, _block(text, section, key, value, _pad(root), _step(root)))


def _within(text: str, head: Node, mapping: MappingNode, key: str, value: str) -> str:
    """The section's mapping with the key set: changed in place, or added as the first one."""
    found = _own(mapping, key)
    if found is None and mapping.flow_style:
        return _into_braces(text, mapping, f"{key}: {scalar(value)}")
    if found is None:
        line = f"{_pad(mapping)}{key}: {scalar(value)}"
        return _after_line(text, head.end_mark.index, line)
    node = found.value
    if _is_elsewhere(found, text) or not isinstance(node, ScalarNode):
        raise CannotEdit("the value is an alias, or has an anchor or a tag")
    if node.style not in (None, "'", '"'):
        raise CannotEdit("the value is a block of text")
    return _replaced(text, node, scalar(value, node.style))


def scalar(value: str, style: str | None = None) -> str:
    """A text as YAML, in this style of quotes, or in double ones where a plain word won't do."""
    if style == "'" and value.isprintable():
        return "'" + value.replace("'", "''") + "'"
    if style is None and _PLAIN.fullmatch(value) and _reads_as_text(value):
        return value
    return json.dumps(value, ensure_ascii=False)


def _reads_as_text(plain: str) -> bool:
    node = yaml.compose(plain, Loader=yaml.SafeLoader)
    return isinstance(node, ScalarNode) and node.tag == TEXT


def _own(mapping: MappingNode, name: str) -> Entry | None:
    return next((each for each in own_entries(mapping) if each.key.value == name), None)


def _is_absent(node: Node) -> bool:
    """Whether a null is one that isn't written at all."""
    return node.tag == NULL and node.start_mark.index == node.end_mark.index


def _is_elsewhere(entry: Entry, text: str) -> bool:
    """Whether a value is another place's (an alias), or carries an anchor or a tag."""
    start = entry.value.start_mark.index
    return start < entry.key.end_mark.index or text[start : start + 1] in ("&", "!")


def _pad(mapping: MappingNode) -> str:
    """A mapping's indentation; a key after a question mark stands further in."""
    return " " * min(int(key.start_mark.column) for key, _ in mapping.value)


def _step(root: MappingNode) -> str:
    """How far the file's sections are indented."""
    outer = len(_pad(root))
    for _, value in root.value:
        if isinstance(value, MappingNode) and value.value and not value.flow_style:
            inner = len(_pad(value))
            if inner > outer:
                return " " * (inner - outer)
    return "  "


def _line_end(text: str) -> str:
    """How the text ends its lines."""
    found = re.search(r"\r\n|[\r\n]", text)
    return found.group() if found else "\n"


def _block(text: str, section: str, key: str, value: str, pad: str, step: str) -> str:
    return f"{pad}{section}:{_line_end(text)}{pad}{step}{key}: {scalar(value)}"


def _appended(text: str, block: str) -> str:
    """The block after everything of the document, ending its line if the text ends its last."""
    end = _document_end(text)
    before, after, line_end = text[:end], text[end:], _line_end(text)
    last = before.rpartition("\n")[2].rpartition("\r")[2]
    if not before.strip("\ufeff") or not last:
        return f"{before}{block}{line_end}{after}"
    return f"{before}{line_end}{block}{line_end if after else ''}{after}"


def _document_end(text: str) -> int:
    """Where the document's content ends: at its end marker, or with the text."""
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        if isinstance(event, yaml.DocumentEndEvent) and event.explicit and event.start_mark:
            return int(event.start_mark.index)
    return len(text)


def _after_line(text: str, index: int, line: str) -> str:
    """The line put in below the one that holds this place."""
    found = _LINE_BREAK.search(text, index)
    if found is None:
        return f"{text}{_line_end(text)}{line}"
    return f"{text[: found.end()]}{line}{_line_end(text)}{text[found.end() :]}"


def _into_braces(text: str, mapping: MappingNode, entry: str) -> str:
    """The entry put before the first one between the braces."""
    if mapping.value:
        index = mapping.value[0][0].start_mark.index
        return f"{text[:index]}{entry}, {text[index:]}"
    index = mapping.start_mark.index + 1
    return f"{text[:index]}{entry}{text[index:]}"


def _replaced(text: str, node: Node, by: str) -> str:
    start, end = node.start_mark.index, node.end_mark.index
    space = " " if start == end else ""
    return f"{text[:start]}{space}{by}{text[end:]}"


def _lost(before: str, after: str) -> list[str]:
    """The words of `before` that reading `after` no longer gives.

    Anything else than a word that is lost, or moved, makes the list longer than one.
    """
    old, new = list(_events(before)), list(_events(after))
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    return [str(event[-1]) for event in old[head : len(old) - tail]]


def _events(text: str) -> Iterator[tuple[object, ...]]:
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        kind = type(event).__name__
        if isinstance(event, yaml.ScalarEvent):
            yield kind, event.anchor, event.tag, event.implicit, event.value
        elif isinstance(event, yaml.CollectionStartEvent):
            yield kind, event.anchor, event.tag, event.flow_style
        elif isinstance(event, yaml.NodeEvent):
            yield kind, event.anchor
        else:
            yield (kind,)
