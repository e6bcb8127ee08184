"""A widget for rows of the overlay to be part of."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot


@pytest.fixture
def desk(qtbot: QtBot) -> QWidget:
    """Closed after the test, with all its rows."""
    made = QWidget()
    qtbot.addWidget(made)
    return made
