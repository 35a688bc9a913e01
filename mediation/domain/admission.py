"""What an officer decides on a complaint, where to go instead, pauses, and the standstill asked."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol, TypeVar

from mediation.domain.errors import Refused
from mediation.domain.events import Event
from mediation.domain.lifecycle import Stage
from mediation.domain.outcomes import Decline
from mediation.domain.parties import CompanyRole, ConsentKind
from mediation.domain.permissions import Actor
from mediation.domain.roles import Role


class StandstillAnswer(StrEnum):
    YES = "yes"
    NO = "no"
    UNTIL = "until"


class Verdict(StrEnum):
    """What an officer decided on a complaint that is not simply admitted."""

    RETURNED = "returned"
    DECLINED = "declined"
    HANDED_OVER = "handed_over"


class Instead(StrEnum):
    """Where somebody can go with what we cannot take; address and number are in the catalogues."""

    POLICE = "police"
    COURT = "court"
    ENFORCEMENT_COURT = "enforcement_court"
    ARBITRATION_BODY = "arbitration_body"
    OTHER_MEDIATOR = "other_mediator"
    LOCAL_MEDIATION = "local_mediation"
    FINANCIAL_REGULATOR = "financial_regulator"
    MARKET_REGULATOR = "market_regulator"
    LEGAL_AID = "legal_aid"
    EXISTING_CASE = "existing_case"
    BYSTANDER_LANE = "bystander_lane"
    FILE_AGAIN = "file_again"


class Authority(StrEnum):
    """To whom a case is handed when no company can be found behind it."""

    POLICE = "police"
    FINANCIAL_REGULATOR = "financial_regulator"
    MARKET_REGULATOR = "market_regulator"
    INTERNET_REGULATOR = "internet_regulator"


# Nobody is sent away without a door to knock at.
WHERE_INSTEAD: dict[Decline, tuple[Instead, ...]] = {
    Decline.NOT_A_LOAN: (Instead.MARKET_REGULATOR, Instead.LEGAL_AID),
    Decline.NOT_A_PARTY: (Instead.BYSTANDER_LANE, Instead.LEGAL_AID),
    Decline.ALREADY_DECIDED: (Instead.ENFORCEMENT_COURT, Instead.LEGAL_AID),
    Decline.IN_COURT: (Instead.COURT, Instead.LEGAL_AID),
    Decline.IN_ARBITRATION: (Instead.ARBITRATION_BODY, Instead.LEGAL_AID),
    Decline.MEDIATED_ELSEWHERE: (Instead.OTHER_MEDIATOR, Instead.FILE_AGAIN),
    Decline.DUPLICATE: (Instead.EXISTING_CASE,),
    Decline.CRIME: (Instead.POLICE, Instead.LEGAL_AID),
    Decline.OUT_OF_AREA: (Instead.LOCAL_MEDIATION, Instead.FINANCIAL_REGULATOR),
    Decline.NO_COMPANY: (Instead.POLICE, Instead.FINANCIAL_REGULATOR, Instead.FILE_AGAIN),
}

# A collector answers through the lender; of an unknown company there is nobody to ask.
NOT_SEATED = frozenset({CompanyRole.COLLECTOR, CompanyRole.UNKNOWN})

# Which company answers when the complainant named several: the one whose money it is, first.
ANSWERS_FIRST = (
    CompanyRole.LENDER,
    CompanyRole.FUNDER,
    CompanyRole.PLATFORM,
    CompanyRole.GUARANTOR,
    CompanyRole.MEMBER_SHOP,
)

# What it means to say which company answers, at each stage where that may be said.
NAMED_BY: dict[Stage, Event] = {
    Stage.RECEIVED: Event.COMPANY_ADDED,
    Stage.TRACING: Event.COMPANY_FOUND,
    Stage.WITH_LENDER: Event.RESPONDENT_REPOINTED,
}

# A pause is looked at again at the latest after this time.
LONGEST_PAUSE = timedelta(days=90)


class Named(Protocol):
    """What the rules need to know of a company of the loan."""

    @property
    def organisation_id(self) -> int | None: ...
    @property
    def role(self) -> CompanyRole: ...
    @property
    def answers(self) -> bool: ...


SomeCompany = TypeVar("SomeCompany", bound=Named)


def may_answer(company: Named) -> bool:
    """Whether a complaint can be put to this company."""
    return company.organisation_id is not None and company.role not in NOT_SEATED


def first_to_answer(companies: Iterable[SomeCompany]) -> SomeCompany | None:
    """The company that answers: the one marked so, else the nearest to the money."""
    able = [company for company in companies if may_answer(company)]
    return min(
        able,
        key=lambda company: (not company.answers, ANSWERS_FIRST.index(company.role)),
        default=None,
    )


def event_of_naming(stage: Stage) -> Event:
    """What happens when an officer says at `stage` which company answers, or a refusal."""
    if stage not in NAMED_BY:
        raise Refused("respondent_is_settled", stage=stage)
    return NAMED_BY[stage]


def check_may_pass_on(
    consents: Collection[ConsentKind], *, identity_withheld: bool, view_seen: bool
) -> None:
    """Nothing reaches a lender that the complainant did not agree to pass on.

    Whoever withholds their name has first seen exactly what the lender will see.
    """
    if ConsentKind.PASS_TO_LENDER not in consents:
        raise Refused("consent_to_pass_on_missing")
    if identity_withheld and not view_seen:
        raise Refused("lender_view_not_seen")


def check_another_officer(decided_by_id: int, reviewer_id: int | None) -> None:
    """Nobody reviews their own decision."""
    if reviewer_id is None or reviewer_id == decided_by_id:
        raise Refused("own_decision")


def check_review_day(review_on: date, *, today: date) -> None:
    """A pause has a day, not too far off, on which it is looked at again."""
    if review_on <= today:
        raise Refused("review_day_over", day=review_on)
    latest = today + LONGEST_PAUSE
    if review_on > latest:
        raise Refused("review_day_too_far", latest=latest)


# Whoever pauses says which of these lifts it; an officer always can, as mediators are replaced.
LIFTERS = (Role.OFFICER, Role.MEDIATOR)


def check_lifter(lifter: Role, *, mediator_id: int | None) -> None:
    """A pause is lifted by an officer, or by the mediator where there is one."""
    if lifter not in LIFTERS or (lifter is Role.MEDIATOR and mediator_id is None):
        raise Refused("no_mediator_to_lift")


def may_lift(actor: Actor, lifter: Role, *, mediator_id: int | None) -> bool:
    """Whether somebody who works on the case is the one who lifts its pause."""
    if actor.role is Role.OFFICER:
        return True
    return lifter is Role.MEDIATOR and mediator_id is not None and actor.account_id == mediator_id


def check_standstill(answer: StandstillAnswer, until_on: date | None, *, today: date) -> None:
    """Only `until` has a day, and that day is to come."""
    if (answer is StandstillAnswer.UNTIL) != (until_on is not None):
        raise Refused("standstill_day_missing" if until_on is None else "standstill_day_unasked")
    if until_on is not None and until_on <= today:
        raise Refused("standstill_day_over", day=until_on)
