"""What filing asks, as plain fields: one table for the form, the case page and the lender."""

from enum import StrEnum
from typing import NamedTuple

from mediation.domain.lanes import Lane


class Kind(StrEnum):
    """How a question is answered."""

    MONEY = "money"  # In fen.
    RATE = "rate"  # Per cent a year, as advertised: `7.2`, `万五`, in words.
    TEXT = "text"
    AREA = "area"
    PHONE = "phone"
    DAY = "day"
    ONE = "one"  # One of `options`.
    SOME = "some"  # Any of `options`.
    YES_NO = "yes_no"
    TICK = "tick"


class Question(NamedTuple):
    """One question.

    `withheld`: the lender sees the answer even while it may not know who asks. `each`: asked of
    every loan by itself, and told to that loan's lender alone.
    """

    name: str
    kind: Kind
    needed: bool = False
    options: tuple[str, ...] = ()
    withheld: bool = False
    lender: bool = True  # False: the lender never sees it.
    each: bool = False
    hint: bool = False  # An explanation stands under `question.<lane>.<name>.hint`.


FEES = (
    Question("received_fen", Kind.MONEY, needed=True, each=True, hint=True),
    Question("paid_fen", Kind.MONEY, each=True),
    Question("rate", Kind.RATE, withheld=True, each=True, hint=True),
    Question(
        "named",
        Kind.SOME,
        options=(
            "deduction",
            "guarantee",
            "membership",
            "benefit",
            "intermediary",
            "service",
            "penalty",
            "unclear",
        ),
        withheld=True,
        each=True,
    ),
    Question("fees", Kind.AREA, each=True, hint=True),
)
CONDUCT = (
    Question("since", Kind.DAY),
    Question(
        "often",
        Kind.ONE,
        needed=True,
        options=("often_many", "often_daily", "often_weekly", "often_once"),
    ),
    Question(
        "what",
        Kind.SOME,
        options=(
            "bombing",
            "night",
            "threat",
            "insult",
            "impersonation",
            "visit",
            "third_persons",
            "public",
        ),
        withheld=True,
    ),
    Question(
        "told",
        Kind.SOME,
        options=("family", "friends", "employer", "neighbours", "strangers"),
        withheld=True,
    ),
    Question("numbers", Kind.AREA, lender=False, hint=True),
)
IDENTITY = (
    Question("known", Kind.AREA, needed=True, hint=True),
    Question(
        "how",
        Kind.ONE,
        options=("lost_papers", "someone_known", "number_reused", "not_known"),
        withheld=True,
    ),
    Question("police", Kind.YES_NO),
    Question("police_number", Kind.TEXT, hint=True),
    Question(
        "credit_entry", Kind.ONE, options=("entry_yes", "entry_no", "entry_unknown"), each=True
    ),
)
HARDSHIP = (
    Question(
        "why",
        Kind.SOME,
        options=("job_lost", "less_income", "illness", "family", "disaster", "many_debts", "other"),
        withheld=True,
    ),
    Question("income_fen", Kind.MONEY),
    Question("costs_fen", Kind.MONEY, hint=True),
    Question("debts_fen", Kind.MONEY, hint=True),
    Question("can_pay_fen", Kind.MONEY, needed=True, each=True, hint=True),
    Question(
        "wanted",
        Kind.ONE,
        options=("instalments", "extension", "both"),
        withheld=True,
        each=True,
    ),
)
BYSTANDER = (
    Question("number", Kind.PHONE, needed=True, hint=True),
    Question("since", Kind.DAY),
    Question(
        "often",
        Kind.ONE,
        options=("often_many", "often_daily", "often_weekly", "often_once"),
        withheld=True,
    ),
    Question("asked_to_stop", Kind.YES_NO, withheld=True),
    Question("callers", Kind.AREA, lender=False, hint=True),
    Question("reveal_number", Kind.TICK, hint=True),
)

QUESTIONS: dict[Lane, tuple[Question, ...]] = {
    Lane.FEES: FEES,
    Lane.CONDUCT: CONDUCT,
    Lane.IDENTITY: IDENTITY,
    Lane.HARDSHIP: HARDSHIP,
    Lane.BYSTANDER: BYSTANDER,
}


def needed_of(lane: Lane, *, each: bool) -> tuple[str, ...]:
    """What cannot be left out: of every loan by itself, or once for all of them."""
    return tuple(row.name for row in QUESTIONS[lane] if row.needed and row.each is each)


def names_of(lane: Lane, *, each: bool) -> frozenset[str]:
    """What is asked of every loan by itself, or once for all of them."""
    return frozenset(row.name for row in QUESTIONS[lane] if row.each is each)


# The answers of the steps that every lane has.
RELATIONS = (
    "spouse",
    "parent",
    "child",
    "sibling",
    "relative",
    "guardian",
    "friend",
    "lawyer",
    "agent",
)
AUTHORITIES = ("written", "spoken", "guardianship", "inheritance", "not_yet")
HOURS = ("morning", "noon", "afternoon", "evening", "weekend")
WORDINGS = ("plain", "neutral")
WAYS = ("hotline", "app", "mail", "branch", "collector", "regulator")
LENDER_SAID = ("nothing", "refused", "partly", "promised")
NEEDS = ("companion", "large_print", "voice", "text", "interpreter", "slow")
SITUATIONS = ("elderly", "illness", "disability", "pregnant", "children", "violence", "despair")
WISHES: dict[Lane, tuple[str, ...]] = {
    Lane.FEES: ("refund", "recalculate", "waive", "instalments", "settle_up", "explanation"),
    Lane.CONDUCT: ("stop_third", "stop_calls", "apology", "compensation", "instalments", "waive"),
    Lane.IDENTITY: ("not_mine", "credit", "stop_calls", "data_deleted", "explanation"),
    Lane.HARDSHIP: ("instalments", "extension", "waive", "recalculate", "stop_third"),
    Lane.BYSTANDER: (),
}
EVERY_WISH = tuple(dict.fromkeys(wish for wishes in WISHES.values() for wish in wishes))


def keys_of_questions() -> list[str]:
    """Every sentence that these tables ask the catalogues for."""
    keys = [
        f"{group}.{name}"
        for group, names in (
            ("relation", RELATIONS),
            ("authority", AUTHORITIES),
            ("hours", HOURS),
            ("wording", WORDINGS),
            ("way", WAYS),
            ("lender_said", LENDER_SAID),
            ("need", NEEDS),
            ("situation", SITUATIONS),
            ("wish", EVERY_WISH),
        )
        for name in names
    ]
    for lane, questions in QUESTIONS.items():
        for question in questions:
            key = f"question.{lane}.{question.name}"
            keys.append(key)
            keys.extend(f"{key}.hint" for _ in range(question.hint))
            keys.extend(f"{key}.{option}" for option in question.options)
    return keys
