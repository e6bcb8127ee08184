"""Templates of phrases: slots that are filled from the call, and a graceful form where the call has not named them.

Grammar: ``{slot|fallback}`` is the slot's value, or the fallback where it is unknown; ``[ ... {slot} ... ]`` is an
optional segment, dropped with all its words when one of its bare slots is unknown. A bare ``{slot}`` stands only inside
a segment. Segments do not nest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from phrasebank.errors import TemplateError

SLOTS = ("product", "amount", "date", "name", "place", "duration", "order", "issue")
"""What the call can fill."""

_SLOT = re.compile(r"\{([^{}|]*)(?:\|([^{}]*))?\}")
_PIECE = re.compile(r"\[([^\[\]]*)\]|" + _SLOT.pattern)
_MARKUP = re.compile(r"[{}\[\]|]")
_SENTENCE_ENDS = (".", "!", "?")
_CLOSERS = "\"')\u2019\u201d"


@dataclass(frozen=True, slots=True)
class Slot:
    """One slot of a template.

    Attributes:
        name: what fills it.
        fallback: the words where it is unknown; None in an optional segment.
        optional: it stands inside an optional segment.
    """

    name: str
    fallback: str | None
    optional: bool


def slots_in(template: str) -> tuple[Slot, ...]:
    """The slots of a template, in their order of appearance, repeats included."""
    return tuple(_slots_in(template))


def check_template(template: str) -> None:
    """Refuse a template that `fill` could not make a clean sentence of.

    Raises:
        TemplateError: brackets do not pair, a slot is unknown, or a bare slot stands outside an optional segment.
    """
    if _MARKUP.search(_PIECE.sub("", template)):
        raise TemplateError("braces or brackets do not pair; write {slot|fallback} or [words {slot} words]")
    for match in _PIECE.finditer(template):
        segment = match.group(1)
        if segment is not None and _MARKUP.search(_SLOT.sub("", segment)):
            raise TemplateError(f"the segment [{segment}] has braces that do not pair")
    for slot in slots_in(template):
        if slot.name not in SLOTS:
            raise TemplateError(f"there is no slot '{slot.name}'; slots are {', '.join(SLOTS)}")
        if slot.fallback is None and not slot.optional:
            raise TemplateError(f"{{{slot.name}}} needs a fallback ({{{slot.name}|your order}}) or an optional segment")
        if slot.fallback is not None and not slot.fallback.strip():
            raise TemplateError(f"the fallback of {{{slot.name}|}} is empty; write words, or use an optional segment")
    _check_segments(template)


def fill(template: str, slots: Mapping[str, str]) -> str:
    """The sentence an agent can say: slots filled, unknown ones graceful.

    Args:
        template: a text in the grammar above; text without slots is only tidied.
        slots: values by slot name; blank values count as unknown, names that the template lacks are ignored.

    Returns:
        Sentences with single spaces, a capital first letter, closing punctuation, and no markup.
    """
    values = {name: cleaned for name, value in slots.items() if (cleaned := _clean(value))}
    said = ""
    end = 0
    for match in _PIECE.finditer(template):
        said += template[end : match.start()]
        end = match.end()
        words, rest = _render(match, values), template[end:]
        if not said.strip() or said.rstrip(_CLOSERS + " ").endswith(_SENTENCE_ENDS):
            if words.strip():
                words = _capital(words)
            else:
                template = template[:end] + _capital(rest)
        said += words
    return _tidy(_MARKUP.sub("", said + template[end:]))


def _slots_in(template: str) -> Iterator[Slot]:
    for match in _PIECE.finditer(template):
        segment = match.group(1)
        if segment is None:
            yield Slot(match.group(2).strip(), match.group(3), optional=False)
            continue
        for inner in _SLOT.finditer(segment):
            yield Slot(inner.group(1).strip(), inner.group(2), optional=True)


def _check_segments(template: str) -> None:
    for match in _PIECE.finditer(template):
        segment = match.group(1)
        if segment is not None and not any(inner.group(2) is None for inner in _SLOT.finditer(segment)):
            raise TemplateError(
                f"the segment [{segment}] has no bare slot, so nothing drops it; write it without brackets"
            )


def _render(match: re.Match[str], values: Mapping[str, str]) -> str:
    segment = match.group(1)
    if segment is None:
        return values.get(match.group(2).strip(), (match.group(3) or "").strip())
    inner = list(_SLOT.finditer(segment))
    if any(slot.group(2) is None and slot.group(1).strip() not in values for slot in inner):
        return ""
    return _SLOT.sub(lambda slot: values.get(slot.group(1).strip(), (slot.group(2) or "").strip()), segment)


def _clean(value: str) -> str:
    """A value in one line, without markup and without the punctuation around it."""
    words = " ".join(_MARKUP.sub(" ", value).split()).strip(" ,;:!?")
    return words if any(letter.isalnum() for letter in words) else ""


def _capital(text: str) -> str:
    """The first letter or digit made a capital, whatever stands before it."""
    for place, letter in enumerate(text):
        if letter.isalnum():
            return text[:place] + letter.upper() + text[place + 1 :]
        if letter in "{[":
            return text  # the next slot or segment starts the sentence; it is capitalised when it is rendered
    return text


def _tidy(text: str) -> str:
    text = " ".join(text.split())
    text = re.sub(r"([.?!])\s+[.,;:]+", r"\1", text)
    text = re.sub(r"\s+([,.;:?!])", r"\1", text)
    text = re.sub(r"[,;:]+([,;:.?!])", r"\1", text)
    text = re.sub(r"([?!])[.,;:]+|\.(\.)+", r"\1\2", text)
    text = _capital(text.lstrip(" ,;:.?!-\u2013\u2014"))
    text = text.rstrip(" ,;:-\u2013\u2014")
    if text and not text.rstrip(_CLOSERS).endswith(_SENTENCE_ENDS):
        text += "."
    return text
