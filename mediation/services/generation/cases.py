"""One generated case: its spine, and the rows that its filing left behind."""

import json
from datetime import timedelta
from functools import cache, lru_cache
from typing import Any

from mediation.domain.history import START, canonical, digest_of, hash_of
from mediation.domain.lanes import Lane
from mediation.domain.lifecycle import Stage
from mediation.domain.parties import CONSENT_VERSION, Channel, CompanyRole, ConsentKind, PartyKind
from mediation.domain.references import make_reference
from mediation.domain.roles import Desk, Role
from mediation.domain.search import company_pieces, number_pieces, pieces_of, reference_pieces
from mediation.domain.spaces import Space
from mediation.queries.search import token_of
from mediation.services.generation.people import words
from mediation.services.generation.rows import Batch, sealed
from mediation.services.generation.stories import Story, message_key, text_of
from mediation.services.lifecycle import DESKS_OF_TURN, SPACES_OF_DESK

ANSWERS = json.dumps({"loan": {}, "details": {}, "prior": {}, "wishes": {}})

token = cache(token_of)


def write_case(story: Story, batch: Batch) -> None:
    """Everything but the talks: case, seats, people, companies, story, consents, search, chain."""
    reference = make_reference(story.filed_at.year, story.next_number())
    filing_id = story.key(story.filed_at)
    batch.add(
        "filings",
        id=filing_id,
        once=story.chance.randbytes(32),
        filed_at=text_of(story.filed_at),
    )
    head, count = _write_chain(story, batch)
    _write_row(story, batch, reference, filing_id, head, count)
    _write_seats(story, batch)
    _write_people(story, batch)
    _write_companies(story, batch)
    _write_tokens(story, batch, reference)


def _write_row(
    story: Story, batch: Batch, reference: str, filing_id: int, head: bytes, count: int
) -> None:
    known, end, key = words(), story.end, story.id
    closed = end.stage is Stage.CLOSED
    since = next(
        moment
        for step, moment in zip(story.life.steps, story.moments, strict=True)
        if step.stage is end.stage
    )
    batch.add(
        "cases",
        id=key,
        reference=reference,
        filing_id=filing_id,
        lane=story.lane.value,
        channel=story.chance.choices(tuple(Channel)[:3], (9, 1, 1))[0].value,
        stage=end.stage.value,
        stage_since_at=text_of(since),
        turn=end.turn.value,
        stirred_at=text_of(story.last_at),
        filed_at=text_of(story.filed_at),
        **_working_on(story),
        complainant_name=sealed("cases", key, "complainant_name", story.name),
        identity_withheld=story.withheld,
        amount_fen=None if story.lane is Lane.BYSTANDER else story.amount_fen,
        desired_outcome=sealed("cases", key, "desired_outcome", story.say(known["wishes"])),
        story=sealed("cases", key, "story", story.say(known["stories"][story.lane])),
        answers=sealed("cases", key, "answers", ANSWERS),
        follow_up_code=sealed("cases", key, "follow_up_code", story.code()),
        closed_at=text_of(story.last_at) if closed else None,
        outcome=story.life.outcome.value if story.life.outcome else None,
        outcome_reason=story.life.reason.value if story.life.reason else None,
        chain_head=head,
        chain_count=count,
    )


def _working_on(story: Story) -> dict[str, Any]:
    sent_on, traced = story.had("referred_to_arbitration"), story.had("tracing_started")
    return {
        "body_id": story.body.id,
        "officer_id": story.officer[0] if story.had("case_admitted") else None,
        "mediator_id": story.mediator[0] if story.had("mediator_accepted") else None,
        "lender_id": None if traced else story.lender.id,
        "arbitration_body_id": story.cast.arbitration_id if sent_on else None,
        "respondent_name": "" if traced else story.lender.name,
    }


def _write_seats(story: Story, batch: Batch) -> None:
    seats = [(Desk.COMPLAINANT, story.id), (Desk.OFFICER, story.body.id)]
    if story.had("case_admitted"):
        seats.append((Desk.LENDER, story.lender.id))
    if story.had("mediator_offered"):
        seats.append((Desk.MEDIATOR, story.mediator[0]))
    if story.had("referred_to_arbitration"):
        seats.append((Desk.ARBITRATION, story.cast.arbitration_id))
    mine = DESKS_OF_TURN[story.end.turn]
    for desk, holder_id in seats:
        readable = SPACES_OF_DESK[desk]
        stirred = next(
            moment
            for step, moment in zip(
                reversed(story.life.steps), reversed(story.moments), strict=True
            )
            if step.space in readable
        )
        batch.add(
            "seats",
            case_id=story.id,
            desk=desk.value,
            holder_id=holder_id,
            stage=story.end.stage.value,
            mine=desk in mine,
            unread=story.chance.random() < 0.15,
            stirred_at=text_of(stirred),
            since_at=text_of(story.filed_at),
            first_read_at=text_of(story.last_at) if desk is Desk.LENDER else None,
        )


def _write_people(story: Story, batch: Batch) -> None:
    known, filed = words(), text_of(story.filed_at)
    party = story.key(story.filed_at)
    kind = PartyKind.BYSTANDER if story.lane is Lane.BYSTANDER else PartyKind.COMPLAINANT
    batch.add(
        "parties",
        id=party,
        case_id=story.id,
        kind=kind.value,
        name=sealed("parties", party, "name", story.name),
        phone=sealed("parties", party, "phone", story.phone),
        phone_blind=story.chance.randbytes(32),
        proven_at=filed,
        added_at=filed,
    )
    event = story.key(story.filed_at)
    batch.add(
        "story_events",
        id=event,
        case_id=story.id,
        happened_on=(story.filed_at - timedelta(days=story.chance.randrange(1, 90)))
        .date()
        .isoformat(),
        words=sealed("story_events", event, "words", story.say(known["stories"][story.lane])),
    )
    for consent in (ConsentKind.PASS_TO_LENDER, ConsentKind.MEDIATION_BODY):
        batch.add(
            "consents",
            id=story.key(story.filed_at),
            case_id=story.id,
            kind=consent.value,
            version=CONSENT_VERSION,
            given_at=filed,
        )


def _write_companies(story: Story, batch: Batch) -> None:
    partners = story.chance.sample(story.cast.partners, story.chance.randrange(3))
    involved = [
        (story.lender, CompanyRole.LENDER, True),
        *((partner, CompanyRole(partner.kind), False) for partner in partners),
    ]
    for company, role, answers in involved:
        batch.add(
            "companies",
            id=story.key(story.filed_at),
            case_id=story.id,
            organisation_id=company.id,
            name=company.name,
            role=role.value,
            answers=answers,
            added_at=text_of(story.filed_at),
        )


def _write_tokens(story: Story, batch: Batch, reference: str) -> None:
    personal = pieces_of(story.name) | number_pieces(story.phone)
    keys = {token_of(piece): True for piece in reference_pieces(reference)}
    keys |= dict.fromkeys(_company_tokens(story.lender.name), True)
    for piece in personal:
        keys.setdefault(token_of(piece) if piece.isdigit() else token(piece), not story.withheld)
    for fingerprint, is_shared in keys.items():
        batch.add("search_tokens", token=fingerprint, case_id=story.id, shared=is_shared)


@cache
def _company_tokens(name: str) -> frozenset[bytes]:
    return frozenset(token_of(piece) for piece in company_pieces(name))


def _write_chain(story: Story, batch: Batch) -> tuple[bytes, int]:
    head = START
    for number, (step, moment) in enumerate(
        zip(story.life.steps, story.moments, strict=True), start=1
    ):
        key = story.key(moment)
        account, name = story.who(step.role)
        # What ties an event to the row that it speaks of.
        message = message_key(story, number) if step.event == "message_sent" else None
        facts = _facts(name, step.role, step.space, message)
        salt = story.chance.randbytes(16)
        digest = digest_of(salt, facts)
        head = hash_of(head, number, step.event, moment, digest)
        batch.add(
            "history",
            id=key,
            case_id=story.id,
            number=number,
            event=step.event.value,
            at=text_of(moment),
            actor_id=account,
            space=step.space.value,
            organisation_id=story.company_of(step.role),
            digest=digest,
            hash=head,
        )
        batch.add("facts", id=key, salt=salt, facts=sealed("facts", key, "facts", facts.decode()))
    return head, len(story.life.steps)


# One person's events in one case differ in little: most are written out once.
@lru_cache(maxsize=64)
def _facts(name: str, role: Role, space: Space, message: int | None) -> bytes:
    said = {} if message is None else {"message": message}
    return canonical({**said, "actor": name, "role": role, "space": space})
