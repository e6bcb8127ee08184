"""The script of the sample call: who says what and how, and what a good listener would notice."""

import json
from dataclasses import dataclass
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

import yaml

Speaker = Literal["customer", "agent"]


@dataclass(frozen=True, slots=True)
class Delivery:
    """How a turn is spoken.

    Attributes:
        voice: Name of the flite voice.
        pace: Stretch of durations; above 1 is slower.
        pitch_hz: Mean of the fundamental frequency.
        level_db: RMS of the whole turn in dBFS.
    """

    voice: str
    pace: float
    pitch_hz: float
    level_db: float


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of the script with its truth, in the taxonomy's names.

    Attributes:
        speaker: Whose turn it is.
        text: The words as spoken; numbers are words.
        pause_seconds: Silence between the end of the turn before and this one.
        delivery: Voice, pace, pitch and level.
        emotion: What the customer feels; None on the agent's turns.
        needs: Needs that this customer turn raises anew.
        acts: What the agent's words do.
        answers: Needs that this agent turn answers.
    """

    speaker: Speaker
    text: str
    pause_seconds: float
    delivery: Delivery
    emotion: str | None = None
    needs: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SampleCall:
    """The whole script, turns in the order in which they are spoken."""

    turns: tuple[Turn, ...]

    @property
    def emotion_changes(self) -> tuple[str, ...]:
        """What the customer feels after each change; the call begins neutral."""
        felt = [turn.emotion for turn in self.turns if turn.emotion is not None]
        return tuple(after for before, after in pairwise(["neutral", *felt]) if after != before)

    @property
    def needs(self) -> tuple[str, ...]:
        """The needs that the customer raises, in order."""
        return tuple(need for turn in self.turns for need in turn.needs)


@dataclass(frozen=True, slots=True)
class TurnTime:
    """Where a turn's speech lies in the rendered audio, in seconds since the call began."""

    start: float
    end: float


def load_script() -> SampleCall:
    """Read the bundled script."""
    raw = yaml.safe_load((files("assist.demo") / "call.yaml").read_text(encoding="utf-8"))
    return SampleCall(turns=tuple(_turn(entry, raw["voices"]) for entry in raw["turns"]))


def load_timing() -> tuple[TurnTime, ...]:
    """Read when each turn of the script is spoken in the bundled audio, in the script's order."""
    raw = json.loads((files("assist.demo") / "timing.json").read_text(encoding="utf-8"))
    return tuple(TurnTime(start=entry["start"], end=entry["end"]) for entry in raw["turns"])


def sample_path() -> Path:
    """The bundled audio: stereo FLAC at 16 kHz, customer left, agent right."""
    return Path(str(files("assist.demo") / "sample_call.flac"))


def _turn(entry: dict[str, Any], voices: dict[str, str]) -> Turn:
    how = entry["delivery"]
    return Turn(
        speaker=entry["speaker"],
        text=entry["text"],
        pause_seconds=entry["pause_seconds"],
        delivery=Delivery(
            voice=voices[entry["speaker"]], pace=how["pace"], pitch_hz=how["pitch"], level_db=how["level"]
        ),
        emotion=entry.get("emotion"),
        needs=tuple(entry.get("needs", ())),
        acts=tuple(entry.get("acts", ())),
        answers=tuple(entry.get("answers", ())),
    )
