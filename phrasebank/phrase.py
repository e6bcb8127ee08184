"""One entry of the bank: what an agent could say, and when it fits."""

from __future__ import annotations

import difflib
import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from phrasebank.errors import PhraseError, TemplateError
from phrasebank.packs import CORE, pack_ids
from phrasebank.slots import check_template, fill, slots_in
from phrasebank.taxonomy import load_taxonomy

Status = Literal["draft", "review", "approved", "retired"]
Scope = Literal["any", "situation"]
Register = Literal["plain", "formal", "warm"]
Locale = Literal["any", "en-US", "en-GB"]

STATUSES: tuple[Status, ...] = ("draft", "review", "approved", "retired")
SCOPES: tuple[Scope, ...] = ("any", "situation")
REGISTERS: tuple[Register, ...] = ("plain", "formal", "warm")
LOCALES: tuple[Locale, ...] = ("any", "en-US", "en-GB")

SAMPLES = {
    "product": "router",
    "amount": "forty pounds",
    "date": "Monday",
    "name": "Maria",
    "place": "Leeds",
    "duration": "two weeks",
    "order": "A 17",
    "issue": "double charge",
}
"""A value for each slot, to see filled forms as well as the empty one."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a phrase is written. ``line`` counts from 1; 0 where a phrase was made in a program."""

    file: str = "<program>"
    line: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """An empathy statement with its place in the taxonomy. Checks itself on construction.

    Attributes:
        id: a stable name in kebab-case, unique in the bank.
        text: a template (`phrasebank.slots`).
        cue: the 3-6 words in bold on the card.
        emotions: feelings of the customer that it answers; empty where it depends on none.
        needs: needs that it answers, strongest first.
        strategy: the one act of the taxonomy that it carries.
        act: how it works on the customer: attentive, cognitive, affective or action.
        tone: warm or competent.
        phases: parts of a call where it fits.
        scope: ``any`` if it is true whatever the story; ``situation`` if it presupposes something that the customer
            must have said, so that only words close to one of its cues bring it up.
        cues: things a customer says that it answers.
        avoid: things a customer says that it must not answer although they sound alike.
        status: only approved phrases are ever shown.
        author: who wrote it.
        reviewed: the day of its last review, ISO 8601; empty where nobody has.
        cooldown_seconds: least time before it may return; None leaves that to the policy.
        once_per_call: shown at most once in a call.
        pack: the sector it is written for; ``core`` fits all.
        register: how it sounds: plain, formal (with distance and full courtesy) or warm (close, as to a neighbour).
        locale: ``any`` if it reads right in every English-speaking country, else the one it is written for.
        version: of its wording, counted from 1; raised when the words change so that old results stay apart.
        origin: file and line, for messages.

    Raises:
        PhraseError: a field is empty, a tag is unknown or the template is broken.
    """

    id: str
    text: str
    cue: str
    emotions: tuple[str, ...]
    needs: tuple[str, ...]
    strategy: str
    act: str
    tone: str
    phases: tuple[str, ...]
    cues: tuple[str, ...]
    avoid: tuple[str, ...] = ()
    scope: Scope = "any"
    status: Status = "draft"
    author: str = ""
    reviewed: str = ""
    cooldown_seconds: float | None = None
    once_per_call: bool = True
    pack: str = CORE
    register: Register = "plain"
    locale: Locale = "any"
    version: int = 1
    origin: Origin = field(default=Origin(), compare=False)

    def __post_init__(self) -> None:
        for name in ("id", "text", "cue"):
            if not getattr(self, name).strip():
                raise PhraseError(f"'{name}' is empty")
        taxonomy = load_taxonomy()
        _check_tags("emotions", self.emotions, taxonomy.emotion_ids)
        _check_tags("needs", self.needs, taxonomy.need_ids)
        _check_tags("strategy", (self.strategy,), taxonomy.strategy_ids)
        _check_tags("act", (self.act,), taxonomy.act_ids)
        _check_tags("tone", (self.tone,), taxonomy.tone_ids)
        _check_tags("phases", self.phases, taxonomy.phase_ids)
        _check_tags("scope", (self.scope,), SCOPES)
        _check_tags("status", (self.status,), STATUSES)
        _check_tags("pack", (self.pack,), pack_ids())
        _check_tags("register", (self.register,), REGISTERS)
        _check_tags("locale", (self.locale,), LOCALES)
        if not self.phases:
            raise PhraseError("'phases' is empty; name the parts of a call where the phrase fits")
        if self.cooldown_seconds is not None and self.cooldown_seconds < 0:
            raise PhraseError("'cooldown_seconds' is negative")
        if self.version < 1:
            raise PhraseError("'version' is below 1; count from 1")
        try:
            check_template(self.text)
        except TemplateError as error:
            raise PhraseError(f"in 'text', {error}") from error

    def spoken(self, slots: Mapping[str, str]) -> str:
        """The text with its slots filled from the call, readable also where they are unknown."""
        return fill(self.text, slots)

    @property
    def plain(self) -> str:
        """The text with no slot known."""
        return self.spoken({})

    @property
    def forms(self) -> tuple[str, ...]:
        """Every sentence that the agent may read: the plain form first, then each choice of slots filled."""
        names = sorted({slot.name for slot in slots_in(self.text)})
        chosen = (picked for count in range(len(names) + 1) for picked in itertools.combinations(names, count))
        return tuple(dict.fromkeys(self.spoken({name: SAMPLES[name] for name in picked}) for picked in chosen))


def _check_tags(name: str, tags: Iterable[str], known: tuple[str, ...]) -> None:
    for tag in tags:
        if tag not in known:
            near = difflib.get_close_matches(tag, known, n=1)
            mend = f"did you mean '{near[0]}'?" if near else f"choose from {', '.join(known)}"
            raise PhraseError(f"'{name}' names '{tag}', which is unknown; {mend}")
