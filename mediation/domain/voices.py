"""In whose words a case is told: one stage, a sentence for each kind of reader."""

from enum import StrEnum

from mediation.domain.lifecycle import Stage
from mediation.domain.roles import Role


class Voice(StrEnum):
    COMPLAINANT = "complainant"
    LENDER = "lender"
    STAFF = "staff"
    ARBITRATION = "arbitration"
    SUPERVISOR = "supervisor"


VOICE_OF: dict[Role, Voice] = {
    Role.COMPLAINANT: Voice.COMPLAINANT,
    Role.LENDER_STAFF: Voice.LENDER,
    Role.LENDER_ADMIN: Voice.LENDER,
    Role.OFFICER: Voice.STAFF,
    Role.MEDIATOR: Voice.STAFF,
    Role.CLERK: Voice.ARBITRATION,
    Role.ARBITRATOR: Voice.ARBITRATION,
    Role.SUPERVISOR: Voice.SUPERVISOR,
    Role.SYSTEM: Voice.STAFF,
}

# Each kind of reader sees only the stages in which a case can lie on its desk.
HEARS: dict[Voice, frozenset[Stage]] = {
    Voice.COMPLAINANT: frozenset(Stage) - {Stage.DRAFT},
    Voice.LENDER: frozenset(Stage) - {Stage.DRAFT},
    Voice.STAFF: frozenset(Stage) - {Stage.DRAFT},
    Voice.ARBITRATION: frozenset(Stage) - {Stage.DRAFT},
    Voice.SUPERVISOR: frozenset(Stage) - {Stage.DRAFT},
}

# The road a case is shown on: five to seven steps in the reader's words.
ROAD = ("filed", "admitted", "answered", "talks", "mediation", "agreement", "performance")
STEP_OF: dict[Stage, int] = {
    Stage.RECEIVED: 0,
    Stage.RETURNED: 0,
    Stage.TRACING: 1,
    Stage.WITH_LENDER: 2,
    Stage.NEGOTIATION: 3,
    Stage.AWAITING_MEDIATOR: 4,
    Stage.MEDIATION: 4,
    Stage.AGREEMENT: 5,
    Stage.PERFORMING: 6,
    Stage.BREACHED: 6,
    Stage.ARBITRATION: 5,
    Stage.COURT: 5,
    Stage.CLOSED: 7,
}

# Where there is no agreement the road leads elsewhere; the step says so.
INSTEAD_OF_AGREEMENT: dict[Stage, str] = {Stage.ARBITRATION: "arbitration", Stage.COURT: "court"}


def road_of(stage: Stage) -> tuple[str, ...]:
    """The steps of the road, as a case at this stage sees them."""
    instead = INSTEAD_OF_AGREEMENT.get(stage, "agreement")
    return tuple(instead if step == "agreement" else step for step in ROAD)


def sentences() -> list[str]:
    """Every key that the catalogues must hold so that each reader is told each stage."""
    keys = [f"stage.{stage}" for stage in Stage]
    for voice, stages in HEARS.items():
        for stage in stages:
            keys += [f"stage.{stage}.{voice}.title", f"stage.{stage}.{voice}.silence"]
    return [*keys, *(f"road.{step}" for step in (*ROAD, *INSTEAD_OF_AGREEMENT.values()))]
