"""The form of a lane's own questions, built from the table of the domain."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from mediation.domain.lanes import Lane
from mediation.domain.questions import QUESTIONS, Kind, Question
from mediation.web.forms.asked import Asked
from mediation.web.forms.base import Form
from mediation.web.forms.fields import Choice, Day, Money, MultiCheck, Phone, Text, Tick
from mediation.wording.catalogue import lazy

YES_NO = [("yes", lazy("Yes")), ("no", lazy("No"))]


def worded(group: str, names: Iterable[str]) -> list[tuple[str, str]]:
    """Options whose words stand in the catalogues under the name of their group."""
    return [(name, f"{group}.{name}") for name in names]


@cache
def questions_form(lane: Lane, *, each_only: bool = False) -> type[Form]:
    """The form of `lane`, its fields named as the questions are; or of one more loan alone."""
    asked = [row for row in QUESTIONS[lane] if row.each or not each_only]
    fields = {question.name: _field(lane, question) for question in asked}
    return type(f"{lane.title()}Form", (Form,), fields)


def _field(lane: Lane, question: Question) -> Asked:
    key = f"question.{lane}.{question.name}"
    hint = f"{key}.hint" if question.hint else ""
    asked: dict[str, Any] = {"optional": not question.needed, "hint": hint}
    options = worded(key, question.options)
    match question.kind:
        case Kind.MONEY:
            return Money(key, least=0, **asked)
        case Kind.RATE:
            return Text(key, most=60, width="m", **asked)
        case Kind.TEXT:
            return Text(key, most=120, **asked)
        case Kind.AREA:
            return Text(key, most=4000, rows=4, **asked)
        case Kind.PHONE:
            return Phone(key, **asked)
        case Kind.DAY:
            return Day(key, past=True, **asked)
        case Kind.ONE:
            return Choice(key, options=options, **asked)
        case Kind.SOME:
            return MultiCheck(key, options=options, **asked)
        case Kind.YES_NO:
            return Choice(key, options=YES_NO, **asked)
        case Kind.TICK:
            return Tick(key, **asked)
