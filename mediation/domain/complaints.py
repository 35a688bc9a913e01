"""A complaint as it is filed: one about each loan, made from what a person said in the draft."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from mediation.domain.accounts import same_address
from mediation.domain.admission import first_to_answer
from mediation.domain.intake import (
    FOR_ANOTHER,
    Content,
    Step,
    answer,
    has_several_loans,
    lane_of,
    steps_of,
)
from mediation.domain.lanes import Lane
from mediation.domain.parties import Channel, CompanyRole, ConsentKind, PartyKind


@dataclass(frozen=True)
class Person:
    """Somebody on the complainant's side."""

    kind: PartyKind
    name: str
    phone: str = ""
    email: str = ""
    authority: Mapping[str, Any] = field(default_factory=dict)
    reach: Mapping[str, Any] = field(default_factory=dict)
    support: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Involved:
    """A company with its part in the loan; `organisation_id` where it is known to us."""

    name: str
    role: CompanyRole
    organisation_id: int | None = None
    answers: bool = False


@dataclass(frozen=True)
class Happening:
    """Something that happened, with its day where it is known."""

    words: str
    on: date | None = None


@dataclass(frozen=True)
class Attached:
    """A file handed in with the complaint."""

    kind: str
    name: str
    kept_back: bool = False


@dataclass(frozen=True)
class Complaint:
    """All of one complaint. The first of `people` is the one whose complaint it is."""

    lane: Lane
    people: tuple[Person, ...]
    companies: tuple[Involved, ...]
    also: tuple[Lane, ...] = ()
    channel: Channel = Channel.WEB
    loan: Mapping[str, Any] = field(default_factory=dict)
    amount_fen: int | None = None
    happenings: tuple[Happening, ...] = ()
    story: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)
    prior: Mapping[str, Any] = field(default_factory=dict)
    wishes: Mapping[str, Any] = field(default_factory=dict)
    identity_withheld: bool = False
    consents: frozenset[ConsentKind] = frozenset()
    files: tuple[Attached, ...] = ()

    @property
    def complainant(self) -> Person:
        """Whose complaint it is."""
        return self.people[0]

    @property
    def filer(self) -> Person:
        """Who wrote it: the complainant, or whoever acts for them."""
        return self.people[-1]

    @property
    def respondent(self) -> Involved | None:
        """The company that must answer; None where nobody known can."""
        return next((company for company in self.companies if company.answers), None)

    @property
    def against(self) -> str:
        """The company by which lists know the case: whoever answers, else the first named."""
        named = (row for row in self.companies if row.name)
        return (self.respondent or next(named, Involved("", CompanyRole.UNKNOWN))).name


def complaints_of(content: Content, files: Iterable[Attached] = ()) -> list[Complaint]:
    """One complaint for each loan of a draft; each knows nothing of the other loans.

    Only steps that this complaint has count: what was said in another lane is not carried over.
    """
    lane = lane_of(content)
    if lane is None:
        return []
    said = {step: answer(content, step) for step in steps_of(content)}
    story = said[Step.STORY]
    shared: dict[str, Any] = {
        "lane": lane,
        "people": tuple(_people(said, lane)),
        "also": tuple(Lane(name) for name in story.get("also") or ()),
        "channel": Channel(said.get(Step.CHANNEL, {}).get("channel") or Channel.WEB),
        "happenings": tuple(_happenings(said.get(Step.EVENTS) or [])),
        "story": story.get("story", ""),
        "prior": dict(said.get(Step.PRIOR, {})),
        "wishes": _wishes(said.get(Step.WISHES, {}), several=has_several_loans(content)),
        "identity_withheld": lane is Lane.BYSTANDER
        or said.get(Step.IDENTITY, {}).get("withheld") is True,
        "consents": frozenset(kind for kind in ConsentKind if said[Step.CONSENTS].get(kind)),
        "files": tuple(files),
    }
    details = said[Step.DETAILS]
    loans = said[Step.LOANS] or [{"companies": []}]
    if lane is Lane.BYSTANDER:
        # Callers, and no loans: whoever changed the lane on the way still files once.
        callers = [company for loan in loans for company in loan["companies"]]
        loans = [{**loans[0], "companies": callers}]
    return [
        _about(loan, {**shared, "details": {**details, **loan.get("details", {})}})
        for loan in loans
    ]


def _about(loan: Mapping[str, Any], shared: dict[str, Any]) -> Complaint:
    named = [
        Involved(row["name"], CompanyRole(row["role"]), row.get("organisation_id"))
        for row in loan["companies"]
    ]
    if loan.get("unknown") and not named:
        named = [Involved("", CompanyRole.UNKNOWN)]
    debt = {} if shared["lane"] is Lane.BYSTANDER else loan
    return Complaint(
        **shared,
        companies=with_answering(named),
        loan=_filled(debt, ("name", "on", "contract", "phone")),
        amount_fen=debt.get("amount_fen"),
    )


def _wishes(wishes: Mapping[str, Any], *, several: bool) -> dict[str, Any]:
    """What is wanted; of several loans together no sum, which would tell of the others."""
    return {name: wishes[name] for name in wishes if not (several and name == "amount_fen")}


def own_channel(complaint: Complaint) -> tuple[str, str] | None:
    """By which channel, and where, somebody is told that another person filed for them.

    Never where whoever filed reads it too; none also for a deceased.
    """
    own, filer = complaint.complainant, complaint.filer
    if filer.kind not in (PartyKind.REPRESENTATIVE, PartyKind.RELATIVE):
        return None
    theirs = (filer.phone, filer.email, filer.reach.get("safe_number", ""))
    shared = {same_address(contact) for contact in theirs}
    for channel, address in (("mail", own.email), ("sms", own.phone)):
        if address and same_address(address) not in shared:
            return channel, address
    return None


def with_answering(companies: Iterable[Involved]) -> tuple[Involved, ...]:
    """The same companies, the one that must answer marked; none where nobody known can."""
    rows = list(companies)
    first = first_to_answer(rows)
    return tuple(
        Involved(row.name, row.role, row.organisation_id, answers=row is first) for row in rows
    )


def _people(said: Mapping[Step, Any], lane: Lane) -> Iterable[Person]:
    contact = said[Step.CONTACT]
    kind = PartyKind(said.get(Step.WHO, {}).get("kind") or PartyKind.COMPLAINANT)
    if lane is Lane.BYSTANDER:
        kind = PartyKind.BYSTANDER
    given = said.get(Step.REPRESENTED, {})
    # What tells of health or hardship is kept only where that was agreed to.
    agreed = said[Step.CONSENTS].get(ConsentKind.SENSITIVE)
    support = _filled(said[Step.SUPPORT] if agreed else {}, ("needs", "situation", "words"))
    if kind in FOR_ANOTHER:
        yield Person(
            PartyKind.COMPLAINANT,
            given.get("name", ""),
            phone=given.get("phone") or "",
            email=given.get("email") or "",
            support=support,
        )
        support = {}
    yield Person(
        kind,
        contact.get("name", ""),
        phone=contact.get("phone") or "",
        email=contact.get("email") or "",
        authority=_filled(given, ("relation", "authority", "fee", "fee_fen")),
        reach=_filled(contact, ("safe_number", "hours", "wording")),
        support=support,
    )


def _filled(given: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    return {name: given[name] for name in names if given.get(name)}


def _happenings(rows: Iterable[Mapping[str, Any]]) -> Iterable[Happening]:
    read = [
        Happening(row["words"], date.fromisoformat(row["on"]) if row.get("on") else None)
        for row in rows
    ]
    return sorted(read, key=lambda row: (row.on is None, row.on or date.min))
