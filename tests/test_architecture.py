"""The walls of the house."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCES = sorted(path for folder in ("assist", "ui", "phrasebank") for path in (ROOT / folder).rglob("*.py"))
LONGEST_FILE = 340
LONGEST_FUNCTION = 45
MOST_METHODS = 20


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_a_file_holds_one_noun(path):
    """Files, functions and classes stay small; over a limit, look for the missing noun."""
    source = path.read_text(encoding="utf-8")
    assert source.count("\n") <= LONGEST_FILE
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno <= LONGEST_FUNCTION, node.name
        if isinstance(node, ast.ClassDef):
            assert (
                sum(isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef) for child in node.body) <= MOST_METHODS
            ), node.name


@pytest.mark.parametrize("path", [path for path in SOURCES if path.name == "__init__.py"], ids=name)
def test_a_package_says_what_it_is_and_does_nothing(path):
    """Every __init__.py holds a docstring only: no side effects at import."""
    body = ast.parse(path.read_text(encoding="utf-8")).body
    assert len(body) == 1
    assert isinstance(body[0], ast.Expr)


HEARING = (
    "channel", "echo", "echo_path", "endpointing", "foreground", "guards", "hearing", "ladder", "levels", "pace",
    "previous", "rereading", "seams", "stabilizer",
)  # fmt: skip
"""What of `assist.speech` belongs to the core; the rest are recognisers."""

CORE = [
    "session.py",
    "conduct.py",
    "events.py",
    "card_events.py",
    "header.py",
    "notices.py",
    "assist/calls/patience.py",
    "assist/links/link.py",
    "commands.py",
    "inputs.py",
    "line_events.py",
    "muting.py",
    *[name(p) for p in sorted((ROOT / "assist/affect").glob("*.py"))],
    *[f"assist/speech/{noun}.py" for noun in HEARING],
]


@pytest.mark.parametrize(
    "path", [ROOT / "assist" / part if "/" not in part else ROOT / part for part in CORE], ids=name
)
def test_the_core_never_reads_a_clock(path):
    """Time is an argument: no clock, thread, socket or file in the core."""
    imported = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            imported |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            imported.add(node.module.split(".")[0])
    assert imported.isdisjoint(
        {"time", "datetime", "threading", "asyncio", "socket", "sqlite3", "os", "pathlib", "random"}
    )
