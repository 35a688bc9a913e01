"""The words of a settlement agreement: what is proposed to the one who drafts, what is fixed."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from mediation.domain.negotiation import Every, Terms
from mediation.domain.repayment import Due, plan_of
from mediation.domain.settlement import Part
from mediation.domain.spaces import Side
from mediation.wording import formats
from mediation.wording.catalogue import say


class Ground(NamedTuple):
    """What is known of the case on the day of drafting."""

    reference: str
    complainant: str
    lender: str
    body: str
    mediator: str  # Empty where the sides settled by themselves.
    lane: str
    filed_at: datetime
    amount_fen: int | None
    facts: Sequence[str]  # Those that both sides confirmed.
    words: str  # What the offer promises beside money.


def proposed(ground: Ground, *, language: str, zone: str) -> dict[Part, str]:
    """A first text of the parts that are written by hand."""
    return {
        Part.PARTIES: _parties(ground, language),
        Part.FACTS: _facts(ground, language, zone),
        Part.ISSUES: say(
            "agreement.issues", language, issue=say(f"agreement.issue.{ground.lane}", language)
        ),
        Part.TERMS: ground.words.strip() or say("agreement.no_other_terms", language),
    }


def fixed(terms: Terms, *, language: str) -> dict[Part, str]:
    """The parts that nobody edits: what is paid and when, and from when it binds."""
    return {
        Part.PAYMENT: _payment(terms, language),
        Part.EFFECT: say("agreement.effect", language),
    }


def _parties(ground: Ground, language: str) -> str:
    facts = ground._asdict()
    names = {name: facts[name] for name in ("complainant", "lender", "body", "mediator")}
    return say(
        "agreement.parties" if ground.mediator else "agreement.parties_without_mediator",
        language,
        **names,
    )


def _facts(ground: Ground, language: str, zone: str) -> str:
    filed_on = formats.day(formats.in_zone(ground.filed_at, zone).date(), language)
    lines = [
        say("agreement.filed", language, day=filed_on, reference=ground.reference)
        if ground.amount_fen is None
        else say(
            "agreement.filed_for",
            language,
            day=filed_on,
            reference=ground.reference,
            sum=formats.money(ground.amount_fen),
        )
    ]
    if ground.facts:
        lines += [say("agreement.agreed", language), *ground.facts]
    return "\n".join(lines)


def _payment(terms: Terms, language: str) -> str:
    plan = plan_of(terms)
    if not plan:
        return say("agreement.no_money", language)
    whole = say(
        f"agreement.pays.{terms.payer}",
        language,
        sum=formats.money(terms.total_fen),
        capital=formats.capital_money(terms.total_fen),
    )
    if len(plan) == 1:
        return "\n".join(
            [whole, say("agreement.once", language, day=_day(plan[0].due_on, language))]
        )
    return "\n".join(
        [whole, _rhythm(terms, plan, language), *(_line(due, language) for due in plan)]
    )


def _rhythm(terms: Terms, plan: list[Due], language: str) -> str:
    return say(
        "agreement.every_week" if terms.every is Every.WEEK else "agreement.every_month",
        language,
        count=len(plan),
        each=formats.money(plan[0].amount_fen),
        capital=formats.capital_money(plan[0].amount_fen),
        last=formats.money(plan[-1].amount_fen),
        first_day=_day(plan[0].due_on, language),
        last_day=_day(plan[-1].due_on, language),
    )


def _line(due: Due, language: str) -> str:
    return say(
        "agreement.line",
        language,
        number=due.number,
        day=_day(due.due_on, language),
        sum=formats.money(due.amount_fen),
    )


def _day(day: date, language: str) -> str:
    return formats.day(day, language)


def title_of(part: Part, *, language: str) -> str:
    """The heading of a part, in the language of the text."""
    return say(f"agreement.part.{part}", language)


def signer_title(side: Side, *, language: str) -> str:
    """Under which word a side signs."""
    return say(f"agreement.signer.{side}", language)
