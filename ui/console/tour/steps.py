"""What the tour says of each page: two sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from ui.console.pages import PAGES, PageEntry


@dataclass(frozen=True, slots=True)
class Step:
    """A stop: the name of a page, its title, and what is to be known of it."""

    page: str
    title: str
    words: str


def steps(pages: Sequence[PageEntry] = PAGES) -> tuple[Step, ...]:
    """The stops, in the order of the pages."""
    words = _of_phrases() | _of_people()
    return tuple(Step(page.name, page.title, words[page.name]) for page in pages if page.name in words)


def _of_phrases() -> dict[str, str]:
    """The pages with which the bank is tuned."""
    return {
        "bank": QCoreApplication.translate(
            "Tour",
            "Here is every phrase that agents may see: search it, sort it, and open one to change it. Checks stand "
            "beside each field, and nothing reaches an agent before you publish it.",
        ),
        "coverage": QCoreApplication.translate(
            "Tour",
            "Each cell is a feeling with a need, and tells how many phrases there are for it. Choose a marked hole to "
            "write the phrase that is missing.",
        ),
        "playground": QCoreApplication.translate(
            "Tour",
            "Type what a customer might say: you see the card that comes, and why the others do not. Where a reading "
            "is wrong, correct it with one click.",
        ),
        "replay": QCoreApplication.translate(
            "Tour",
            "Your changes run over recorded calls, beside what agents have now. Read what would change before it does.",
        ),
        "releases": QCoreApplication.translate(
            "Tour",
            "Publishing makes a numbered release, and overlays take it with the next call. Was it a mistake? One click "
            "goes back.",
        ),
    }


def _of_people() -> dict[str, str]:
    """The pages about what calls are like, for customers and agents."""
    return {
        "effects": QCoreApplication.translate(
            "Tour",
            "Which phrases agents say, and how customers were afterwards. Figures are of the team: there is no page "
            "about a person.",
        ),
        "teams": QCoreApplication.translate(
            "Tour",
            "Each team has its sectors, its tone and its number of cards. What agents share with you is for them to "
            "choose.",
        ),
        "praise": QCoreApplication.translate(
            "Tour",
            "Good moments of calls that agents shared, to say thank you for. Nobody is ranked, and nobody is named who "
            "gave no name.",
        ),
        "map": QCoreApplication.translate(
            "Tour",
            "What customers said, felt, needed and did, on one page. Choose a call or many, print it, and take it to a "
            "workshop.",
        ),
    }
