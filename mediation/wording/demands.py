"""The sentences that tables of the domain ask for: one line a table, each a list of keys."""

from collections.abc import Callable, Iterable
from enum import StrEnum

from mediation.domain import consents, intake, questions, voices
from mediation.domain.admission import Authority, Instead, StandstillAnswer
from mediation.domain.answers import Contest, LenderAnswerKind, ReliefKind
from mediation.domain.arbitration import AwardKind, ReferralEnd, ReferralReason
from mediation.domain.assignment import (
    NO_ANSWER,
    REACH,
    TAKEN_BACK,
    NotTaken,
    Obstacle,
    Replacement,
)
from mediation.domain.calendar_notice import Holiday
from mediation.domain.clocks import Extender, Mark, clocks
from mediation.domain.court import CourtStep
from mediation.domain.deadlines import Lateness, Reckoning
from mediation.domain.events import Event
from mediation.domain.hearings import SIDES, Change, HearingState, Mode
from mediation.domain.lanes import Lane
from mediation.domain.negotiation import Every, OfferAnswer
from mediation.domain.notices import kinds
from mediation.domain.outcomes import (
    Decline,
    Missing,
    NoSettlement,
    Outcome,
    Pause,
    Reopening,
    Withdrawal,
)
from mediation.domain.outside import OutsideStep
from mediation.domain.overrides import Leeway
from mediation.domain.parties import Channel, ConsentKind, PartyKind
from mediation.domain.repayment import PayState
from mediation.domain.roles import DESK_OF, Role
from mediation.domain.settlement import SIGNERS, AgreementEnd, Part
from mediation.domain.spaces import WRITES, Side, Space
from mediation.domain.standing import Standing

# Lists of which every member is shown to somebody, as `<name of the list>.<member>`.
SPOKEN: list[type[StrEnum]] = [
    AgreementEnd,
    Authority,
    AwardKind,
    Change,
    Channel,
    ConsentKind,
    Contest,
    CourtStep,
    Decline,
    Event,
    Every,
    Extender,
    HearingState,
    Holiday,
    Instead,
    Lane,
    Lateness,
    LenderAnswerKind,
    Leeway,
    Mark,
    Missing,
    Mode,
    NoSettlement,
    NotTaken,
    Obstacle,
    OfferAnswer,
    Outcome,
    OutsideStep,
    Part,
    PartyKind,
    Pause,
    PayState,
    Reckoning,
    ReferralEnd,
    ReferralReason,
    ReliefKind,
    Reopening,
    Replacement,
    Role,
    Side,
    Standing,
    StandstillAnswer,
    Withdrawal,
]

# Lists of which every member also has a sentence beside it, as `<list>.<member>.<which>`.
EXPLAINED: list[tuple[type[StrEnum], str]] = [
    (Authority, "takes"),
    (Decline, "instead"),
    (Decline, "when"),
    (Instead, "how"),
    (LenderAnswerKind, "means"),
    (Missing, "how"),
    (OutsideStep, "means"),
    (Pause, "lifted"),
    (ReliefKind, "means"),
    (StandstillAnswer, "means"),
]

NOTICE_PARTS = ("subject", "first", "silence", "body")

SEES = ("staff", "complainant", "lender", "visitor")


def _members() -> list[str]:
    return [f"{kind.__name__.lower()}.{member}" for kind in SPOKEN for member in kind]


def _explanations() -> list[str]:
    return [
        f"{kind.__name__.lower()}.{member}.{which}" for kind, which in EXPLAINED for member in kind
    ]


def _spaces() -> list[str]:
    return [f"space.{space}.{voice}" for space in Space for voice in SEES]


def _sends() -> list[str]:
    said_by = {"complainant": "complainant", "lender": "lender"}
    return [
        f"send.{space}.{said_by.get(str(DESK_OF.get(role)), 'staff')}"
        for role, spaces in WRITES.items()
        if role is not Role.SYSTEM
        for space in spaces
    ]


# What is said of a side in the words of whoever reads it.
TALKED_OF = ("side", "payer", "offer.of", "breach.by", "reported.by", "fact.only")


def _talks() -> list[str]:
    readers = [voice for voice in SEES if voice != "visitor"]
    keys = [f"{said}.{side}.{voice}" for said in TALKED_OF for side in SIDES for voice in readers]
    keys += [f"offer.waits.{side}" for side in SIDES]
    keys += [f"agreement.pays.{side}" for side in SIDES]
    keys += [f"agreement.signer.{side}" for side in SIGNERS]
    keys += [f"agreement.part.{part}" for part in Part]
    keys += [f"agreement.issue.{lane}" for lane in Lane]
    return [*keys, "payer.nobody", "payer.nobody.means", "offeranswer.stands"]


def _deadlines() -> Iterable[str]:
    """What each clock of which somebody is told is about, and what silence leads to."""
    told = [clock.id for clock in clocks().values() if clock.warns or clock.escalates]
    last = [rule for rule in told if clocks()[rule].is_reminded]
    keys = [f"deadline.{rule}.{part}" for rule in told for part in ("what", "silence")]
    return [*keys, *(f"deadline.{rule}.last" for rule in last)]


DEMANDS: list[Callable[[], Iterable[str]]] = [
    _members,
    _explanations,
    lambda: [f"reach.{channel}" for channel in REACH],
    lambda: [f"deadline.silence.{rule}" for rule in clocks()],
    lambda: [f"refusal.mediator_{obstacle}" for obstacle in Obstacle],
    # Why a mediator has not got a case is said in one place, whoever decided it.
    lambda: [f"nottaken.{reason}" for reason in (*Replacement, TAKEN_BACK, NO_ANSWER)],
    lambda: [f"notice.{kind}.{part}" for kind in kinds() for part in NOTICE_PARTS],
    lambda: [f"door.{lane}.{part}" for lane in Lane for part in ("title", "text")],
    _spaces,
    _sends,
    _talks,
    voices.sentences,
    _deadlines,
    lambda: [
        *questions.keys_of_questions(),
        *intake.keys_of_steps(),
        *consents.keys_of_consents(),
    ],
]


def demanded() -> set[str]:
    """Every key that some table asks for."""
    return {key for provider in DEMANDS for key in provider()}
