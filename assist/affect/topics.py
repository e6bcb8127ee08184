"""What the call is about: the product in the customer's hands, and the issue with it."""

from __future__ import annotations

import re
from typing import Final

_PRODUCTS: Final = (
    "washing machine|coffee machine|sewing machine|dishwasher|tumble dryer|dryer|washer|fridge freezer|fridge|freezer"
    "|oven|cooker|microwave|kettle|toaster|vacuum|hoover|boiler|smart meter|meter|thermostat|heating|radiator|alarm"
    "|router|modem|broadband|internet|landline|phone line|sim card|sim|phone|mobile|tablet|laptop|computer|printer"
    "|monitor|keyboard|camera|headset|charger|speaker|television|telly|tv box|tv|console|smart watch|watch|app"
    "|sofa|bed|mattress|wardrobe|table|desk|chair|bookcase|stool|telescope|bike|bicycle|scooter|pram|pushchair|car seat"
    "|coat|jacket|dress|suit|jumper|shirt|handbag|necklace|ring|suitcase|luggage|bag|rucksack"
    "|car|van|hire car|loan car|flight|train|ferry|railcard|season ticket|ticket|hotel booking|booking|reservation"
    "|parking permit|permit|passport|visa|credit card|debit card|bank card|card|current account|savings account"
    "|joint account|account|mortgage|loan|isa|pension|standing order|direct debit|policy|insurance|claim|subscription"
    "|membership|plan|contract|voucher|gift card|prescription|inhaler|hearing aid|wheelchair|brace|parcel|package|order"
    "|grocery order|food order|shopping|tax return|benefit claim|student loan|garage door|generator|lawnmower|drill"
)
_NOT_IT: Final = (
    r"(?!'s (?:number|name)\b)(?![- ](?:park|machine parts|door|box|lads?|number|line|charge|bill|company|shop"
    r"|seat|hire"
    r"|insurance|reader|machine|office|desk|crash|accident|wash|boot|key|handler|manager|call|screen|team|tax"
    r"|fee|fees|rental|system|site|of stairs|was to)\b)"
)
_OWN: Final = re.compile(
    rf"\b(?:my|our) (?:(?:new|old|little|current|other|bloody|damn|poor|big|smart"
    rf"|whole) )?(?P<product>{_PRODUCTS})\b{_NOT_IT}",
    re.IGNORECASE,
)
_NAMED: Final = re.compile(
    rf"\b(?:the|this|that) (?:(?:new|old|lovely|wrong|same|bloody|damn|smart"
    rf"|whole) ){{0,2}}(?P<product>{_PRODUCTS})\b{_NOT_IT}",
    re.IGNORECASE,
)
_ABSTRACT: Final = frozenset(
    (
        "claim",
        "account",
        "insurance",
        "card",
        "ticket",
        "contract",
        "plan",
        "shopping",
        "table",
        "desk",
        "ring",
        "watch",
        "chair",
        "train",
        "app",
        "internet",
        "bag",
        "phone",
        "computer",
    )
)
"""Named without "my" these are often something else: "the phone says", "a card through the door"."""
_BESIDE: Final = re.compile(
    r"\b(?:on|in|to|at|over|onto|into|from|by|off|under|behind|isn't (?:for|about)|not|never (?:ordered|had"
    r"|owned)|another)\s(?:the )?$",
    re.IGNORECASE,
)
_LOST_ON: Final = re.compile(
    r"\b(?:(?:charge|money|payment|dollars|pounds|coins|held|hold|twelve hundred)\b.*\b(?:on|with|from)|with)\s$", re.I
)

_ISSUES: Final = tuple(
    (re.compile(pattern, re.IGNORECASE), issue)
    for pattern, issue in (
        (
            r"\b(?:double|twice|two times|(?:two|three|four|five) times)\b.*\b(?:charg|bill|paid|payment)\w*"
            r"|\b(?:charg\w*|billed|bill|debited|payment|deposit|taken|took (?:it|the money"
            r"|payment))\b[^.?!]{0,30}?\btwice\b|\bdouble[- ]charg",
            "the double charge",
        ),
        (r"\brefund(?:s|ed)?\b|\bmoney back\b", "the refund"),
        (r"\bdeposit\b", "the deposit"),
        (
            r"\b(?:late|cancellation|overdraft|cleaning|handling|admin|delivery|booking|transfer|service"
            r"|return|facility|exit|\w+) fees?\b",
            "the fee",
        ),
        (
            r"(?<!free of )(?<!no )(?<!in )\b(?:charge|charges|charged|charging)\b(?! (?:it|of|up|my (?:phone"
            r"|car)|the (?:phone|car|battery)|nurse|point|cable|port|again)\b)"
            r"(?<!full charge)",
            "the charge",
        ),
        (
            r"(?:\b(?:my|the|a|this|that|our|last month's|quarter's|'s|your|electric|gas|water|phone) "
            r"|\b)(?:bill|invoice)\b|\bbilled\b|\bbills\b",
            "the bill",
        ),
        (
            r"\b(?:my|the|a|this|your|that|missed|last|standing) (?:\w+ )?payment\b(?! (?:plan|method|page"
            r"|card|details))",
            "the payment",
        ),
        (r"\b(?:cancel(?:l?ed|l?ing|lation)?)\b", "the cancellation"),
        (
            r"\bdeliver(?:y|ed|ing|ies)?\b|\b(?:parcel|package) (?:has|hasn't|never|didn't|was|is|still)"
            r"|\b(?:driver)\b.*\b(?:order|parcel)\b",
            "the delivery",
        ),
        (
            r"\b(?:return(?:ing)? (?:it|them|this|something|the)|(?:the|my|a) return\b(?! (?:flight|ticket|leg"
            r"|journey|train)))",
            "the return",
        ),
        (r"\bexchange\b(?! rate)", "the exchange"),
        (
            r"\b(?:outage|wi-?fi|(?<!use )(?:the|my|our|no) (?:internet|broadband)|(?:the|my|our) connection|(?:line"
            r"|signal)(?:'s| is| has| keeps)? (?:down|dead|dropp\w+|gone))\b",
            "the connection",
        ),
        (r"\b(?:my|the|our|an?) (?:\w+ )?appointment\b", "the appointment"),
        (r"\b(?:my|the|our|a|same|this|that) (?:\w+ )?claim\b(?! form)", "the claim"),
        (
            r"\brepair(?:s|ed|ing)?\b|\b(?:engineer|technician)s? (?:never|didn't|hasn't|was|still|to come"
            r"|came|coming|visit|turn\w*|have|has)",
            "the repair",
        ),
        (
            r"\b(?:password|pass ?code|log ?in|log(?:ged|ging)? (?:in|on)|sign in|locked (?:me )?out of (?:my"
            r"|the|our) (?:account|app|email|phone))\b",
            "the login",
        ),
        (r"\b(?:my|the|our) (?:bank )?transfer\b", "the transfer"),
        (r"\bmy (?:formal |official )?complaint\b|\b(?:the|a) complaint i\b", "the complaint"),
    )
)


def product(text: str) -> str | None:
    """The thing that the customer speaks of: "my new router" is theirs, "on the sofa" is only a place."""
    own = [match["product"].lower() for match in _OWN.finditer(text) if not _place(text[: match.start()])]
    if own:
        return own[0]
    named = {
        match["product"].lower()
        for match in _NAMED.finditer(text)
        if match["product"].lower() not in _ABSTRACT and not _BESIDE.search(text[: match.start()])
    }
    return named.pop() if len(named) == 1 else None


def issue(text: str) -> str | None:
    """What is wrong, in words that follow "I'll look at": ``the refund``."""
    return next((words for pattern, words in _ISSUES if pattern.search(text)), None)


def _place(before: str) -> bool:
    """Whether the thing is only where something is, as in "in my bag"; "a charge on my card" is about the card."""
    return _BESIDE.search(before) is not None and _LOST_ON.search(before) is None
