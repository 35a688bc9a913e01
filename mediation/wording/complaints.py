"""A complaint in words: for its writer, for whoever reads the case, and for the lender."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from mediation.domain.complaints import Happening, Involved, Person
from mediation.domain.lanes import Lane
from mediation.domain.parties import CompanyRole
from mediation.domain.questions import QUESTIONS, Kind, Question
from mediation.wording.catalogue import catalogue_of, lazy
from mediation.wording.formats import NO_BREAK, day, money

MOBILE = 11  # Figures of a mobile number at home.


class Line(NamedTuple):
    """What was asked, and what was answered: one text or several."""

    label: str
    texts: tuple[str, ...]


def written_phone(number: str) -> str:
    """A kept number as people write it: `138 0000 1234`; other countries keep their prefix."""
    home = number.removeprefix("+86")
    if home == number or len(home) != MOBILE:
        return number
    return f"{home[:3]} {home[3:7]} {home[7:]}".replace(" ", NO_BREAK)


class Teller:
    """Puts the parts of a complaint into words of one language."""

    def __init__(self, locale: str) -> None:
        self.locale = locale
        self.say = catalogue_of(locale).say

    def phone(self, number: str) -> str:
        """A number as people write it."""
        return written_phone(number)

    def person(self, person: Person) -> list[Line]:
        """Name and contact, as they were given."""
        return self._lines(
            (lazy("part.name"), person.name),
            (lazy("part.phone"), written_phone(person.phone)),
            (lazy("part.email"), person.email),
        )

    def reach(self, reach: Mapping[str, Any]) -> list[Line]:
        """How to reach somebody safely."""
        return self._lines(
            (lazy("part.safe_number"), written_phone(reach.get("safe_number") or "")),
            (lazy("part.hours"), self._all("hours", reach.get("hours"))),
            (lazy("part.wording"), self._one("wording", reach.get("wording"))),
        )

    def authority(self, authority: Mapping[str, Any]) -> list[Line]:
        """By what right somebody acts for another, and what they take for it."""
        return self._lines(
            (lazy("part.relation"), self._one("relation", authority.get("relation"))),
            (lazy("part.authority"), self._one("authority", authority.get("authority"))),
            (lazy("part.fee"), self._yes_no(authority.get("fee"))),
            (lazy("part.fee_fen"), self._money(authority.get("fee_fen"))),
        )

    def support(self, support: Mapping[str, Any]) -> list[Line]:
        """What would make it easier, and what is to be taken into account."""
        return self._lines(
            (lazy("part.needs"), self._all("need", support.get("needs"))),
            (lazy("part.situation"), self._all("situation", support.get("situation"))),
            (lazy("part.support_words"), support.get("words")),
        )

    def companies(self, companies: Iterable[Involved]) -> list[Line]:
        """Each company with its part in the loan."""
        return [
            Line(
                self.say(f"companyrole.{row.role}"),
                (row.name or self.say("part.nobody_known"),),
            )
            for row in companies
            if row.name or row.role is CompanyRole.UNKNOWN
        ]

    def loan(self, loan: Mapping[str, Any], amount_fen: int | None) -> list[Line]:
        """The loan as the complainant knows it."""
        return self._lines(
            (lazy("part.loan"), loan.get("name")),
            (lazy("part.amount"), self._money(amount_fen)),
            (lazy("part.taken_on"), self._day(loan.get("on"))),
            (lazy("part.contract"), loan.get("contract")),
            (lazy("part.loan_phone"), written_phone(loan.get("phone") or "")),
        )

    def happening(self, happening: Happening) -> Line:
        """One thing that happened, under its day."""
        label = day(happening.on, self.locale) if happening.on else self.say("part.some_day")
        return Line(label, (happening.words,))

    def details(self, lane: Lane, details: Mapping[str, Any]) -> list[Line]:
        """What the lane asked; what was left empty is left out."""
        lines = []
        for question in QUESTIONS[lane]:
            key = f"question.{lane}.{question.name}"
            lines += self._lines((key, self._answer(key, question, details.get(question.name))))
        return lines

    def prior(self, prior: Mapping[str, Any]) -> list[Line]:
        """Whether the company was told, and what it said."""
        return self._lines(
            (lazy("part.told"), self._yes_no(prior.get("told"))),
            (lazy("part.told_on"), self._day(prior.get("on"))),
            (lazy("part.told_way"), self._one("way", prior.get("way"))),
            (lazy("part.lender_said"), self._one("lender_said", prior.get("answer"))),
            (lazy("part.lender_words"), prior.get("words")),
        )

    def wishes(self, wishes: Mapping[str, Any]) -> list[Line]:
        """What the complainant wants."""
        return self._lines(
            (lazy("part.wishes"), self._all("wish", wishes.get("kinds"))),
            (lazy("part.wish_words"), wishes.get("words")),
            (lazy("part.wish_fen"), self._money(wishes.get("amount_fen"))),
        )

    def lanes(self, lane: Lane, also: Iterable[Lane]) -> tuple[str, ...]:
        """What the complaint is about: the main thing first."""
        return tuple(self.say(f"lane.{name}") for name in (lane, *also))

    def _lines(self, *pairs: tuple[str, str | tuple[str, ...] | None]) -> list[Line]:
        return [
            Line(self.say(key), value if isinstance(value, tuple) else (value,))
            for key, value in pairs
            if value
        ]

    def _answer(self, key: str, question: Question, value: Any) -> str | tuple[str, ...] | None:
        if value is None or value == "" or value == []:
            return None
        written: dict[Kind, Callable[[], str | tuple[str, ...] | None]] = {
            Kind.MONEY: lambda: money(value),
            Kind.PHONE: lambda: written_phone(value),
            Kind.DAY: lambda: self._day(value),
            Kind.ONE: lambda: self._one(key, value),
            Kind.SOME: lambda: self._all(key, value),
            Kind.YES_NO: lambda: self._yes_no(value),
            Kind.TICK: lambda: self._yes_no("yes" if value else "no"),
        }
        return written.get(question.kind, lambda: str(value))()

    def _one(self, group: str, name: str | None) -> str | None:
        return self.say(f"{group}.{name}") if name else None

    def _all(self, group: str, names: Iterable[str] | None) -> tuple[str, ...]:
        return tuple(self.say(f"{group}.{name}") for name in names or ())

    def _yes_no(self, answer: str | None) -> str | None:
        return self.say({"yes": "Yes", "no": "No"}[answer]) if answer else None

    def _money(self, fen: int | None) -> str | None:
        return None if fen is None else money(fen)

    def _day(self, text: str | None) -> str | None:
        return day(date.fromisoformat(text), self.locale) if text else None
