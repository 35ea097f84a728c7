"""YAML that people read and that Go programs read alike: what Alertmanager and Kubernetes take.

PyYAML follows YAML 1.1 and Go's reader mostly 1.2, so a text that either might take for something
else is quoted (`1e3`, `0o17`). Lines aren't folded; a text of several lines stands as it is.
"""

import re
import sys
from collections.abc import Iterable, Mapping
from typing import Final

import yaml

_OTHER: Final = re.compile(
    r"[yn]|[-+]?(0[xob][0-9a-f_]+|[0-9._]+(e[-+]?[0-9_]+)?|\.(inf|nan))", re.IGNORECASE | re.ASCII
)
"""What some reader takes for a number or for yes or no."""


class _Dumper(yaml.SafeDumper):
    """Writes texts in the style that suits them, and lists within their key."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Indent also what stands in a list."""
        del indentless
        super().increase_indent(flow, indentless=False)


def _represent(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = None
    if not text.replace("\n", "").isprintable() or _OTHER.fullmatch(text):
        style = '"'  # PyYAML writes line breaks of other kinds as blanks, unless they are escaped
    elif "\n" in text:
        style = "|"
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _represent)


def yaml_text(documents: Iterable[Mapping[str, object]], remarks: Iterable[str] = ()) -> str:
    """The documents, in the order of their keys, under the remarks as comments."""
    lines = (line for remark in remarks for line in remark.splitlines() or [""])
    above = "".join(f"# {line}".rstrip() + "\n" for line in lines)
    texts = [
        yaml.dump(
            each,
            Dumper=_Dumper,
            sort_keys=False,
            allow_unicode=True,
            width=sys.maxsize,
            default_flow_style=False,
        )
        for each in documents
    ]
    return above + "---\n".join(texts)
