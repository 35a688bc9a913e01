"""What each consent is needed for, and by which name its lack refuses."""

from collections.abc import Collection

from mediation.domain.errors import Refused
from mediation.domain.events import Event
from mediation.domain.evidence import EvidenceKind
from mediation.domain.parties import ConsentKind
from mediation.domain.spaces import Side, Space

# Without the consent none of these happens.
NEEDED_FOR: dict[ConsentKind, tuple[Event, ...]] = {
    ConsentKind.PASS_TO_LENDER: (
        Event.CASE_ADMITTED,
        Event.COMPANY_FOUND,
        Event.RESPONDENT_REPOINTED,
        Event.IDENTITY_REVEALED,
    ),
    ConsentKind.MEDIATION_BODY: (
        Event.CASE_ADMITTED,
        Event.WILLINGNESS_ASKED,
        Event.MEDIATOR_OFFERED,
        Event.MEDIATOR_ACCEPTED,
        Event.HEARING_SCHEDULED,
    ),
    ConsentKind.ARBITRATION: (Event.REFERRED_TO_ARBITRATION,),
    ConsentKind.SENSITIVE: (),
}

# What the complainant writes or opens for both sides goes to the lender as well.
SHARED = (Event.MESSAGE_SENT, Event.EVIDENCE_SUBMITTED, Event.EVIDENCE_DISCLOSED)

# Papers that tell of the person: of identity, accounts, income or health.
SENSITIVE_PAPERS = frozenset(
    {
        EvidenceKind.IDENTITY,
        EvidenceKind.BANK_STATEMENT,
        EvidenceKind.CREDIT_REPORT,
        EvidenceKind.HARDSHIP_PROOF,
    }
)

REFUSAL: dict[ConsentKind, str] = {
    ConsentKind.PASS_TO_LENDER: "consent_to_pass_on_missing",
    ConsentKind.MEDIATION_BODY: "consent_to_mediation_body_missing",
    ConsentKind.ARBITRATION: "arbitration_consent_missing",
    ConsentKind.SENSITIVE: "consent_to_sensitive_missing",
}


def check_agreed(event: Event, consents: Collection[ConsentKind]) -> None:
    """Refuse what needs a consent that does not run."""
    for kind, events in NEEDED_FOR.items():
        if event in events:
            _check(kind, consents)


def check_shared(side: Side | None, space: Space, consents: Collection[ConsentKind]) -> None:
    """Refuse that something new of the complainant's goes where the lender reads."""
    shared = side is Side.COMPLAINANT and space is Space.JOINT
    if shared and ConsentKind.PASS_TO_LENDER not in consents:
        raise Refused("consent_to_share_missing")


def check_papers(kinds: Collection[EvidenceKind], consents: Collection[ConsentKind]) -> None:
    """Refuse papers about the person where sensitive matters are not to be worked with."""
    if SENSITIVE_PAPERS.intersection(kinds):
        _check(ConsentKind.SENSITIVE, consents)


def ends_with(kind: ConsentKind) -> list[str]:
    """The sentences that say what can no longer be done without this consent."""
    events = [*NEEDED_FOR[kind], *(SHARED if kind is ConsentKind.PASS_TO_LENDER else ())]
    sentences = [f"consent.{kind}.ends.{event}" for event in events]
    if kind is ConsentKind.SENSITIVE:
        sentences = [f"consent.{kind}.ends.papers", f"consent.{kind}.ends.support"]
    return sentences


def keys_of_consents() -> list[str]:
    """Every sentence that the consents ask the catalogues for."""
    return [key for kind in ConsentKind for key in ends_with(kind)]


def _check(kind: ConsentKind, consents: Collection[ConsentKind]) -> None:
    if kind not in consents:
        raise Refused(REFUSAL[kind])
