"""A program that pastes what it is told. Each line it hears and says is JSON.

It has something on its clipboard, in three formats. It says ``ready``; to a text that it hears it says ``pasted`` or
the sentence of the failure, then what is on the clipboard after that.
"""

from __future__ import annotations

import json
import os
import sys

from PySide6.QtCore import QMimeData, QSocketNotifier, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QWidget

from ui.paste import ClipboardPaste, choose_paster


def main() -> None:
    """Run until it is terminated."""
    application = QApplication([])
    put_something_on_the_clipboard()
    window = QWidget()  # X11 gives the clipboard to programs with a window only
    window.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    window.setWindowFlags(Qt.WindowType.WindowDoesNotAcceptFocus)
    window.show()
    pasting = ClipboardPaste(choose_paster(application.platformName(), os.environ))
    pasting.pasted.connect(lambda: say("pasted", contents()))
    pasting.failed.connect(lambda sentence: say(sentence, contents()))
    notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
    notifier.activated.connect(lambda: pasting.paste(json.loads(sys.stdin.readline())))
    QTimer.singleShot(0, lambda: say("ready"))
    application.exec()


def put_something_on_the_clipboard() -> None:
    """A text that is not for the customer, styled, with a picture."""
    something = QMimeData()
    something.setText("card 4111 — Zoë")
    something.setHtml("<b>card 4111</b>")
    picture = QImage(3, 2, QImage.Format.Format_RGB32)
    picture.fill(0x00FF00)
    something.setImageData(picture)
    QGuiApplication.clipboard().setMimeData(something)


def contents() -> list[object]:
    """Text, HTML and the size and colour of the picture that are on the clipboard."""
    found = QGuiApplication.clipboard().mimeData()
    picture = QImage(found.imageData())
    drawn = [picture.width(), picture.height(), picture.pixel(0, 0) & 0xFFFFFF] if not picture.isNull() else []
    return [found.text(), found.html(), drawn]


def say(*words: object) -> None:
    """One line to the test."""
    sys.stdout.write(json.dumps(words) + "\n")
    sys.stdout.flush()


main()
