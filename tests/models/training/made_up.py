"""Sentences made up of numbers, amounts, dates and names, of which corpora hold too few."""

from __future__ import annotations

import random
from collections.abc import Iterator

from tests.models.training.numbers import in_words, listed

_NAMES = listed(
    "Robert Anna Michael Sarah David Emma James Laura Peter Susan Thomas Helen George Alice Martin Julia Daniel Karen "
    "Steven Nina Oliver Grace Henry Claire Simon Rachel Victor Maria Frank Diane Walter Betty Harris Johnson Miller "
    "Carter Wilson Murphy Cooper Baker Taylor Morgan Parker Hughes Collins Bennett Foster Graham Russell Palmer"
)
_DAYS = listed("Monday Tuesday Wednesday Thursday Friday Saturday Sunday")
_MONTHS = listed("January February March April May June July August September October November December")
_ORDINALS = listed(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth"
)
_ORDINALS += [f"twenty {word}" for word in _ORDINALS[:9]]
_ORDINALS += ["thirtieth", "thirty first"]
_THINGS = listed(
    "refund|order|parcel|bill|payment|router|phone|laptop|washing machine|fridge|kettle|toaster|coffee maker|ticket|"
    "booking|policy|account|card|meter|subscription|delivery|contract|insurance|deposit|flight|hotel room|voucher|"
    "prescription|appointment|engineer visit|replacement|warranty|charger|headset|mattress|sofa",
    "|",
)
_TEMPLATES = (
    "My name is {name}.",
    "My name is {name} {name}.",
    "This is {name}, how can I help?",
    "Thank you, {name}.",
    "You're speaking with {name} today.",
    "The number is {digits}.",
    "My order number is {digits}.",
    "It's {digits}.",
    "{digits}.",
    "The reference is {digits}, is that right?",
    "I was charged {money} on {date}.",
    "There's a charge of {money} on my {thing}.",
    "The {thing} costs {money} a month.",
    "I paid {money} for the {thing}.",
    "You will get {money} back by {day}.",
    "The {thing} was sent on {date}.",
    "I sent the {thing} back {ago}.",
    "It has been {number} days.",
    "I have been waiting for {number} weeks for the {thing}.",
    "I've called {number} times about the {thing}.",
    "Can I move the {thing} to {day}?",
    "Would {day} at {clock} suit you?",
    "It should arrive on {day} between {clock} and {clock}.",
    "I will call you on {day}.",
    "I'm calling about the {thing} from {date}.",
    "The {thing} will be there by {day}, {date}.",
    "That's {money} in total.",
    "Is it {money} or {money}?",
    "I can take {money} off the {thing}.",
    "I spoke to {name} on {day}, and nothing happened.",
    "My date of birth is {date}, nineteen {year}.",
    "The last four digits are {four}.",
    "Can you tell me the {thing} number, please?",
    "And when did you get the {thing}?",
    "Did {name} send you the {thing} on {day}?",
    "It's the {ordinal} time that I call about the {thing}.",
    "I don't want the {thing}, I want my {money}.",
)


def made_up(chance: random.Random, count: int) -> Iterator[str]:
    """So many sentences; some come twice."""
    for _ in range(count):
        text = chance.choice(_TEMPLATES)
        while "{" in text:
            before, rest = text.split("{", 1)
            kind, after = rest.split("}", 1)
            text = before + _filled(kind, chance) + after
        yield text[0].upper() + text[1:]


def _filled(kind: str, chance: random.Random) -> str:
    number = in_words(chance.choice([chance.randint(2, 20), chance.randint(2, 99), chance.randint(2, 999)]))
    digits = ["zero", "oh", *(in_words(digit) for digit in range(1, 10)), *(in_words(digit) for digit in range(1, 10))]
    coins = chance.choice(["", "", "", f" {in_words(chance.randint(10, 99))}"])
    minutes = chance.choice(["", "", " thirty", " fifteen", " forty five", " o'clock"])
    filled = {
        "name": chance.choice(_NAMES),
        "thing": chance.choice(_THINGS),
        "digits": " ".join(chance.choice(digits) for _ in range(chance.randint(4, 9))),
        "four": " ".join(chance.choice(digits) for _ in range(4)),
        "money": f"{number} {chance.choice(['dollars', 'dollars', 'pounds', 'euros'])}{coins}",
        "date": f"the {chance.choice(_ORDINALS)} of {chance.choice(_MONTHS)}",
        "day": chance.choice([*_DAYS, "next " + chance.choice(_DAYS), "tomorrow"]),
        "clock": in_words(chance.randint(1, 12)) + minutes,
        "number": in_words(chance.randint(2, 30)),
        "year": in_words(chance.randint(40, 99)),
        "ordinal": chance.choice(_ORDINALS[:8]),
        "ago": f"{in_words(chance.randint(2, 12))} {chance.choice(['days', 'weeks', 'months'])} ago",
    }
    return filled[kind]
