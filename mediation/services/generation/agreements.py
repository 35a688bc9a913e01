"""What a generated case agreed: the text, its signatures, and what was paid under it."""

from datetime import datetime, timedelta

from mediation.domain.events import Event
from mediation.domain.roles import Role
from mediation.domain.settlement import Part, digest_of, written_down
from mediation.domain.spaces import Side
from mediation.services.generation.people import words
from mediation.services.generation.rows import Batch, sealed
from mediation.services.generation.stories import Story, text_of

INSTALMENTS = 6
MONTH = timedelta(days=30)


def write_agreement(story: Story, batch: Batch, offer_id: int, moment: datetime) -> None:
    """The text from the accepted offer; where it bound, its signatures and what was paid."""
    key = story.key(moment)
    said = story.say(words()["terms"])
    parts = dict.fromkeys(Part, said) | {Part.PARTIES: f"{story.name} / {story.lender.name}"}
    content = written_down(parts, "en" if story.language else "zh_CN")
    bound = story.had(Event.AGREEMENT_BOUND)
    batch.add(
        "agreements",
        id=key,
        case_id=story.id,
        offer_id=offer_id,
        content=sealed("agreements", key, "content", content),
        digest=digest_of(content),
        drafted_at=text_of(moment),
        bound_at=text_of(moment + timedelta(days=1)) if bound else None,
    )
    if bound:
        _write_signatures(story, batch, key, digest_of(content), moment)
        _write_schedule(story, batch, key, moment)


def _write_signatures(
    story: Story, batch: Batch, agreement_id: int, digest: bytes, moment: datetime
) -> None:
    for side, role in (
        (Side.COMPLAINANT, Role.COMPLAINANT),
        (Side.LENDER, Role.LENDER_STAFF),
        (Side.MEDIATION, Role.MEDIATOR),
    ):
        key = story.key(moment)
        account, name = story.who(role)
        batch.add(
            "signatures",
            id=key,
            agreement_id=agreement_id,
            case_id=story.id,
            side=side.value,
            account_id=account,
            name=sealed("signatures", key, "name", name),
            digest=digest,
            signed_at=text_of(moment + timedelta(days=1)),
        )


def _write_schedule(story: Story, batch: Batch, agreement_id: int, moment: datetime) -> None:
    total = story.amount_fen * 70 // 100
    each, performed = total // INSTALMENTS, story.had(Event.SETTLEMENT_PERFORMED)
    for number in range(1, INSTALMENTS + 1):
        key = story.key(moment)
        due_on = (moment + MONTH * number).date()
        paid = performed or (number == 1 and story.had(Event.PAYMENT_CONFIRMED))
        amount = each if number < INSTALMENTS else total - each * (INSTALMENTS - 1)
        batch.add(
            "instalments",
            id=key,
            case_id=story.id,
            schedule_id=agreement_id,
            number=number,
            payer=Side.COMPLAINANT.value,
            due_on=due_on.isoformat(),
            amount_fen=amount,
            settled_at=text_of(story.last_at) if paid else None,
        )
        if paid:
            _write_payment(story, batch, key, amount)


def _write_payment(story: Story, batch: Batch, instalment_id: int, amount_fen: int) -> None:
    key = story.key(story.last_at)
    batch.add(
        "payments",
        id=key,
        case_id=story.id,
        instalment_id=instalment_id,
        report_id=key,
        amount_fen=amount_fen,
        paid_on=story.last_at.date().isoformat(),
        reported_by=Side.COMPLAINANT.value,
        reported_at=text_of(story.last_at),
        confirmed_at=text_of(story.last_at),
    )
