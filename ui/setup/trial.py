"""The last page: the sample call, and what the end of the set-up will write."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from PySide6.QtCore import QProcess

from ui.setup import wording
from ui.setup.page import Draft, Page, Verdict, push
from ui.summary.style import text
from ui.theme import Theme

DEMO = (sys.executable, "-m", "assist", "demo")
_END_MS = 6000


class TrialPage(Page):
    """Plays the sample call as `assist demo` does, in a process of its own."""

    next_words = "&Finish"

    def __init__(self, theme: Theme, draft: Draft, command: Sequence[str] = DEMO) -> None:
        super().__init__(theme, "Try the sample call", wording.TRIAL_INTRO)
        self._draft = draft
        self._command = tuple(command)
        self._process: QProcess | None = None
        self.play = push(theme, "&Play the sample call", self._toggle)
        self.verdict = Verdict(theme, "Sample call")
        self.add_row(self.play)
        self.add(self.verdict, text(theme, "When you finish, Attune will use", 13.5, bold=True))
        self.summary = text(theme, "", 13.5)
        self.add(self.summary)
        self.fill_up()

    def enter(self) -> None:
        """Say what was chosen."""
        self.summary.setText(_summary(self._draft))

    def leave(self) -> None:
        """End the sample call."""
        process, self._process = self._process, None
        if process is None:
            return
        process.terminate()  # the launcher ends its children
        if not process.waitForFinished(_END_MS):
            process.kill()
            process.waitForFinished(_END_MS)
        process.deleteLater()
        self._over("")

    def _toggle(self) -> None:
        if self._process is not None:
            self.leave()
            return
        process = self._process = QProcess(self)
        process.finished.connect(lambda status, _how: self._finished(process, status))
        process.errorOccurred.connect(lambda error: self._failed(process, error))
        self.play.setText("&Stop the sample call")
        self.verdict.say("The overlay comes up in a few seconds. Close it, or press the button, to come back here.")
        choices = self._draft.choices
        reader = [f"speech.recognizer={choices.recognizer}", f"speech.model={choices.model}"]
        process.start(self._command[0], [*self._command[1:], *(part for one in reader for part in ("--set", one))])

    def _finished(self, process: QProcess, status: int) -> None:
        if process is not self._process:
            return
        said = bytes(process.readAllStandardError().data()).decode(errors="replace").strip().splitlines()
        self._process = None
        process.deleteLater()
        if status == 0:
            self._over("The sample call is over. Real calls look the same.", well=True)
        else:
            self._over(said[-1] if said else "The sample call stopped; see what 'assist doctor' says.", well=False)

    def _failed(self, process: QProcess, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart and process is self._process:
            self._process = None
            self._over("The sample call cannot be started; run 'assist demo' in a terminal.", well=False)

    def _over(self, sentence: str, *, well: bool | None = None) -> None:
        self.play.setText("&Play the sample call")
        self.verdict.say(sentence, well=well)


def _summary(draft: Draft) -> str:
    choices = draft.choices
    if choices.recognizer == "pocketsphinx":
        reader = "the built-in recogniser, at reduced accuracy"
    elif draft.model_is_here is False:
        reader = f"{choices.model}, once it is downloaded; until then the built-in one, at reduced accuracy"
    else:
        reader = choices.model
    lines = [
        f"Customer: {choices.customer_device or 'the line that fits'}",
        f"You: {choices.agent_device or 'the usual microphone'}",
        f"Speech: {reader}",
    ]
    return "\n".join(lines)
