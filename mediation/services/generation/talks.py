"""What the sides of a generated case said, handed in, offered and met about."""

from collections.abc import Callable
from datetime import datetime, timedelta

from mediation.domain.admission import StandstillAnswer
from mediation.domain.answers import LenderAnswerKind
from mediation.domain.events import Event
from mediation.domain.evidence import EvidenceKind
from mediation.domain.hearings import HearingState, Mode, quarters
from mediation.domain.negotiation import Every, OfferAnswer
from mediation.domain.roles import LENDERS
from mediation.domain.spaces import Side
from mediation.services.generation.agreements import INSTALMENTS, MONTH, write_agreement
from mediation.services.generation.lives import Step
from mediation.services.generation.people import words
from mediation.services.generation.rows import Batch, sealed
from mediation.services.generation.stories import Story, message_key, text_of

FILES = (
    ("合同.pdf", "application/pdf", EvidenceKind.CONTRACT),
    ("IMG_2031.jpg", "image/jpeg", EvidenceKind.SMS_SCREENSHOT),
    ("还款明细.xlsx", "application/zip", EvidenceKind.REPAYMENT_RECORD),
    ("通话录音.m4a", "audio/mp4", EvidenceKind.RECORDING),
)
IN_MEDIATION = frozenset({"mediation", "agreement"})
HALF_HOUR = timedelta(minutes=30)


def write_talks(story: Story, batch: Batch) -> None:
    """Walk the life again and write beside each event what it was about."""
    offers = 0
    offer_id = 0
    for number, (step, moment) in enumerate(
        zip(story.life.steps, story.moments, strict=True), start=1
    ):
        if step.event is Event.MESSAGE_SENT:
            _write_message(story, batch, step, number, moment)
        elif step.event is Event.OFFER_MADE:
            offers += 1
            offer_id = _write_offer(story, batch, step, offers, moment)
        elif step.event in (Event.OFFER_REJECTED, Event.OFFER_ACCEPTED):
            _write_offer_end(story, batch, step, offer_id, moment)
        elif step.event is Event.AGREEMENT_DRAFTED:
            write_agreement(story, batch, offer_id, moment)
        elif step.event in WRITERS:
            WRITERS[step.event](story, batch, step, moment)


def _write_message(story: Story, batch: Batch, step: Step, number: int, moment: datetime) -> None:
    key = message_key(story, number)
    account, name = story.who(step.role)
    known = words()["messages"]
    voice = "lender" if step.role in LENDERS else step.role.value
    batch.add(
        "messages",
        id=key,
        case_id=story.id,
        space=step.space.value,
        organisation_id=story.company_of(step.role),
        author_id=account,
        author_role=step.role.value,
        author_name=sealed("messages", key, "author_name", name),
        body=sealed("messages", key, "body", story.say(known[voice])),
        without_prejudice=step.stage.value in IN_MEDIATION,
        sent_at=text_of(moment),
    )


def _write_file(story: Story, batch: Batch, step: Step, moment: datetime) -> None:
    for name, media_type, kind in story.chance.sample(FILES, story.chance.randrange(1, 3)):
        key = story.key(moment)
        batch.add(
            "evidence",
            id=key,
            case_id=story.id,
            kind=kind.value,
            space=step.space.value,
            organisation_id=story.company_of(step.role),
            name=sealed("evidence", key, "name", name),
            media_type=media_type,
            size=story.chance.randrange(20_000, 4_000_000),
            sha256=story.chance.randbytes(32),
            by_id=story.who(step.role)[0],
            by_role=step.role.value,
            received_at=text_of(moment),
        )


def _write_standstill(story: Story, batch: Batch, _step: Step, moment: datetime) -> None:
    answered = story.chance.random() < 0.7
    batch.add(
        "standstills",
        id=story.key(moment),
        case_id=story.id,
        organisation_id=story.lender.id,
        asked_at=text_of(moment),
        answer=StandstillAnswer.YES.value if answered else None,
        answered_at=text_of(moment + timedelta(hours=20)) if answered else None,
    )


def _write_answer(story: Story, batch: Batch, step: Step, moment: datetime) -> None:
    key = story.key(moment)
    kind = LenderAnswerKind.CONTESTS
    if step.event is Event.RELIEF_GIVEN:
        kind = LenderAnswerKind.ACCEPTS
    batch.add(
        "lender_answers",
        id=key,
        case_id=story.id,
        number=1,
        organisation_id=story.lender.id,
        kind=kind.value,
        relief="money" if kind is LenderAnswerKind.ACCEPTS else None,
        relief_fen=story.amount_fen // 10 if kind is LenderAnswerKind.ACCEPTS else None,
        to_complainant=sealed(
            "lender_answers", key, "to_complainant", story.say(words()["answers"])
        ),
        by_id=story.lender.staff[0],
        answered_at=text_of(moment),
    )


def _write_offer(story: Story, batch: Batch, step: Step, number: int, moment: datetime) -> int:
    key = story.key(moment)
    side = Side.LENDER if step.role in LENDERS else Side.COMPLAINANT
    total = story.amount_fen * (70 if side is Side.COMPLAINANT else 90) // 100
    batch.add(
        "offers",
        id=key,
        case_id=story.id,
        number=number,
        side=side.value,
        payer=Side.COMPLAINANT.value,
        total_fen=total,
        instalments=INSTALMENTS,
        every=Every.MONTH.value,
        first_due_on=(moment + MONTH).date().isoformat(),
        terms=sealed("offers", key, "terms", story.say(words()["terms"])),
        by_id=story.who(step.role)[0],
        made_at=text_of(moment),
    )
    return key


def _write_offer_end(
    story: Story, batch: Batch, step: Step, offer_id: int, moment: datetime
) -> None:
    accepted = step.event is Event.OFFER_ACCEPTED
    batch.add(
        "offer_ends",
        id=story.key(moment),
        offer_id=offer_id,
        case_id=story.id,
        answer=(OfferAnswer.ACCEPTED if accepted else OfferAnswer.REJECTED).value,
        by_id=story.who(step.role)[0],
        at=text_of(moment),
    )


def _write_questions(story: Story, batch: Batch, _step: Step, moment: datetime) -> None:
    given = story.had(Event.WILLINGNESS_GIVEN)
    for side in (Side.COMPLAINANT, Side.LENDER):
        batch.add(
            "willingness",
            id=story.key(moment),
            case_id=story.id,
            side=side.value,
            asked_at=text_of(moment),
            answered_at=text_of(moment + timedelta(hours=9)) if given else None,
            willing=True if given else None,
        )


def _write_assignment(story: Story, batch: Batch, _step: Step, moment: datetime) -> None:
    accepted = story.had(Event.MEDIATOR_ACCEPTED)
    batch.add(
        "assignments",
        id=story.key(moment),
        case_id=story.id,
        mediator_id=story.mediator[0],
        offered_by_id=story.officer[0],
        offered_at=text_of(moment),
        accepted_at=text_of(moment + timedelta(hours=5)) if accepted else None,
    )


def _write_hearing(story: Story, batch: Batch, _step: Step, moment: datetime) -> None:
    key = story.key(moment)
    held = story.had(Event.HEARING_HELD)
    starts_at = moment if held else story.free_half_hour()
    ends_at = starts_at + HALF_HOUR
    batch.add(
        "hearings",
        id=key,
        case_id=story.id,
        mediator_id=story.mediator[0],
        starts_at=text_of(starts_at),
        ends_at=text_of(ends_at),
        mode=Mode.VIDEO.value,
        state=(HearingState.HELD if held else HearingState.SCHEDULED).value,
        ended_at=text_of(ends_at) if held else None,
    )
    if not held:
        for quarter in quarters(starts_at, ends_at):
            batch.add(
                "taken_quarters",
                mediator_id=story.mediator[0],
                quarter=quarter,
                hearing_id=key,
            )
    for side in (Side.COMPLAINANT, Side.LENDER):
        batch.add(
            "attendances",
            id=story.key(moment),
            hearing_id=key,
            side=side.value,
            came=True if held else None,
            identity_checked=held,
        )
    if story.had(Event.MINUTES_RECORDED):
        _write_minutes(story, batch, key, ends_at)


def _write_minutes(story: Story, batch: Batch, hearing_id: int, moment: datetime) -> None:
    key = story.key(moment)
    batch.add(
        "minutes",
        id=key,
        hearing_id=hearing_id,
        case_id=story.id,
        text=sealed("minutes", key, "text", story.say(words()["messages"]["mediator"])),
        recorded_at=text_of(moment),
    )


WRITERS: dict[Event, Callable[[Story, Batch, Step, datetime], None]] = {
    Event.EVIDENCE_SUBMITTED: _write_file,
    Event.STANDSTILL_REQUESTED: _write_standstill,
    Event.LENDER_ANSWERED: _write_answer,
    Event.RELIEF_GIVEN: _write_answer,
    Event.WILLINGNESS_ASKED: _write_questions,
    Event.MEDIATOR_OFFERED: _write_assignment,
    Event.HEARING_SCHEDULED: _write_hearing,
}
