"""Personal data leaves the words of a call, and everything an agent needs stays."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assist.events import Speaker
from assist.redaction.redactor import Redactor
from assist.redaction.words import redact

WRITTEN = [json.loads(line) for line in Path(__file__).with_name("redaction.jsonl").read_text("utf-8").splitlines()]
"""Utterances with what stays of them (``kept``) and, where it matters, what the other speaker ``asked`` before."""

PRIVATE = [
    ("my card is 4111 1111 1111 1111", "my card is [CARD]"),
    ("it's 4111-1111-1111-1111 thanks", "it's [CARD] thanks"),
    ("4111111111111111", "[CARD]"),
    ("the amex is 3782 822463 10005.", "the amex is [CARD]."),
    ("four one one one one one one one one one one one one one one one", "[CARD]"),
    ("it's four triple one double one double one one one double one double one double one ok", "it's [CARD] ok"),
    ("five five oh oh oh oh oh oh oh oh oh oh oh oh oh four yes", "[CARD] yes"),
    ("forty one eleven um eleven eleven eleven eleven eleven eleven", "[CARD]"),
    ("4111 1111 1111 1111 12 27 123", "[CARD]"),
    ("my card number is four one one one", "my card number is [CARD]"),
    ("the security code is three two one", "the security code is [CODE]"),
    ("cvv 123", "cvv [CODE]"),
    ("my pin is 1234 no sorry 1235", "my pin is [CODE] no sorry [CODE]"),
    ("the one time passcode i got is four double two nine one six", "the one time passcode i got is [CODE]"),
    ("the three digits on the back are seven four one", "the three digits on the back are [CODE]"),
    ("ssn 123-45-6789", "ssn [ID]"),
    ("it is 123-45-6789", "it is [ID]"),
    ("my social security number is one two three four five six seven eight nine", "my social security number is [ID]"),
    ("the last four of my social are six seven eight nine", "the last four of my social are [ID]"),
    ("National Insurance QQ 12 34 56 C", "National Insurance [ID]"),
    ("qq123456c", "[ID]"),
    ("q q one two three four five six c", "[ID]"),
    ("call me on 07700 900123", "call me on [PHONE]"),
    ("it's (212) 555-0143", "it's [PHONE]"),
    ("+44 7700 900123 is best", "[PHONE] is best"),
    ("oh seven seven double oh nine oh oh one two three", "[PHONE]"),
    ("two one two five five five oh one four three", "[PHONE]"),
    ("my number is five five five oh one four three", "my number is [PHONE]"),
    ("555-0143", "[PHONE]"),
    ("write to john.smith@gmail.com please", "write to [EMAIL] please"),
    ("john dot smith at gmail dot com", "[EMAIL]"),
    ("it's j smith forty two at hotmail dot co dot uk", "it's [EMAIL]"),
    ("my email is jane doe at acme dot org", "my email is [EMAIL]"),
    ("jane underscore doe at acme dot com thanks", "[EMAIL] thanks"),
    ("I live at 12 Oak Street", "I live at [ADDRESS]"),
    ("send it to twenty four old mill road please", "send it to [ADDRESS] please"),
    ("flat 3, 14 park avenue", "[ADDRESS]"),
    ("350 5th avenue", "[ADDRESS]"),
    ("my address is nine willow drive", "my address is [ADDRESS]"),
    ("the postcode is SW1A 2AA", "the postcode is [ADDRESS]"),
    ("s w one a two a a", "[ADDRESS]"),
    ("zip code is nine oh two one oh", "zip code is [ADDRESS]"),
    ("Austin, TX 73301", "Austin, TX [ADDRESS]"),
    ("new york one zero zero zero one", "new york [ADDRESS]"),
    ("I was born on 12/03/1984", "I was born on [DOB]"),
    ("date of birth is the third of march nineteen eighty four", "date of birth is the [DOB]"),
    ("dob march 3rd 1984", "dob [DOB]"),
    ("born in 1984", "born in [DOB]"),
    ("my account number is one two three four five six seven eight", "my account number is [ACCOUNT]"),
    ("sort code 12-34-56", "sort code [ACCOUNT]"),
    ("GB29 NWBK 6016 1331 9268 19", "[ACCOUNT]"),
    ("gb29nwbk60161331926819", "[ACCOUNT]"),
    ("it's four one one one one one one", "it's [NUMBER]"),
    ("that is 1234567", "that is [NUMBER]"),
    ("passport AB12345678", "passport [ID]"),
    ("it reads A12345678", "it reads [NUMBER]"),
    ("order number 12345 and my phone number is 07700 900123", "order number 12345 and my phone number is [PHONE]"),
]

HARMLESS = [
    "it was forty nine dollars",
    "you charged me $49.99 twice",
    "it cost one hundred and forty nine pounds",
    "they took 1200 euros from my account",
    "i paid 1,234,567 for it",
    "i called three times",
    "i have waited two hours and fifteen minutes",
    "it has been 300 days",
    "order number A12345",
    "order number four five six seven",
    "my order number is four five six seven eight nine ten",
    "the booking reference is 12345678",
    "ticket number 4471829",
    "the reference number they gave me was 12345678",
    "case number 00412345 please",
    "tracking number one two three four five six seven eight nine",
    "order number AB12 3CD",
    "error code 0x80070005",
    "error code 1603 on windows 11",
    "it says error 404",
    "i installed kb5034441",
    "my iphone 15 broke",
    "windows 11 and office 2021",
    "it happened at ten thirty",
    "at 10:30 and again at 11:45",
    "i bought it in 2019",
    "from 2019 - 2021 i was happy",
    "the delivery was due on 2024-03-15",
    "no one told me",
    "one of you said i would get one more",
    "oh no",
    "i have two children and one dog",
    "flight 1234 to boston",
    "the card ending in 4242",
    "twenty five percent off",
    "i waited an hour at the store",
    "look at example dot com",
    "i bought it at amazon dot com",
    "it is a forty five minute drive",
    "five miles down the road",
    "my one terabyte hard drive",
    "room 1204 on the third floor",
    "my birthday is in three days",
    "i was born in london",
    "the router at 192.168.1.1",
    "the security code never came and i tried three times",
    "the pin was declined twice",
    "the account was opened two years ago",
    "there were two people on the street",
    "model number 1234567",
    "my [CARD] and [PHONE] are yours",
]

VOCABULARY = (
    "my the card number is order pin born on at dot com gmail street oak phone social zip code sort account one two oh"
    " double four hundred forty ten [CARD] [CODE] no sorry 4111 1111 123-45-6789 12 1984 07700 900123 $5 dollars march"
    " i a b sw1a 2aa and um @ , . - ( ) + email road texas a12345678 iban gb29"
)
PLAIN = "my the card number is order pin born on street phone no sorry i um"
SPEECH = st.lists(st.sampled_from(VOCABULARY.split()), max_size=30).map(" ".join)


@pytest.mark.parametrize(("said", "kept"), PRIVATE)
def test_personal_data_becomes_a_token_of_its_kind(said: str, kept: str) -> None:
    """Cards, codes, ids, phones, e-mails, addresses, births and accounts go, written or spoken; the rest stays."""
    assert redact(said) == kept


@pytest.mark.parametrize("said", HARMLESS)
def test_what_an_agent_needs_stays(said: str) -> None:
    """Orders, references, amounts, durations, times, years, error codes and products are no personal data."""
    assert redact(said) == said


@pytest.mark.parametrize(
    ("asked", "said", "kept"),
    [
        ("what's the security code on the back", "it's one two three", "it's [CODE]"),
        ("can i have the account number", "yes 4471 22", "yes [ACCOUNT]"),
        ("could you give me the order number", "12345678", "12345678"),
        ("how are you", "one two three", "one two three"),
    ],
)
def test_the_question_explains_a_bare_answer(asked: str, said: str, kept: str) -> None:
    """Digits without a word of explanation are what the other speaker asked for."""
    assert redact(said, asked) == kept


def test_written_utterances_lose_their_personal_data_and_nothing_else() -> None:
    """Half of them only look alike: orders, prices, times, models, rooms. A wrong border or kind counts as wrong."""
    changed = right = personal = 0
    for row in WRITTEN:
        kept = redact(row["said"], row.get("asked", ""))
        personal += row["kept"] != row["said"]
        changed += kept != row["said"]
        right += kept == row["kept"] != row["said"]
    assert len(WRITTEN) >= 150
    assert personal <= len(WRITTEN) / 2
    assert right / changed >= 0.97
    assert right / personal >= 0.97


CALLS = {
    "a card in four groups, its expiry and its code": [
        ("agent", "can i take the long card number please", None),
        ("customer", "sure let me get my purse", None),
        ("agent", "no rush", None),
        ("customer", "right four five three nine", "right [CARD]"),
        ("agent", "yep", None),
        ("customer", "one four eight eight", "[CARD]"),
        ("customer", "oh three four three", "[CARD]"),
        ("agent", "uh huh", None),
        ("customer", "six four six seven", "[CARD]"),
        ("agent", "and the expiry", None),
        ("customer", "oh nine twenty seven", "[CARD]"),
        ("agent", "and the three digits on the back", None),
        ("customer", "eight one two", "[CODE]"),
        ("agent", "lovely, how much was the bill", None),
        ("customer", "four hundred", None),
        ("agent", "and the order number", None),
        ("customer", "double seven four nine dash b", None),
    ],
    "a number that nobody asked for": [
        ("customer", "four five three nine", None),
        ("agent", "mm", None),
        ("customer", "one four eight eight", "[NUMBER]"),
        ("customer", "oh three four three", "[NUMBER]"),
        ("customer", "six four six seven", "[CARD]"),
    ],
    "a number announced": [
        ("customer", "okay my card number is", None),
        ("customer", "four five three nine", "[CARD]"),
    ],
    "a birthday, asked about first": [
        ("agent", "date of birth?", None),
        ("customer", "why do you need that", None),
        ("agent", "just for security", None),
        ("customer", "the fourteenth of the ninth sixty two", "the [DOB]"),
    ],
    "a postcode in two halves": [
        ("agent", "what's your postcode", None),
        ("customer", "l s six", "[ADDRESS]"),
        ("customer", "two a b", "[ADDRESS]"),
        ("agent", "and how long have you lived there", None),
        ("customer", "two thousand and nineteen", None),
    ],
    "an order number in two halves": [
        ("agent", "what's the order number", None),
        ("customer", "four four seven one", None),
        ("customer", "two two nine nine", None),
    ],
    "a readback": [
        ("customer", "my mobile is oh seven nine double one one two three four five six", "my mobile is [PHONE]"),
        ("agent", "so that's oh seven nine double one one two three four five six", "so that's [PHONE]"),
    ],
}


@pytest.mark.parametrize("turns", CALLS.values(), ids=CALLS)
def test_the_call_explains_what_is_said_turns_later(turns: list[tuple[Speaker, str, str | None]]) -> None:
    """A question, or the digits before, say what a group of digits is; None stands for what stays as it is."""
    redactor = Redactor()
    assert [redactor.redact(speaker, said) for speaker, said, _ in turns] == [kept or said for _, said, kept in turns]


def test_partial_texts_leave_no_trace_and_are_hidden_too() -> None:
    """A recogniser revises its words: only the final ones count for what has been read."""
    redactor = Redactor()
    for partial in ("one two", "one two three four", "one two three four five"):
        assert redactor.redact("customer", partial, final=False) == partial
    assert redactor.redact("customer", "one two three", final=True) == "one two three"
    redactor.redact("agent", "what's the security code", final=False)
    assert redactor.redact("customer", "one two three", final=False) == "[CODE]"


def test_a_growing_card_number_never_shows_seven_digits() -> None:
    """Every partial transcript of a card being read out hides a run of seven digits or more."""
    spoken = ["okay", "it's", "four", *["one"] * 15]
    for heard in range(len(spoken)):
        shown = redact(" ".join(spoken[:heard]))
        assert len(re.findall(r"\b(?:four|one)\b", shown)) < 7


@given(st.one_of(SPEECH, st.text()), SPEECH)
def test_redacting_twice_is_redacting_once(text: str, asked: str) -> None:
    """A redacted text is left alone."""
    once = redact(text, asked)
    assert redact(once, asked) == once


@given(st.lists(st.sampled_from(PLAIN.split())).map(" ".join))
def test_words_alone_stay(text: str) -> None:
    """Without a digit, a number word or an e-mail nothing changes."""
    assert redact(text) == text


@given(SPEECH)
def test_a_text_hardly_grows(text: str) -> None:
    """There are never more words after than before."""
    assert len(redact(text).split()) <= len(text.split())


@given(SPEECH)
def test_no_long_written_number_is_left_without_a_reference(text: str) -> None:
    """Where no order or reference is named, no seven digits in a row stay."""
    if "order" not in text:
        assert not re.search(r"\d{7}", redact(text))
