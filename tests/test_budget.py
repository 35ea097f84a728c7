"""Files and functions stay small; this says which one grew."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FILE_LINES = 300
FUNCTION_LINES = 50

PACKAGE = sorted((ROOT / "cakd_tui").rglob("*.py"))
FORBIDDEN_NAMES = {"utils", "helpers", "common", "misc", "manager", "data", "types"}


def name_of(path: Path) -> str:
    """The file as seen from the checkout."""
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", PACKAGE, ids=name_of)
def test_a_file_holds_one_idea(path: Path) -> None:
    text = path.read_text("utf-8")
    functions = [
        node
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    long = [
        f"{each.name}: {(each.end_lineno or 0) - each.lineno + 1} lines"
        for each in functions
        if (each.end_lineno or 0) - each.lineno + 1 > FUNCTION_LINES
    ]
    assert not long
    assert len(text.splitlines()) <= FILE_LINES
    assert path.stem not in FORBIDDEN_NAMES


def test_only_the_version_stands_in_an_init_file() -> None:
    inits = [path for path in PACKAGE if path.name == "__init__.py"]
    full = [name_of(path) for path in inits if path.read_text("utf-8").strip()]
    assert full == ["cakd_tui/__init__.py"]
