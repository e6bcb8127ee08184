"""The engines that are compared, and how each is set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Engine:
    """One row of the table.

    Attributes:
        name: of the row.
        driver: its program in `drivers`.
        environment: the name of its requirements; empty for this one.
        arguments: for the driver.
        live: whether it hears while the call goes on.
        note: how it is set.
    """

    name: str
    driver: str
    environment: str
    arguments: tuple[str, ...]
    live: bool
    note: str

    def with_settings(self, assignments: Sequence[str]) -> Engine:
        """The same engine with other settings; only ours has any."""
        more = tuple(part for assignment in assignments for part in ("--set", assignment))
        return replace(self, arguments=self.arguments + more) if self.driver == "attune" else self


ENGINES = (
    Engine("attune", "attune", "", (), True, "defaults; the live call without what reads language"),
    Engine("attune-fast", "attune", "", ("--set", "speech.fast=true"), True, "the same with speech.fast"),
    Engine("attune-whole", "attune", "", ("--whole",), True, "defaults, with feelings, needs and cards"),
    Engine(
        "batch", "batch", "faster-whisper", (), False,
        "faster-whisper 1.2.1's batched pipeline on each voice's whole recording, when the call is over: beam 5, the "
        "rest as it comes",
    ),
    Engine(
        "batch-turns", "batch", "faster-whisper", ("--turns",), False,
        "the same library on each turn alone, told where it begins and ends: the least error that can be hoped for",
    ),
    Engine(
        "realtimestt", "realtimestt", "realtimestt", (), True,
        "RealtimeSTT 1.1.2: a recorder a voice, realtime transcription with the same model, Silero by ONNX; the rest "
        "as it comes (0.6 s of silence end an utterance, beam 5 for finals, 3 for partials, every 0.2 s)",
    ),
    Engine(
        "whisperlivekit", "whisperlivekit", "whisperlivekit", (), True,
        "WhisperLiveKit 0.2.26: one engine, a processor a voice, faster-whisper with LocalAgreement (its other policy "
        "needs PyTorch weights), VAD on; the rest as it comes; final is what it commits",
    ),
)  # fmt: skip
"""All hear the same two voices at once by the clock, in chunks of 32 ms, each with one thread a model."""
