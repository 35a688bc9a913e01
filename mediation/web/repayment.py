"""What is owed and paid: the plan, reports and answers, breach, and the end."""

from collections.abc import Callable
from typing import Any, NamedTuple

from flask import Blueprint, abort, redirect, request

from mediation import clock
from mediation.domain.errors import Refused
from mediation.domain.events import Event
from mediation.domain.negotiation import OTHER
from mediation.domain.permissions import Action
from mediation.domain.repayment import PayState, pay_state
from mediation.domain.spaces import SIDE_OF
from mediation.models.repayment import Payment
from mediation.queries import negotiation, repayment, settlement
from mediation.services.breaches import cure_breach, declare_breach, resume_mediation
from mediation.services.days import day_of
from mediation.services.repayment import (
    close_performed,
    confirm_payment,
    confirm_performance,
    dispute_payment,
    done_at,
    report_payment,
)
from mediation.transaction import on_case
from mediation.web.act_pages import case_for
from mediation.web.acts import can
from mediation.web.forms.base import Form
from mediation.web.forms.repayment import BreachForm, PaymentForm, WhyForm
from mediation.web.frame import show_case
from mediation.web.login import current_actor
from mediation.web.offers import settling
from mediation.web.opened import open_case
from mediation.web.pages import show, tell
from mediation.web.steps import Step, case_of, show_step
from mediation.wording.catalogue import lazy

bp = Blueprint("repayment", __name__)

# What the page of payments offers, and what must be possible for it.
ALLOWED = {
    "pay": (Action.REPORT_PAYMENT, Event.PAYMENT_REPORTED),
    "perform": (Action.CONFIRM_PAYMENT, Event.PERFORMANCE_CONFIRMED),
    "close": (Action.CLOSE_CASE, Event.SETTLEMENT_PERFORMED),
    "breach": (Action.DECLARE_BREACH, Event.SETTLEMENT_BREACHED),
    "cure": (Action.DECLARE_BREACH, Event.BREACH_CURED),
    "resume": (Action.REFER_ONWARD, Event.MEDIATION_RESUMED),
}


class Row(NamedTuple):
    """An instalment as the page shows it."""

    line: repayment.Line
    state: PayState


class Report(NamedTuple):
    """One reported transfer, its parts added up."""

    payment: Payment
    amount_fen: int
    state: str

    @property
    def waits(self) -> bool:
        """Whether the other side has still to say whether it arrived."""
        return self.state == "waits"


@bp.get("/cases/<reference>/repayment")
def index(reference: str) -> str:
    """The plan with what is paid on each part, every report, and the promises beside money."""
    case, actor = settling(open_case(reference)), current_actor()
    lines = repayment.schedule(case)
    agreement = settlement.bound(case)
    offer = negotiation.accepted(case) if agreement else None
    side = SIDE_OF.get(actor.role)
    today = day_of(clock.now())
    rows = [Row(line, _state(line, today)) for line in lines]
    return show_case(
        "repayment/index.html",
        case,
        tab="repayment",
        rows=rows,
        due=next((row for row in rows if row.line.rest_fen and not _waived(row)), None),
        reports=_reports(repayment.payments(case)),
        side=side if side in OTHER else None,
        promises=offer.terms if offer else None,
        agreement=agreement,
        done={each: done_at(agreement, each) for each in OTHER} if agreement else {},
        breach=repayment.open_breach(case),
        allowed={name: can(case, actor, *asked) for name, asked in ALLOWED.items()},
        all_settled=all(row.line.instalment.settled_at for row in rows),
    )


@bp.route("/cases/<reference>/repayment/payments/new", methods=["GET", "POST"])
def report(reference: str) -> Any:
    """Report a transfer, made or received."""
    case = case_of(reference, REPORT)
    lines = repayment.schedule(case)
    rest = next((line.rest_fen for line in lines if line.rest_fen), None)
    form = PaymentForm.from_request(amount=rest, paid_on=day_of(clock.now()))
    if form.accepted():
        try:
            with on_case(case, current_actor()) as (fresh, actor):
                report_payment(
                    fresh,
                    amount_fen=form.amount.data,
                    paid_on=form.paid_on.data,
                    words=form.words.data,
                    actor=actor,
                    now=clock.now(),
                )
        except Refused as error:
            if error.reason != "more_than_owed":
                raise
            form.refuse("amount", error)
        else:
            tell("The payment is noted. The other side is asked whether it arrived.")
            return redirect(f"/cases/{reference}/repayment", code=303)
    return show_step(case, form, REPORT)


@bp.route("/cases/<reference>/repayment/payments/<id:report_id>/answer", methods=["GET", "POST"])
def answer(reference: str, report_id: int) -> Any:
    """Say whether a reported payment arrived."""
    case = case_for(reference, Action.CONFIRM_PAYMENT, Event.PAYMENT_CONFIRMED)
    parts = repayment.report(case, report_id) or abort(404)
    form = Form.from_request()
    verbs = {"arrived": confirm_payment, "missing": dispute_payment}
    verb = verbs.get(request.form.get("answer", ""))
    if form.accepted() and verb is not None:
        with on_case(case, current_actor()) as (fresh, actor):
            verb(fresh, report_id, actor=actor, now=clock.now())
        tell("Your answer is noted, and the other side is told.")
        return redirect(f"/cases/{reference}/repayment", code=303)
    return show("repayment/answer.html", case=case, form=form, report=_reports(parts)[0])


@bp.route("/cases/<reference>/repayment/performance", methods=["GET", "POST"])
def perform(reference: str) -> Any:
    """Say that what is no payment was done."""
    return _act(reference, Form.from_request(), PERFORM, confirm_performance)


@bp.route("/cases/<reference>/repayment/completion", methods=["GET", "POST"])
def complete(reference: str) -> Any:
    """End a case in which all is paid and one side stays silent about the rest."""
    return _act(reference, WhyForm.from_request(), COMPLETE, close_performed)


@bp.route("/cases/<reference>/repayment/breach", methods=["GET", "POST"])
def breach(reference: str) -> Any:
    """Report that the agreement is not kept."""
    side = SIDE_OF.get(current_actor().role)
    form = BreachForm.from_request(side=OTHER.get(side))
    voice = side.value if side in OTHER else "staff"
    accused = [OTHER[side]] if side in OTHER else list(OTHER)
    form.side.options = [(each.value, f"side.{each}.{voice}") for each in accused]
    return _act(reference, form, BREACH, declare_breach)


@bp.route("/cases/<reference>/repayment/cure", methods=["GET", "POST"])
def cure(reference: str) -> Any:
    """Say that it was put right."""
    return _act(reference, Form.from_request(), CURE, cure_breach)


@bp.route("/cases/<reference>/repayment/talks", methods=["GET", "POST"])
def resume(reference: str) -> Any:
    """Talk again about what could not be kept."""
    return _act(reference, Form.from_request(), RESUME, resume_mediation)


def _act(reference: str, form: Form, step: Step, verb: Callable[..., Any]) -> Any:
    case = case_of(reference, step)
    if form.accepted():
        given = {name: form[name].data for name in ("side", "words") if name in form}
        with on_case(case, current_actor()) as (fresh, actor):
            verb(fresh, **given, actor=actor, now=clock.now())
        tell("This is noted, and the other side is told.")
        return redirect(f"/cases/{reference}/repayment", code=303)
    return show_step(case, form, step)


REPORT = Step(
    action=Action.REPORT_PAYMENT,
    event=Event.PAYMENT_REPORTED,
    title=lazy("Which payment was made?"),
    lead=lazy(
        "Report one transfer. It counts once the other side has confirmed it. "
        "What is more than one instalment falls on the next ones."
    ),
    button=lazy("Report this payment"),
    back="repayment",
)
PERFORM = Step(
    action=Action.CONFIRM_PAYMENT,
    event=Event.PERFORMANCE_CONFIRMED,
    title=lazy("Has everything that is not a payment been done?"),
    lead=lazy(
        "For example: collection has stopped, the settlement certificate is there. "
        "When both sides have said so and all is paid, the case ends."
    ),
    button=lazy("Yes, all of it was done"),
    back="repayment",
)
COMPLETE = Step(
    action=Action.CLOSE_CASE,
    event=Event.SETTLEMENT_PERFORMED,
    title=lazy("Close the case as performed?"),
    lead=lazy("All instalments are paid. Say how you know that the rest was done as well."),
    button=lazy("Close as performed"),
    back="repayment",
    danger=True,
)
BREACH = Step(
    action=Action.DECLARE_BREACH,
    event=Event.SETTLEMENT_BREACHED,
    title=lazy("What was not kept?"),
    lead=lazy("Both sides are told. The side in question can put it right or explain."),
    warning=lazy("A late payment alone is best talked over first: write a message."),
    button=lazy("Report it"),
    back="repayment",
    danger=True,
)
CURE = Step(
    action=Action.DECLARE_BREACH,
    event=Event.BREACH_CURED,
    title=lazy("Was it put right?"),
    lead=lazy("Then the agreement goes on as before, with its plan."),
    button=lazy("Yes, it was put right"),
    back="repayment",
)
RESUME = Step(
    action=Action.REFER_ONWARD,
    event=Event.MEDIATION_RESUMED,
    title=lazy("Talk again about what could not be kept?"),
    lead=lazy(
        "The case goes back to mediation. Either side may still say no at any time; "
        "what was agreed stays until a new text is signed."
    ),
    button=lazy("Back to mediation"),
    back="repayment",
)


def _state(line: repayment.Line, today: Any) -> PayState:
    instalment = line.instalment
    return pay_state(
        instalment.amount_fen,
        line.paid_fen,
        line.reported_fen,
        instalment.due_on,
        waived=instalment.waived,
        today=today,
    )


def _waived(row: Row) -> bool:
    return row.state is PayState.WAIVED


def _reports(payments: list[Payment]) -> list[Report]:
    """The parts of each transfer together, in the order given."""
    parts: dict[int, list[Payment]] = {}
    for payment in payments:
        parts.setdefault(payment.report_id, []).append(payment)
    return [
        Report(group[0], sum(part.amount_fen for part in group), _answered(group[0]))
        for group in parts.values()
    ]


def _answered(payment: Payment) -> str:
    if payment.confirmed_at:
        return "confirmed"
    return "disputed" if payment.disputed_at else "waits"
