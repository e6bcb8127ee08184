"""Sheets of the overlay: its states, the feelings, its sizes and looks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from importlib.resources import files

import yaml
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QMenu

from assist import events
from tests.gallery.hearing import hearing
from tests.gallery.sheet import Picture, Stage, taken
from tests.ui.calls import angry_call, evidence, folded, mid_call, offered
from ui import wording
from ui.health import Surroundings
from ui.overlay import happenings as local
from ui.overlay.menu import Bill, MenuWriter
from ui.overlay.sizes import NORMAL, Layout, layouts
from ui.overlay.state import OverlayState
from ui.overlay.transcript_window import TranscriptWindow
from ui.overlay.window import OverlayWindow
from ui.settings import OverlaySettings
from ui.theme import CONTRAST, DARK, LIGHT, PALETTES, Palette
from ui.tray import SIDES, Sign, sign_icon


def in_call() -> OverlayState:
    """The middle of a call, with a card such as the bank has."""
    card = offered(
        "s2", 21.0, "You have waited three weeks, so I find out now where your refund is, while you are here."
    )
    assert isinstance(card, events.SuggestionOffered)
    because = events.Because(
        quote="nobody can tell me where my refund is", why="They are angry and need certainty: take it on yourself."
    )
    return folded(replace(card, because=because), _WELL_HEARD, state=mid_call())


_WELL_HEARD = events.RecognizerChanged(recognizer="faster-whisper", model="base.en", reduced_accuracy=False)


def _listening() -> OverlayState:
    return folded(
        local.LinkChanged("open"),
        events.CallStarted(call_id="call-1", source="headset", started_at="2026-01-01T10:00:00Z"),
        _WELL_HEARD,
        events.PhaseChanged(at=2.0, phase="opening"),
        events.AgentActNoticed(at=4.0, act="warm_greeting", confidence=0.9, evidence=evidence("good morning")),
    )


def working() -> Mapping[str, OverlayState]:
    """The call as it should go."""
    mid = in_call()
    nudge = events.NudgeGiven(
        at=22.0, kind="promise", text="You promised to call back: say by when.", evidence=evidence("I call you back")
    )
    spoken = events.SuggestionSpoken(
        at=24.0, suggestion_id="s2", phrase_id="s2-own", similarity=0.9, evidence=evidence()
    )
    return {
        "No call": folded(local.LinkChanged("open"), events.CallAwaited(begins_on="speech")),
        "Listening": _listening(),
        "A card": mid,
        "A nudge": folded(nudge, state=mid),
        "Taken": folded(local.PhraseCopied("s2", "s2-own"), state=mid),
        "Said": folded(spoken, state=mid),
        "Pinned, two newer cards wait": folded(
            local.CardPinned(True), offered("s3", 26.0), offered("s4", 28.0), state=mid
        ),
        "A need met, one snoozed": folded(
            events.NeedMet(at=22.0, need="certainty", confidence=0.9, evidence=evidence("by Friday")),
            local.NeedSnoozed("resource", 600.0),
            local.CardPutAway("s2"),
            state=mid,
        ),
        "The call is over": folded(events.CallEnded(at=212.0, duration_seconds=212.0, reason="hung up"), state=mid),
    }


def calm_and_trouble() -> Mapping[str, tuple[OverlayState, Surroundings]]:
    """What was switched on, and what is not well."""
    mid, well = in_call(), Surroundings()
    lost = events.SourceLost(at=22.0, speaker="customer", reason="The device 'Headset' was unplugged.")
    return {
        **hearing(mid),
        "Do not disturb": (folded(local.QuietChosen(True), state=mid), well),
        "On hold": (folded(local.CardPutAway("s2"), local.HoldChosen(True), state=mid), well),
        "Abuse": (
            folded(
                events.EmotionChanged(
                    at=22.0, emotion="abuse", confidence=0.95, valence=-0.9, arousal=0.9, evidence=evidence()
                ),
                events.AbuseFlagged(at=22.0, confidence=0.95, evidence=evidence("you are all idiots, every one")),
                state=mid,
            ),
            well,
        ),
        "Lost device": (folded(lost, state=mid), well),
        "Engine lost": (folded(local.LinkChanged("lost"), state=mid), well),
        "Disk full": (
            folded(
                events.JournalStopped(at=22.0, reason="the disk is full; free some space before the next call."),
                state=mid,
            ),
            well,
        ),
        "Reduced accuracy": (folded(*angry_call()[1:2], state=mid), well),
        "Keys taken": (
            folded(local.LinkChanged("open"), events.CallAwaited(begins_on="command")),
            Surroundings(refused_keys=("Ctrl+Alt+1 belongs to another program.",)),
        ),
    }


def overlay(
    stage: Stage,
    caption: str,
    state: OverlayState,
    palette: Palette = DARK,
    scale: float = 1.0,
    layout: Layout = NORMAL,
    around: Surroundings | None = None,
    *,
    through: bool = False,
) -> Picture:
    """A picture of the overlay in this state."""
    window = OverlayWindow(stage.theme(palette, scale), OverlaySettings().hotkeys, layout=layout)
    window.show()
    window.draw(state)
    window.note(around or Surroundings())
    window.let_clicks_through(through)
    picture = taken(caption, window, margin=window.plate.margin - 8)
    window.close()
    window.deleteLater()
    return picture


def states(stage: Stage) -> None:
    """A call that goes well, and what may come between."""
    stage.save("overlay-states", [overlay(stage, name, state) for name, state in working().items()], 3)
    pictures = [
        overlay(stage, name, state, LIGHT, around=around) for name, (state, around) in calm_and_trouble().items()
    ]
    stage.save("overlay-trouble", pictures, 3)


def feelings(stage: Stage) -> None:
    """Each feeling at its place, in each theme: the rows above the card."""
    taxonomy = yaml.safe_load(files("phrasebank").joinpath("data", "taxonomy.yaml").read_text("utf-8"))
    pictures = []
    for row in taxonomy["emotions"]:
        felt = events.EmotionChanged(
            at=22.0,
            emotion=row["id"],
            confidence=0.9,
            valence=row["valence"],
            arousal=row["arousal"],
            evidence=evidence(),
        )
        tracked = events.MoodTracked(
            at=22.0, utterance_id="c3", valence=row["valence"], arousal=row["arousal"], trend="steady"
        )
        state = folded(felt, tracked, state=in_call())
        for palette in (DARK, LIGHT, CONTRAST):
            whole = overlay(stage, wording.feeling(row["id"]).word, state, palette)
            pictures.append(replace(whole, image=whole.image.copy(10, 48, 412, 51)))
    stage.save("feelings", pictures, 3)


def sizes(stage: Stage) -> None:
    """Expanded and normal; compact, with what it says in few words."""
    greeted = events.AgentActNoticed(at=30.0, act="warm_greeting", confidence=0.9, evidence=evidence())
    call = folded(*_talk(20.0, 1.0), greeted, state=in_call())
    trouble = calm_and_trouble()
    compact = layouts("compact")[0]
    small = [
        overlay(stage, "Compact", call, layout=compact),
        overlay(stage, "No call", OverlayState(link="open"), layout=compact),
        *(
            overlay(stage, name, trouble[name][0], layout=compact)
            for name in ("Abuse", "Muted", "Lost device", "Do not disturb")
        ),
    ]
    large = [overlay(stage, size.capitalize(), call, layout=layouts(size)[0]) for size in ("expanded", "normal")]
    stage.save("overlay-sizes", large, 2, 0.9)
    stage.save("overlay-compact", small, 3, 0.9)


def looks(stage: Stage) -> None:
    """The three themes; clicks that go through; large text; the menu."""
    mid, compact = in_call(), layouts("compact")[0]
    stage.save(
        "overlay-looks",
        [
            *(overlay(stage, name.capitalize(), mid, palette) for name, palette in PALETTES.items()),
            *(
                overlay(stage, f"{name.capitalize()}, clicks go through", mid, palette, layout=compact, through=True)
                for name, palette in PALETTES.items()
            ),
        ],
        3,
    )
    stage.save("overlay-200-percent", [overlay(stage, "Text at 200 %", mid, LIGHT, 2.0)], 1, 0.75)
    stage.save("menu", [picture for palette in (DARK, LIGHT) for picture in _menus(stage, palette)], 6)


def _menus(stage: Stage, palette: Palette) -> Sequence[Picture]:
    """The menu and its parts that speak of the call."""
    menu = QMenu()
    state = folded(local.NeedSnoozed("resource", 600.0), state=in_call())
    bill = Bill(state, OverlaySettings(), keys=OverlaySettings().hotkeys)
    MenuWriter(bill, lambda _intent: None, stage.theme(palette)).write(menu)
    parts = [part for part in menu.findChildren(QMenu) if part.title() in {"Call", "Snooze a need"}]
    pictures = []
    for part in (menu, *parts):
        part.resize(part.sizeHint())
        pictures.append(taken(part.title() or "Menu", part))
    return pictures


def transcript(stage: Stage) -> None:
    """The whole conversation, searched: two who spoke at once, and seconds that were not heard."""
    lines = _talk(0.0, 10.0)
    over = events.SpeechOverlapped(
        at=40.0, speaker="agent", utterance_id="u3", over="u2", start=29.0, end=31.0, barge_in=True
    )
    missing = events.LagMeasured(at=80.0, behind_seconds=6.0, unread_seconds=3.2)
    state = folded(*lines[:8], over, missing, *lines[8:], state=folded(*angry_call()[:2]))
    pictures = []
    for palette in (DARK, LIGHT):
        window = TranscriptWindow(stage.theme(palette))
        window.resize(560, 460)
        window.draw(state)
        window.show()
        window.field.setText("refund")
        pictures.append(taken("The whole conversation", window))
        window.close()
    stage.save("transcript", pictures, 2)


def tray(stage: Stage) -> None:
    """The signs in the tray, on a dark and a light panel."""
    signs: tuple[Sign, ...] = ("calm", "live", "hold", "quiet", "problem")
    stage.save("tray", [Picture(sign, _panel(sign)) for sign in signs], 5)


def _talk(begin: float, pace: float) -> list[events.Event]:
    """The conversation, an utterance each so many seconds."""
    return [
        events.UtteranceFinished(
            at=begin + pace * (number + 1),
            utterance_id=f"u{number}",
            speaker="agent" if number % 2 else "customer",
            text=words,
            start=begin + pace * number,
            end=begin + pace * (number + 1),
            confidence=0.9,
        )
        for number, words in enumerate(_TALK)
    ]


_TALK = (
    "This is the third time I call, and nobody can tell me where my refund is.",
    "Good morning, my name is Robin. I am sorry that you have to call again; what was said the last time?",
    "That it would be there by Monday. It was not, and now there is another charge on my card.",
    "So the refund was promised for Monday, it did not come, and there is a second charge. Have I got that right?",
    "Yes. I have to pay my rent on Friday with that money.",
    "Then it has to be there before Friday. I will call the refunds team myself while you are on the line.",
    "All right. I can wait for a moment.",
    "The refund was held back by a wrong account number. I have mended that, and it goes out today.",
    "Oh. So when will it be there?",
    "On Thursday at noon. I will write to you when it has left us.",
)


def _panel(sign: Sign) -> QImage:
    """One sign in all its sizes."""
    image = QImage(sum(SIDES) + 10 * (len(SIDES) + 1), 168, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    for top, ground in ((0, "#1E1E1E"), (84, "#F2F2F2")):
        painter.fillRect(QRectF(0, top, image.width(), 84), QColor(ground))
        left = 10
        for side in SIDES:
            sign_icon(sign).paint(painter, left, top + (84 - side) // 2, side, side, Qt.AlignmentFlag.AlignCenter)
            left += side + 10
    painter.end()
    return image


SHEETS: Sequence[Callable[[Stage], None]] = (states, feelings, sizes, looks, transcript, tray)
