"""What moments are called in front of supervisors."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from phrasebank.coverage import NO_NEED
from phrasebank.packs import CORE, load_packs
from ui.console.naming import tag_name

translate = QCoreApplication.translate


def feeling(emotion: str) -> str:
    """Of a customer."""
    return tag_name("emotions", emotion)


def need(need_id: str) -> str:
    """What a customer needs; a feeling may stand alone."""
    return translate("Words", "No need") if need_id in ("", NO_NEED) else tag_name("needs", need_id)


def cell(emotion: str, need_id: str) -> str:
    """A feeling and a need."""
    return f"{feeling(emotion)} · {need(need_id)}"


def phase(phase_id: str) -> str:
    """A part of a call."""
    return tag_name("phases", phase_id)


def pack(pack_id: str) -> str:
    """A sector."""
    if pack_id == CORE:
        return translate("Words", "Core")
    known = load_packs().get(pack_id)
    return known.name if known else pack_id


def spaced(tag: str) -> str:
    """A tag that has no other name, such as a strategy."""
    return tag.replace("_", " ").capitalize()
