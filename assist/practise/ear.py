"""The agent's microphone in a role play: whole turns as words, by the recogniser that calls use."""

from __future__ import annotations

import contextlib
import queue
import threading
import time
from collections.abc import Callable
from typing import Any, Protocol

from assist.audio.chunks import Samples
from assist.audio.devices import find_device
from assist.audio.line import Line
from assist.audio.listener import Listener
from assist.audio.opening import Stream
from assist.audio.ring import Ring
from assist.audio.system import open_system, system_of
from assist.errors import AttuneError
from assist.inputs import SpeechScored
from assist.settings import Settings, SpeechSettings
from assist.speech.choose import open_transcriber
from assist.speech.endpointing import Endpointer, SpeechBegan, SpeechEnded
from assist.speech.transcriber import Transcriber
from assist.speech.vad import SileroModel

TURN_SILENCE_SECONDS = 1.3
"""So long a silence ends the agent's turn: people think within a sentence, and a customer who jumps in is rude."""
UNCLEAR = "That could not be understood; say it again, a little slower, or type it."
_LOST_SECONDS = 3.0
_LOST = "The microphone delivers no sound; check its plug and its switch, or type your answers."
_QUEUED_BLOCKS = 600
_LOOK_SECONDS = 0.1

Span = tuple[float, float]


class Ear(Protocol):
    """Hears the agent."""

    def start(self) -> None:
        """Begin to listen. Raises AttuneError where that cannot be."""
        ...

    def stop(self) -> None:
        """Stop listening."""
        ...


class TurnEnds:
    """Utterances put together to turns: a turn is over when nothing was said for a while. Pure."""

    def __init__(self, settings: SpeechSettings) -> None:
        self._endpointer = Endpointer(settings)
        self._start: float | None = None
        self._end: float | None = None

    def step(self, window: SpeechScored) -> Span | None:
        """Take a window; the turn, as seconds from and to, when it has just ended."""
        for boundary in self._endpointer.step(window.start, window.end, window.probability):
            match boundary:
                case SpeechBegan(start=start):
                    self._start = start if self._start is None else self._start
                    self._end = None
                case SpeechEnded(end=end):
                    self._end = end
                case _:
                    pass
        if self._start is None or self._end is None or window.end - self._end < TURN_SILENCE_SECONDS:
            return None
        turn = (self._start, self._end)
        self._start = self._end = None
        return turn

    def drop(self) -> None:
        """Forget a turn that runs."""
        self._start = self._end = None


class AgentEar:
    """Opens the agent's device while it listens. What it hears, it tells on a thread of its own."""

    def __init__(
        self,
        settings: Settings,
        heard: Callable[[str], None],
        complain: Callable[[str], None],
        *,
        deaf: Callable[[], bool] = lambda: False,
        transcriber: Transcriber | None = None,
        sounddevice: Any = None,
    ) -> None:
        """Prepare; nothing is loaded or opened yet.

        Args:
            settings: device, voice activity and recogniser, as for calls.
            heard: takes the words of a turn.
            complain: takes a sentence where they could not be understood.
            deaf: whether to hear nothing now: while the customer's voice comes out of a loudspeaker.
            transcriber: stands in for the one that the settings name.
            sounddevice: stands in for the module.
        """
        self._settings = settings
        self._heard = heard
        self._complain = complain
        self._deaf = deaf
        self._transcriber = transcriber
        self._sounddevice = sounddevice
        self._blocks: queue.Queue[Samples] = queue.Queue(_QUEUED_BLOCKS)
        self._stopping = threading.Event()
        self._stream: Stream | None = None
        self._thread: threading.Thread | None = None
        self._turns = 0

    def start(self) -> None:
        """Load the recogniser, the first time for seconds, and open the microphone.

        Raises:
            AttuneError: there is no recogniser or no microphone.
        """
        if self._thread is not None:
            return
        if self._transcriber is None:
            self._transcriber, notice = open_transcriber(self._settings.speech)
            if notice:
                self._complain(notice)
        system = system_of(self._sounddevice) if self._sounddevice else open_system()
        device = find_device(self._settings.audio.agent_device, "agent", system.devices())
        ring = Ring(self._settings.audio.ring_seconds)
        listener = Listener("agent", ring, SileroModel().stream())
        line = Line("agent", device, self._settings.audio.lost_after_seconds)
        self._stopping.clear()
        self._blocks = queue.Queue(_QUEUED_BLOCKS)  # what was said before it was switched off is no answer to this line
        self._stream = system.open(device, "agent", self._post)
        self._thread = threading.Thread(target=self._listen, args=(line, listener, ring), name="ear", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Close the microphone."""
        if self._thread is None or self._stream is None:
            return
        self._stream.close()
        self._stopping.set()
        self._thread.join()
        self._thread = None

    def _post(self, block: Samples, _overflowed: bool) -> None:
        with contextlib.suppress(queue.Full):  # ten seconds behind: the turn will be unclear, and that is told
            self._blocks.put_nowait(block)

    def _listen(self, line: Line, listener: Listener, ring: Ring) -> None:
        turns, began, last, told = TurnEnds(self._settings.speech), time.monotonic(), time.monotonic(), False
        while not self._stopping.is_set():
            try:
                block = self._blocks.get(timeout=_LOOK_SECONDS)
            except queue.Empty:
                if time.monotonic() - last > _LOST_SECONDS and not told:
                    told = True
                    self._complain(_LOST)
                continue
            last, told = time.monotonic(), False
            chunk = line.take(block, last - began)
            for window in listener.hear(chunk) if chunk is not None else ():
                if self._deaf():
                    turns.drop()
                turn = turns.step(window)
                if turn is not None:
                    self._read(ring.cut(*turn))

    def _read(self, samples: Samples) -> None:
        assert self._transcriber is not None
        self._turns += 1
        try:
            hypothesis = self._transcriber.transcribe(f"practice-{self._turns}", samples, final=True)
        except AttuneError as error:
            self._complain(str(error))
            return
        if hypothesis.text.strip() and hypothesis.confidence >= self._settings.affect.minimum_confidence:
            self._heard(hypothesis.text)
        else:
            self._complain(UNCLEAR)
