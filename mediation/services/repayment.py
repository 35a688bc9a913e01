"""Repayment: the plan of what is owed, payments and what the other side says to them."""

from collections.abc import Iterable
from datetime import date, datetime

from mediation.db import db, new_id
from mediation.domain.arbitration import OUTCOME_OF, AwardKind
from mediation.domain.errors import NotPermitted, Refused
from mediation.domain.events import Event
from mediation.domain.lifecycle import Stage, Turn
from mediation.domain.negotiation import OTHER
from mediation.domain.outcomes import Outcome
from mediation.domain.permissions import Action, Actor, permit
from mediation.domain.repayment import Due, allocate, check_answers_report, check_paid_on
from mediation.domain.spaces import SIDE_OF, Side
from mediation.models.cases import Case
from mediation.models.negotiation import Offer
from mediation.models.repayment import Instalment, Payment
from mediation.models.settlement import Agreement
from mediation.queries import arbitration, repayment, settlement
from mediation.services.days import day_of
from mediation.services.deadlines import watch_instalment
from mediation.services.lifecycle import TURN_OF_SIDE, hand_turn, move
from mediation.services.notices import announce
from mediation.services.pauses import end_pause


def plan_repayment(
    case: Case, plan: Iterable[Due], *, schedule_id: int, payer: Side, now: datetime
) -> None:
    """Write down what is owed; what an older plan still asked for is replaced by it."""
    for old in repayment.unsettled(case):
        old.settled_at, old.waived = now, True
    rows = [
        Instalment(
            case_id=case.id,
            schedule_id=schedule_id,
            number=due.number,
            payer=payer,
            due_on=due.due_on,
            amount_fen=due.amount_fen,
        )
        for due in plan
    ]
    db.session.add_all(rows)
    hand_turn(case, TURN_OF_SIDE[payer] if rows else Turn.BOTH)
    watch_instalment(case, rows[0] if rows else None, now=now)


def report_payment(
    case: Case,
    *,
    amount_fen: int,
    paid_on: date,
    words: str = "",
    actor: Actor,
    now: datetime,
) -> list[Payment]:
    """Say that money was paid or arrived; it counts once the other side has confirmed it.

    The sum falls on the earliest instalments that are still open.
    """
    permit(actor, Action.REPORT_PAYMENT, case)
    side = _side_of(actor)
    _check_report(case, side, amount_fen, paid_on, now=now)
    lines = [line for line in repayment.schedule(case) if not line.instalment.settled_at]
    parts = allocate(amount_fen, [line.rest_fen for line in lines])

    report_id = new_id()
    facts = {"side": side, "amount_fen": amount_fen, "paid_on": paid_on.isoformat()}
    move(case, Event.PAYMENT_REPORTED, actor=actor, now=now, report=report_id, **facts)
    hand_turn(case, TURN_OF_SIDE[OTHER[side]])
    told = {"reported_by": side, "reported_by_id": actor.account_id, "reported_at": now}
    said = {"report_id": report_id, "paid_on": paid_on, "words": words.strip() or None}
    rows = [
        Payment(
            case_id=case.id,
            instalment_id=line.instalment.id,
            amount_fen=part,
            **said,
            **told,
        )
        for line, part in zip(lines, parts, strict=True)
        if part
    ]
    db.session.add_all(rows)
    _watch(case, now=now)
    announce(case, "payment_reported", actor=actor, key=f"payment/{report_id}/reported", now=now)
    return rows


def _check_report(case: Case, side: Side, amount_fen: int, paid_on: date, *, now: datetime) -> None:
    """The same sum of the same day is no second payment while nobody has answered the first."""
    check_paid_on(paid_on, today=day_of(now))
    sums: dict[int, int] = {}
    for row in repayment.payments(case):
        waits = not row.confirmed_at and not row.disputed_at
        if waits and row.reported_by is side and row.paid_on == paid_on:
            sums[row.report_id] = sums.get(row.report_id, 0) + row.amount_fen
    if amount_fen in sums.values():
        raise Refused("payment_reported_already")


def confirm_payment(case: Case, report_id: int, *, actor: Actor, now: datetime) -> None:
    """Say that a reported payment arrived; the last one ends the case."""
    rows = _reported(case, report_id, actor)
    lines = {line.instalment.id: line for line in repayment.schedule(case)}

    move(case, Event.PAYMENT_CONFIRMED, actor=actor, now=now, **_facts(rows))
    for row in rows:
        row.confirmed_at = now
        line = lines.get(row.instalment_id)
        if line is not None and line.paid_fen + row.amount_fen >= line.instalment.amount_fen:
            line.instalment.settled_at = now
    _hand_on(case, now=now)
    key, answerer = f"payment/{report_id}/confirmed", OTHER[rows[0].reported_by]
    announce(case, "payment_confirmed", actor=actor, acted=answerer, key=key, now=now)
    if case.stage is Stage.PERFORMING and not unfinished(case):
        _close(case, actor=actor, now=now)


def dispute_payment(case: Case, report_id: int, *, actor: Actor, now: datetime) -> None:
    """Say that a reported payment did not arrive: the instalment is open again."""
    rows = _reported(case, report_id, actor)

    move(case, Event.PAYMENT_DISPUTED, actor=actor, now=now, **_facts(rows))
    hand_turn(case, TURN_OF_SIDE[rows[0].reported_by])
    for row in rows:
        row.disputed_at = now
    _watch(case, now=now)
    key, answerer = f"payment/{report_id}/disputed", OTHER[rows[0].reported_by]
    announce(case, "payment_disputed", actor=actor, acted=answerer, key=key, now=now)


def confirm_performance(case: Case, *, actor: Actor, now: datetime) -> None:
    """Say that everything that is no payment was done; with both words the case ends."""
    permit(actor, Action.CONFIRM_PAYMENT, case)
    side = _side_of(actor)
    agreement = settlement.bound(case)
    if agreement is None:
        raise Refused("nothing_to_confirm")
    if done_at(agreement, side):
        raise Refused("confirmed_already")

    move(case, Event.PERFORMANCE_CONFIRMED, actor=actor, now=now, side=side)
    hand_turn(case, TURN_OF_SIDE[OTHER[side]])
    if side is Side.COMPLAINANT:
        agreement.complainant_done_at = now
    else:
        agreement.lender_done_at = now
    if not unfinished(case):
        _close(case, actor=actor, now=now)


def close_performed(case: Case, *, words: str, actor: Actor, now: datetime) -> None:
    """End a case in which all is paid and one side never says that the rest was done."""
    permit(actor, Action.CLOSE_CASE, case)
    if repayment.unsettled(case):
        raise Refused("instalments_open")
    if not words.strip():
        raise Refused("reason_missing")
    _close(case, words=words.strip(), actor=actor, now=now)


def unfinished(case: Case) -> bool:
    """Whether something is still owed, or still to be said to be done."""
    if repayment.unsettled(case):
        return True
    agreement = settlement.bound(case)
    if agreement is None or not rests_on(case, agreement):
        return False
    offer = db.session.get_one(Offer, agreement.offer_id)
    if offer.instalments and not offer.terms:
        return False
    return not (agreement.complainant_done_at and agreement.lender_done_at)


def rests_on(case: Case, agreement: Agreement) -> bool:
    """Whether it is this agreement that is being performed, and no later award or judgment."""
    lines = repayment.schedule(case)
    return not lines or lines[0].instalment.schedule_id <= agreement.id


def done_at(agreement: Agreement, side: Side) -> datetime | None:
    """When a side said that what is no payment was done."""
    if side is Side.COMPLAINANT:
        return agreement.complainant_done_at
    return agreement.lender_done_at


def _close(case: Case, *, actor: Actor, now: datetime, **facts: str) -> None:
    move(case, Event.SETTLEMENT_PERFORMED, actor=actor, now=now, outcome=_outcome(case), **facts)
    end_pause(case, now=now)
    announce(case, "settlement_performed", actor=actor, key=f"performed/{case.id}/{now}", now=now)


def _outcome(case: Case) -> Outcome:
    """What it rested on decides how the end is called."""
    agreement = settlement.bound(case)
    if agreement is not None and rests_on(case, agreement):
        return Outcome.SETTLED_PERFORMED
    lines = repayment.schedule(case)
    award = arbitration.award(case, lines[0].instalment.schedule_id) if lines else None
    return OUTCOME_OF[AwardKind(award.kind)] if award else Outcome.TAKEN_TO_COURT


def _hand_on(case: Case, *, now: datetime) -> None:
    """After an answer it is the payer's turn again, while there is something to pay."""
    left = repayment.unsettled(case)
    _watch(case, now=now)
    hand_turn(case, TURN_OF_SIDE[left[0].payer] if left else Turn.BOTH)


def _watch(case: Case, *, now: datetime) -> None:
    """The clock runs for the first part of which something is neither paid nor said to be.

    Whoever has paid and said so is not late because the other side has not looked.
    """
    db.session.flush()
    lines = [line for line in repayment.schedule(case) if not line.instalment.settled_at]
    owed = next((line.instalment for line in lines if line.rest_fen), None)
    watch_instalment(case, owed, now=now)


def _reported(case: Case, report_id: int, actor: Actor) -> list[Payment]:
    permit(actor, Action.CONFIRM_PAYMENT, case)
    rows = repayment.report(case, report_id)
    if not rows:
        raise Refused("payment_unknown")
    check_answers_report(rows[0].reported_by, SIDE_OF.get(actor.role))
    if rows[0].confirmed_at or rows[0].disputed_at:
        raise Refused("payment_answered_already")
    return rows


def _facts(rows: list[Payment]) -> dict[str, object]:
    return {
        "report": rows[0].report_id,
        "amount_fen": sum(row.amount_fen for row in rows),
        "paid_on": rows[0].paid_on.isoformat(),
    }


def _side_of(actor: Actor) -> Side:
    """The party that this actor speaks for."""
    side = SIDE_OF.get(actor.role)
    if side not in OTHER:
        raise NotPermitted("not_permitted", action=Action.REPORT_PAYMENT)
    return side
