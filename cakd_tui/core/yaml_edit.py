"""Sets one key in one section of a YAML text and leaves every other character as it was.

The text is cut and joined at the places its nodes were read from. What came of it is then read
again and compared event by event: whatever but the wanted addition differs, and the edit is off.
"""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Final

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from cakd_tui.core.option import OptionValue
from cakd_tui.core.platform_yaml import NULL, TEXT, Document, Entry, own_entries

_LINE_BREAK: Final = re.compile(r"\r\n|[\r\n\x85\u2028\u2029]")
_PLAIN: Final = re.compile(r"(?![yn]\Z)[a-z][a-z0-9-]*")
"""Names no YAML version takes for a number; what it takes for a yes or a null is asked for."""
_ONE_LINE: Final = (None, "'", '"')
"""The styles of texts that are no blocks."""
_LIST_ENDS: Final = yaml.SequenceEndEvent.__name__


class CannotEdit(Exception):
    """The text is laid out in a way that can't be added to without disturbing it."""


def with_entry(document: Document, path: Sequence[str], value: OptionValue) -> str:
    """The document's text with the key at the end of `path` set to `value`. Raises `CannotEdit`."""
    edited = _edited(document, tuple(path), value)
    try:
        gone = _lost(document.text, edited)
    except yaml.YAMLError as error:
        raise CannotEdit("the result would not be YAML") from error
    standing = _standing(document, path)
    if gone not in [standing[at : at + len(gone)] for at in range(len(standing) + 1)]:
        raise CannotEdit("the result would change something else")
    return edited


def _standing(document: Document, path: Sequence[str]) -> list[str]:
    """The words, or the nothing, that stand where the entry goes; empty when it is an addition."""
    node = document.root
    for name in path:
        if isinstance(node, MappingNode):
            found = _own(node, name)
            node = found.value if found else None
    if isinstance(node, SequenceNode):
        words = [str(each.value) for each in node.value if isinstance(each, ScalarNode)]
        return [str(node.flow_style), *words, _LIST_ENDS]
    return [str(node.value)] if isinstance(node, ScalarNode) else []


def _edited(document: Document, path: tuple[str, ...], value: OptionValue) -> str:
    text, root = document.text, document.root
    if root is None or _is_absent(root):
        return _appended(text, _block(text, path, value, "", "  "))
    if not isinstance(root, MappingNode):
        raise CannotEdit("its top is not a mapping")
    return _within(document, root, None, path, value)


def _within(
    document: Document,
    mapping: MappingNode,
    head: Node | None,
    path: tuple[str, ...],
    value: OptionValue,
) -> str:
    """The text with the path set in this mapping, which stands at `head` or is the root."""
    found = _own(mapping, path[0])
    if found is None:
        return _added(document, mapping, head, path, value)
    if len(path) == 1:
        return _exchanged(document.text, found, value)
    text, node, rest = document.text, found.value, path[1:]
    if _is_elsewhere(found, text):
        raise CannotEdit("the section is an alias, or has an anchor or a tag")
    if isinstance(node, MappingNode):
        return _within(document, node, found.key, rest, value)
    if node.tag != NULL:
        raise CannotEdit("the section is not a mapping")
    if mapping.flow_style or not _is_absent(node):
        return _replaced(text, node, f"{{{_inline(rest, value)}}}")
    step = _step(document)
    return _after_line(
        text, node.start_mark.index, _block(text, rest, value, _pad(mapping) + step, step)
    )


def _added(
    document: Document,
    mapping: MappingNode,
    head: Node | None,
    path: tuple[str, ...],
    value: OptionValue,
) -> str:
    """The text with the path put into a mapping that has no such key of its own."""
    text = document.text
    if len(path) > 1 and path[0] in document.entries(mapping):
        raise CannotEdit("the section is merged in from elsewhere")
    if mapping.flow_style:
        return _into_braces(text, mapping, _inline(path, value))
    block = _block(text, path, value, _pad(mapping), _step(document))
    return _after_line(text, head.end_mark.index, block) if head else _appended(text, block)


def _exchanged(text: str, found: Entry, value: OptionValue) -> str:
    """The text with another value for a key that is there."""
    node = found.value
    if _is_elsewhere(found, text):
        raise CannotEdit("the value is an alias, or has an anchor or a tag")
    if isinstance(node, SequenceNode):
        return _relisted(text, found, node, value)
    if not isinstance(node, ScalarNode):
        raise CannotEdit("the value is a mapping")
    if node.style not in _ONE_LINE:
        raise CannotEdit("the value is a block of text")
    by = scalar(value, node.style) if isinstance(value, str) else rendered(value)
    return _replaced(text, node, by)


def _relisted(text: str, found: Entry, node: SequenceNode, value: OptionValue) -> str:
    """The text with another list, between brackets, in place of this one."""
    plain = all(isinstance(each, ScalarNode) and each.style in _ONE_LINE for each in node.value)
    end = (node if node.flow_style else node.value[-1]).end_mark.index
    start = found.key.end_mark.index
    if not plain or "#" in text[start:end]:
        raise CannotEdit("the list has comments or something else than words in it")
    return f"{text[:start]}: {rendered(value)}{text[end:]}"


def rendered(value: OptionValue) -> str:
    """A value as YAML, on one line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return scalar(value)
    return f"[{', '.join(map(scalar, value))}]"


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


def _step(document: Document) -> str:
    """How far the file's sections are indented."""
    root = document.root
    if not isinstance(root, MappingNode) or not root.value:
        return "  "
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


def _block(text: str, path: Sequence[str], value: OptionValue, pad: str, step: str) -> str:
    """The path as lines, each key further in than the one before."""
    heads = [f"{pad}{step * depth}{scalar(key)}:" for depth, key in enumerate(path)]
    return f"{_line_end(text).join(heads)} {rendered(value)}"


def _inline(path: Sequence[str], value: OptionValue) -> str:
    """The path as it stands between braces."""
    heads = ": {".join(map(scalar, path))
    return f"{heads}: {rendered(value)}{'}' * (len(path) - 1)}"


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
