"""The shape of a fold: the state after something has happened. Pure: no Qt, no clock, no I/O."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from ui.overlay.state import OverlayState

_Happened = TypeVar("_Happened")

Fold = Callable[[OverlayState, _Happened], OverlayState]
