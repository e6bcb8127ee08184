"""A page of the console."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from ui.console.desk import Desk


class Page(QWidget):
    """What the window shows beside its list of pages.

    A page draws the desk's snapshot and changes it through the desk. It does its first heavy work in `enter`.
    """

    name = ""
    """Names it for other pages (`Desk.asked`)."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.setObjectName("page")
        self.setAccessibleName(self.title())

    def title(self) -> str:
        """Its name in the list, translated."""
        raise NotImplementedError

    def enter(self, payload: Mapping[str, Any]) -> None:
        """It is opened; ``payload`` says with what, where another page sent the supervisor here."""

    def may_leave(self) -> bool:
        """Whether the window may be closed now; a page with work that is not saved asks first."""
        return True
