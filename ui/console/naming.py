"""What fields and tags of a phrase are called in front of supervisors."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale, Qt

from ui import wording


def tag_name(field: str, tag: str) -> str:
    """The name of a tag of this field (``status``, ``emotions``, ``needs``, ...)."""
    if field in {"emotions", "emotion"}:
        return wording.feeling(tag).word
    if field in {"needs", "need"}:
        return wording.need_name(tag)
    if field == "status":
        return status_name(tag)
    if field in {"phases", "phase"}:
        return wording.PHASES.get(tag, tag)
    return _own_name(f"{field}:{tag}") or tag.replace("_", " ").capitalize()


def status_name(status: str) -> str:
    """How far a phrase is on its way."""
    translate = QCoreApplication.translate
    return {
        "draft": translate("Bank", "Draft"),
        "review": translate("Bank", "In review"),
        "approved": translate("Bank", "Approved"),
        "retired": translate("Bank", "Retired"),
    }.get(status, status)


def field_name(field: str) -> str:
    """The name of a field of a phrase."""
    translate = QCoreApplication.translate
    names = {
        "id": translate("Bank", "Name in the bank"),
        "text": translate("Bank", "What the agent says"),
        "cue": translate("Bank", "Cue in bold"),
        "emotions": translate("Bank", "Feelings it answers"),
        "needs": translate("Bank", "Needs it answers, strongest first"),
        "strategy": translate("Bank", "Strategy"),
        "act": translate("Bank", "How it works"),
        "tone": translate("Bank", "Tone"),
        "phases": translate("Bank", "Parts of a call"),
        "cues": translate("Bank", "What a customer says"),
        "avoid": translate("Bank", "What it must not answer"),
        "scope": translate("Bank", "True of"),
        "pack": translate("Bank", "Sector"),
        "register": translate("Bank", "Register"),
        "locale": translate("Bank", "Country"),
        "cooldown_seconds": translate("Bank", "Pause before it returns"),
        "once_per_call": translate("Bank", "How often"),
        "author": translate("Bank", "Author"),
        "status": translate("Bank", "Status"),
        "reviewed": translate("Bank", "Reviewed on"),
        "version": translate("Bank", "Version of the wording"),
    }
    return names.get(field, field)


def moment_name(moment: str) -> str:
    """A moment in ISO 8601 as people here write it; as it stands where it is none."""
    when = QDateTime.fromString(moment, Qt.DateFormat.ISODateWithMs)
    if not when.isValid():
        return moment
    return QLocale().toString(when.toLocalTime(), QLocale.FormatType.ShortFormat)


def _own_name(key: str) -> str:
    translate = QCoreApplication.translate
    return {
        "scope:any": translate("Bank", "Any story"),
        "scope:situation": translate("Bank", "Only what its cues name"),
        "pack:core": translate("Bank", "Core (all sectors)"),
        "register:plain": translate("Bank", "Plain"),
        "register:formal": translate("Bank", "Formal"),
        "register:warm": translate("Bank", "Warm"),
        "locale:any": translate("Bank", "Any country"),
        "locale:en-US": translate("Bank", "American"),
        "locale:en-GB": translate("Bank", "British"),
        "act:attentive": translate("Bank", "Reflects what was said"),
        "act:cognitive": translate("Bank", "Accepts the reasoning"),
        "act:affective": translate("Bank", "Shares the feeling"),
        "act:action": translate("Bank", "Does something about it"),
    }.get(key, "")
