"""Every string that a supervisor reads can be translated."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
SOURCES = sorted((ROOT / "ui" / "console").rglob("*.py"))

SHOWN_BY = frozenset(
    {
        "button",
        "heading",
        "hint",
        "text",
        "QLabel",
        "QCheckBox",
        "QRadioButton",
        "QPushButton",
        "QToolButton",
        "QGroupBox",
        "QAction",
        "setText",
        "setWindowTitle",
        "setAccessibleName",
        "setAccessibleDescription",
        "setToolTip",
        "setStatusTip",
        "setPlaceholderText",
        "addTab",
        "addAction",
        "addMenu",
        "tell",
        "say",
        "setTitle",
        "addItem",
        "addRow",
        "setInformativeText",
        "setLabelText",
        "setFormat",
    }
)
"""What puts words before people's eyes."""

WORDS = re.compile(r"[A-Za-z]{2}.*")


def literal(node: ast.expr) -> str:
    """The words that stand in the code itself, not in a call of ``tr``."""
    match node:
        case ast.Constant(value=str(words)):
            return words if WORDS.search(words) else ""
        case ast.JoinedStr():
            return "".join(part.value for part in node.values if isinstance(part, ast.Constant) and " " in part.value)
        case ast.BinOp():
            return literal(node.left) or literal(node.right)
        case ast.IfExp():
            return literal(node.body) or literal(node.orelse)
    return ""


def told(words: str) -> bool:
    """Whether it is a text for people: names of roles and fields have no blanks."""
    return " " in words and WORDS.search(words) is not None


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_words_are_shown_untranslated(path):
    """A literal given to what shows text goes through ``tr`` (names of roles and fields are no text)."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name in SHOWN_BY:
            found += [f"{path.name}:{node.lineno}: {words!r}" for words in map(literal, node.args) if told(words)]
    assert found == []


def test_translators_get_every_page(tmp_path):
    """Qt's own tool finds the strings of each page, and none that is put together before it is translated."""
    catalogue = tmp_path / "attune.ts"
    tool = Path(sys.executable).with_name("pyside6-lupdate")
    done = subprocess.run([tool, *SOURCES, "-ts", catalogue], capture_output=True, text=True, check=True)
    assert "warning" not in done.stderr.lower()
    contexts = set(re.findall(r"<name>(\w+)</name>", catalogue.read_text(encoding="utf-8")))
    assert {"ConsoleWindow", "Pages", "BankPage", "CoveragePage", "PlaygroundPage", "ReplayPage"} <= contexts
    assert {"EffectsPage", "ReleasesPage", "TeamsPage", "PraisePage", "MapPage"} <= contexts
