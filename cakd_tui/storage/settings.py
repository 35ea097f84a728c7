"""The user's plain answers from earlier runs: `settings.yaml`, one section to a provider."""

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Final

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode

from cakd_tui.core.errors import RouteStoreError
from cakd_tui.storage.atomic_file import is_corrupt, read_private, save_private, set_aside, unusable
from cakd_tui.storage.lock_file import locked

PATIENCE: Final = 2.0
"""Seconds a save waits for another process's save, which takes a moment, before it goes on."""

_MAP = "tag:yaml.org,2002:map"
_TEXT = "tag:yaml.org,2002:str"


class FileSettings:
    """The settings kept in one directory.

    No project's file can clash with them: those end in `.json`.
    """

    def __init__(self, directory: Path) -> None:
        self._path = directory / "settings.yaml"

    def load(self, provider: str) -> Mapping[str, str]:
        """The saved answers by field; empty when there are none or they can't be read."""
        try:
            section = _value(self._root(), provider)
        except RouteStoreError:
            return {}
        if not isinstance(section, MappingNode):
            return {}
        return {
            key.value: value.value
            for key, value in section.value
            if isinstance(key, ScalarNode) and isinstance(value, ScalarNode)
        }

    def verify(self) -> None:
        """Raises `RouteStoreError` where `load` would find nothing because of the file."""
        self._root()

    def save(self, provider: str, values: Mapping[str, str]) -> None:
        """Merge these answers into the saved ones; what else is in the file stays.

        Two processes that save at a time wait for each other. A file that holds no settings is put
        aside as `settings.yaml.broken`. Raises `RouteStoreError`.
        """
        with self._lock():
            self._merge(provider, values)

    def _lock(self) -> AbstractContextManager[object]:
        # No project's lock can clash with this one either: their names have no dots.
        path = self._path.with_name(f".{self._path.name}.lock")
        try:
            return locked(path, PATIENCE) or nullcontext()
        except TimeoutError:
            return nullcontext()

    def _merge(self, provider: str, values: Mapping[str, str]) -> None:
        try:
            root = self._root()
        except RouteStoreError as error:
            if not is_corrupt(error):
                raise
            set_aside(self._path)
            root = _mapping()
        section = _value(root, provider)
        if not isinstance(section, MappingNode):
            section = _mapping()
            _put(root, provider, section)
        for key, value in values.items():
            _put(section, key, _text(value))
        text: str = yaml.serialize(root, Dumper=yaml.SafeDumper, allow_unicode=True)
        save_private(self._path, text.encode())

    def _root(self) -> MappingNode:
        """The file as a mapping, empty when there is none. Raises `RouteStoreError`."""
        data = read_private(self._path)
        try:
            root = yaml.compose(data.decode(), Loader=yaml.SafeLoader) if data else None
        except (yaml.YAMLError, ValueError, OverflowError, RecursionError) as error:
            raise unusable(self._path, "this is not YAML", "corrupt") from error
        if root is None:
            return _mapping()
        if not isinstance(root, MappingNode):
            raise unusable(self._path, "it holds no settings", "corrupt")
        return root


def _mapping() -> MappingNode:
    return MappingNode(_MAP, [], flow_style=False)


def _text(value: str) -> ScalarNode:
    # PyYAML writes some line breaks in a way it reads as spaces, unless they are escaped.
    return ScalarNode(_TEXT, value, style=None if value.isprintable() else '"')


def _value(mapping: MappingNode, name: str) -> Node | None:
    """The value of a key, None when it isn't there."""
    for key, value in mapping.value:
        if isinstance(key, ScalarNode) and key.value == name and isinstance(value, Node):
            return value
    return None


def _put(mapping: MappingNode, name: str, value: Node) -> None:
    """Set the key, in its old place when it has one."""
    entry = (_text(name), value)
    for index, (key, _) in enumerate(mapping.value):
        if isinstance(key, ScalarNode) and key.value == name:
            mapping.value[index] = entry
            return
    mapping.value.append(entry)
