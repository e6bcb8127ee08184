"""The page of the recogniser: which model, whether it is here, fetching it, or a folder that has one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QFileDialog, QLabel, QProgressBar, QRadioButton, QWidget

from assist.soundcheck.news import Fetching, Model, ModelReady, ModelsSeen, News, Refused
from ui.setup import wording
from ui.setup.checking import SoundCheck
from ui.setup.page import Draft, Page, Verdict, push
from ui.summary.style import text
from ui.theme import Theme

ChooseFolder = Callable[[QWidget], str]


def ask_for_folder(parent: QWidget) -> str:
    """The desktop's own dialog; empty where nothing was chosen."""
    return QFileDialog.getExistingDirectory(parent, "Folder of a speech model")


class ModelPage(Page):
    """Chooses the recogniser. Nothing is fetched unasked, and nothing here has to be done."""

    def __init__(
        self, theme: Theme, draft: Draft, check: SoundCheck, choose_folder: ChooseFolder = ask_for_folder
    ) -> None:
        super().__init__(theme, "The speech model", wording.MODEL_INTRO)
        self._draft = draft
        self._check = check
        self._choose_folder = choose_folder
        self._fetching = ""
        self._models: dict[str, Model] = {}
        self.choices: dict[str, QRadioButton] = {}
        self._group = QButtonGroup(self)
        check.setParent(self)
        check.told.connect(self._take)
        self._lines: dict[str, QLabel] = {}
        for name in wording.OFFERS:
            self._offer(name)
        self.folder = push(theme, "Choose a &folder…", self._ask_for_folder)
        self.fetch = push(theme, "&Download", self._fetch)
        self.progress = QProgressBar()
        self.progress.setObjectName("download")
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName("Download")
        self.progress.setVisible(False)
        self.verdict = Verdict(theme, "Model")
        self.add_row(self.fetch, self.folder)
        self.add(self.progress, self.verdict)
        self.fill_up()

    def _offer(self, name: str) -> None:
        button = self.choices[name] = QRadioButton(wording.OFFERS[name][0])
        button.setFont(self.theme.font(14, "semibold"))
        button.clicked.connect(lambda _on=True: self._choose(name))
        self._group.addButton(button)
        line = self._lines[name] = text(self.theme, "", 13, "muted")
        line.setIndent(self.theme.px(34))
        self.add_close(button, line)
        self._describe(name, wording.OFFERS[name][1])

    def _describe(self, name: str, words: str) -> None:
        self._lines[name].setText(words)
        self.choices[name].setAccessibleName(f"{wording.OFFERS[name][0]}: {words}")

    # --- seen and left ---

    def enter(self) -> None:
        """Look what is on this machine."""
        self._mark()
        if not self._fetching:
            self._check.start("models")

    def leave(self) -> None:
        """A look ends; a download goes on."""
        if not self._fetching:
            self._check.stop()

    def stop(self) -> None:
        """End a download, too; what was fetched is not fetched again."""
        self._check.stop()
        self._over()

    @property
    def is_fetching(self) -> bool:
        """Whether a download runs."""
        return bool(self._fetching)

    @property
    def _chosen(self) -> str:
        choices = self._draft.choices
        if choices.recognizer == "pocketsphinx":
            return "built-in"
        return choices.model if choices.model in wording.OFFERS else "folder"

    # --- what is done here ---

    def _choose(self, name: str) -> None:
        choices = self._draft.choices
        if name == "folder":
            self._ask_for_folder()
        elif name == "built-in":
            self._draft.choices = replace(choices, recognizer="pocketsphinx")
        else:
            self._draft.choices = replace(choices, recognizer="faster-whisper", model=name)
        self._show()

    def _ask_for_folder(self) -> None:
        folder = self._choose_folder(self)
        self._mark()
        if folder:
            self.stop()
            self.verdict.say("Looking into the folder…")
            self._check.start("folder", folder)

    def _fetch(self) -> None:
        if self._fetching:
            self.stop()
            self._check.start("models")
            return
        self._fetching = self._draft.choices.model
        self.fetch.setText("&Cancel the download")
        self.progress.setRange(0, 0)
        self.progress.setVisible(True)
        self.verdict.say(wording.fetched(0, 0))
        self.fetch.setEnabled(True)
        self._check.start("fetch", self._fetching)

    def _over(self) -> None:
        self._fetching = ""
        self.fetch.setText("&Download")
        self.progress.setVisible(False)

    # --- what the check tells ---

    def _take(self, news: News) -> None:
        match news:
            case ModelsSeen():
                self._models = {model.name: model for model in news.models}
                for name, model in self._models.items():
                    if name in wording.OFFERS:
                        self._describe(name, wording.model_line(model))
                self._show()
            case Fetching():
                self._draw(news)
            case ModelReady():
                self._ready(news)
            case Refused():
                self._over()
                self.verdict.say(news.sentence, well=False)
            case _:
                pass

    def _draw(self, so_far: Fetching) -> None:
        thousandths = 1000 * so_far.done_bytes // so_far.total_bytes if so_far.total_bytes else 0
        self.progress.setRange(0, 1000 if so_far.total_bytes else 0)
        self.progress.setValue(thousandths)
        self.verdict.say(wording.fetched(so_far.done_bytes, so_far.total_bytes))

    def _ready(self, model: ModelReady) -> None:
        fetched = bool(self._fetching)
        self._over()
        if not fetched:
            self._draft.choices = replace(self._draft.choices, recognizer="faster-whisper", model=model.folder)
        self._check.start("models")

    def _mark(self) -> None:
        """Check what is chosen. The Tab key leads to it; Qt leads to the first until an arrow was pressed."""
        for name, button in self.choices.items():
            chosen = name == self._chosen
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if chosen else Qt.FocusPolicy.ClickFocus)
            if chosen:
                button.setChecked(True)

    def _show(self) -> None:
        self._mark()
        chosen = self._chosen
        model = self._models.get(chosen)
        self._draft.model_is_here = chosen in ("built-in", "folder") or bool(model and model.folder)
        self.fetch.setEnabled(bool(self._fetching) or not self._draft.model_is_here)
        if chosen == "built-in":
            self.verdict.say(wording.BUILT_IN, well=None)
        elif chosen == "folder":
            self.verdict.say(f"Calls are heard with the model in {self._draft.choices.model}.", well=True)
        elif model is not None and not self._fetching:
            well = bool(model.folder)
            self.verdict.say(f"{chosen} is on this machine." if well else wording.NOT_YET, well=well)
