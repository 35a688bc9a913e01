"""One generated case: its spine, and the rows that its filing left behind."""

import json
import random
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from mediation.domain.evidence import EvidenceKind
from mediation.domain.history import START, canonical, digest_of, hash_of
from mediation.domain.lanes import Lane
from mediation.domain.lifecycle import Stage
from mediation.domain.parties import CONSENT_VERSION, Channel, CompanyRole, ConsentKind, PartyKind
from mediation.domain.references import make_code, make_reference
from mediation.domain.roles import LENDERS, Desk, Role
from mediation.domain.search import company_pieces, number_pieces, pieces_of, reference_pieces
from mediation.queries.search import token_of
from mediation.services.generation.lives import BYSTANDER_LIVES, LIVES, Life, Step
from mediation.services.generation.people import Cast, words
from mediation.services.generation.rows import Batch, sealed
from mediation.services.lifecycle import DESKS_OF_TURN, SPACES_OF_DESK

LANES = (Lane.CONDUCT, Lane.FEES, Lane.IDENTITY, Lane.HARDSHIP, Lane.BYSTANDER)
LANE_WEIGHTS = (28, 30, 10, 24, 8)
ENGLISH_SHARE = 0.12
WITHHELD_SHARE = 0.06
DAYS_BACK = 540
KINDS = tuple(EvidenceKind)[:9]
token = cache(token_of)


class Story:
    """A case while it is made up: what its parts need to know of each other."""

    def __init__(self, cast: Cast, chance: random.Random, now: datetime) -> None:
        self.cast, self.chance, self.now = cast, chance, now
        self.lane = chance.choices(LANES, LANE_WEIGHTS)[0]
        lives = BYSTANDER_LIVES if self.lane is Lane.BYSTANDER else LIVES
        self.life: Life = chance.choices(lives, [life.weight for life in lives])[0]
        self.body = chance.choice(cast.bodies)
        self.officer = chance.choice(self.body.officers)
        self.mediator = chance.choice(self.body.mediators)
        self.lender = chance.choice(cast.lenders)
        self.language = 1 if chance.random() < ENGLISH_SHARE else 0
        self.name = self._name()
        self.phone = f"+8613{chance.randrange(10**9):09d}"
        self.amount_fen = chance.randrange(50_000, 9_000_000)
        self.withheld = chance.random() < WITHHELD_SHARE
        self.moments = self._moments(now)
        self.filed_at = self.moments[0]
        self.last_at = self.moments[-1]
        self.id = self.key(self.filed_at)
        self.end: Step = self.life.steps[-1]

    def _name(self) -> str:
        known = words()
        if self.language:
            given = self.chance.choice(known["given_en"])
            return f"{given} {self.chance.choice(known['surnames_en'])}"
        return self.chance.choice(known["surnames"]) + self.chance.choice(known["given"])

    def _moments(self, now: datetime) -> list[datetime]:
        """When each step was: the last ones lie near the present for cases that are open."""
        count = len(self.life.steps)
        age = self.chance.randrange(DAYS_BACK * 86400) + count * 7200
        if self.life.outcome is None:
            age = self.chance.randrange(60 * 86400) + count * 7200
        begin = now - timedelta(seconds=age, microseconds=self.chance.randrange(10**6))
        pace = timedelta(seconds=age / (count + 1))
        return [begin + pace * step for step in range(count)]

    def key(self, moment: datetime) -> int:
        """A primary key as one made at `moment` would have been."""
        return int(moment.timestamp() * 1000) << 22 | self.chance.getrandbits(22)

    def say(self, choices: list[list[str]]) -> str:
        """One of several sentences, in the language of this case."""
        return self.chance.choice(choices)[self.language]

    def who(self, role: Role) -> tuple[int | None, str]:
        """Account and name of whoever acts in a role; a complainant came with the code."""
        if role is Role.COMPLAINANT:
            return None, self.name
        if role in LENDERS:
            return self.lender.staff
        if role is Role.OFFICER:
            return self.officer
        return self.mediator if role is Role.MEDIATOR else self.cast.clerk

    def free_half_hour(self) -> datetime:
        """The mediator's next half hour that no hearing takes: sixteen a day, from 9:00."""
        slot = self.cast.hearings[self.mediator[0]]
        self.cast.hearings[self.mediator[0]] += 1
        day = self.now + timedelta(days=2 + slot // 16)
        return datetime(day.year, day.month, day.day, 1, tzinfo=UTC) + timedelta(
            minutes=30 * (slot % 16)
        )

    def had(self, event: str) -> bool:
        """Whether this event is in the case's life."""
        return any(step.event == event for step in self.life.steps)


def write_case(story: Story, batch: Batch) -> None:
    """Everything but the talks: case, seats, people, companies, story, consents, search, chain."""
    reference = make_reference(story.filed_at.year, story.chance.getrandbits(40))
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
    _write_tokens(story, batch, reference)


def text_of(moment: datetime) -> str:
    """An instant of UTC as both databases take it for a column of ours."""
    return moment.isoformat(" ", "microseconds")[:26]


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
    answers: dict[str, Any] = {"loan": {}, "details": {}, "prior": {}, "wishes": {}}
    admitted = story.had("case_admitted")
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
        body_id=story.body.id,
        officer_id=story.officer[0] if admitted else None,
        mediator_id=story.mediator[0] if story.had("mediator_accepted") else None,
        lender_id=None if story.had("tracing_started") else story.lender.id,
        arbitration_body_id=story.cast.arbitration_id
        if story.had("referred_to_arbitration")
        else None,
        respondent_name="" if story.had("tracing_started") else story.lender.name,
        complainant_name=sealed("cases", key, "complainant_name", story.name),
        identity_withheld=story.withheld,
        amount_fen=None if story.lane is Lane.BYSTANDER else story.amount_fen,
        desired_outcome=sealed("cases", key, "desired_outcome", story.say(known["wishes"])),
        story=sealed("cases", key, "story", story.say(known["stories"][story.lane])),
        answers=sealed("cases", key, "answers", json.dumps(answers)),
        follow_up_code=sealed("cases", key, "follow_up_code", make_code()),
        closed_at=text_of(story.last_at) if closed else None,
        outcome=story.life.outcome.value if story.life.outcome else None,
        outcome_reason=story.life.reason.value if story.life.reason else None,
        chain_head=head,
        chain_count=count,
    )


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
        facts = canonical(
            {**_facts(story, step, number), "actor": name, "role": step.role, "space": step.space}
        )
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
            digest=digest,
            hash=head,
        )
        batch.add("facts", id=key, salt=salt, facts=sealed("facts", key, "facts", facts.decode()))
    return head, len(story.life.steps)


def _facts(story: Story, step: Step, number: int) -> dict[str, Any]:
    """What ties an event to the row that it speaks of."""
    if step.event == "message_sent":
        return {"message": message_key(story, number)}
    return {}


def message_key(story: Story, number: int) -> int:
    """The key of the message that step `number` sent: the same whoever asks."""
    return int(story.moments[number - 1].timestamp() * 1000) << 22 | number
