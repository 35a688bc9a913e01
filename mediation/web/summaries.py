"""A draft as its writer checks it: part by part, each with the step that changes it."""

from collections.abc import Sequence
from typing import NamedTuple

from mediation.domain.complaints import Complaint, complaints_of
from mediation.domain.intake import Content, Step, answer, name_of, steps_of
from mediation.models.intake import DraftFile
from mediation.wording.catalogue import lazy
from mediation.wording.complaints import Line, Teller


class Part(NamedTuple):
    """What was said at one step."""

    step: Step
    name: str
    lines: list[Line]


def summary_of(content: Content, files: Sequence[DraftFile], locale: str) -> list[Part]:
    """Every step of this complaint with its answers in words."""
    teller = Teller(locale)
    complaint = complaints_of(content)[0]
    lines: dict[Step, list[Line]] = {
        Step.LANE: [Line(teller.say("part.about"), teller.lanes(complaint.lane, complaint.also))],
        Step.CHANNEL: [_line(teller, lazy("part.channel"), f"channel.{complaint.channel}")],
        **_people(complaint, teller),
        Step.LOANS: _loans(content, teller),
        Step.EVENTS: [teller.happening(row) for row in complaint.happenings],
        Step.STORY: [Line(teller.say("part.story"), (complaint.story,))],
        Step.DETAILS: _details(content, teller),
        Step.PRIOR: teller.prior(complaint.prior),
        Step.WISHES: teller.wishes(complaint.wishes),
        Step.SUPPORT: teller.support(complaint.complainant.support),
        Step.FILES: [
            Line(teller.say(f"evidencekind.{row.kind}"), (row.name or "",)) for row in files
        ],
        Step.IDENTITY: [_line(teller, lazy("part.withheld"), f"withheld.{_word(complaint)}.title")],
        Step.CONSENTS: [
            _line(teller, f"consent.{kind}", lazy("consent.yes") if given else lazy("consent.no"))
            for kind, given in answer(content, Step.CONSENTS).items()
        ],
    }
    return [
        Part(step, name_of(step, content), lines[step])
        for step in steps_of(content)
        if step in lines
    ]


def _line(teller: Teller, label: str, text: str) -> Line:
    return Line(teller.say(label), (teller.say(text),))


def _word(complaint: Complaint) -> str:
    return "yes" if complaint.identity_withheld else "no"


def _people(complaint: Complaint, teller: Teller) -> dict[Step, list[Line]]:
    """Who complains, for whom, and how to reach them."""
    filer = complaint.filer
    represented = () if filer is complaint.complainant else teller.person(complaint.complainant)
    return {
        Step.WHO: [_line(teller, lazy("part.who"), f"who.{filer.kind}.title")],
        Step.REPRESENTED: [*represented, *teller.authority(filer.authority)],
        Step.CONTACT: [*teller.person(filer), *teller.reach(filer.reach)],
    }


def _details(content: Content, teller: Teller) -> list[Line]:
    """What the lane asked, of several loans one after the other under its name."""
    complaints = complaints_of(content)
    lines: list[Line] = []
    for complaint in complaints:
        if len(complaints) > 1 and complaint.loan.get("name"):
            lines.append(Line(teller.say("part.loan"), (complaint.loan["name"],)))
        lines += teller.details(complaint.lane, complaint.details)
    return lines


def _loans(content: Content, teller: Teller) -> list[Line]:
    """Loan after loan, each followed by its companies."""
    lines: list[Line] = []
    for complaint in complaints_of(content):
        lines += teller.loan(complaint.loan, complaint.amount_fen)
        lines += teller.companies(complaint.companies)
    return lines
