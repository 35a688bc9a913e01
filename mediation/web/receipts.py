"""The page on which a company notes its own number and the day of receipt."""

from typing import Any

from flask import Blueprint

from mediation import clock
from mediation.domain.errors import Refused
from mediation.domain.events import Event
from mediation.domain.permissions import Action
from mediation.queries import parties
from mediation.services.receipts import record_receipt
from mediation.transaction import on_case
from mediation.web.act_pages import act_page, case_for, done, put_beside_field
from mediation.web.dates import own_due
from mediation.web.forms.receipts import FIELD_OF, ReceiptForm
from mediation.web.login import current_actor
from mediation.wording.catalogue import lazy

bp = Blueprint("receipts", __name__)


@bp.route("/cases/<reference>/receipt", methods=["GET", "POST"])
def note(reference: str) -> Any:
    """Note number and day; what was noted before stands in the form."""
    case = case_for(reference, Action.ANSWER_COMPLAINT, Event.RECEIPT_RECORDED)
    company = parties.answering(case)
    form = ReceiptForm.from_request(
        number=company and company.own_reference, received_on=company and company.received_on
    )
    if form.accepted():
        try:
            with on_case(case, current_actor()) as (fresh, actor):
                record_receipt(
                    fresh,
                    number=form.number.data or "",
                    received_on=form.received_on.data,
                    actor=actor,
                    now=clock.now(),
                )
            return done(case, lazy("Noted. Both sides see it beside the date of your answer."))
        except Refused as error:
            put_beside_field(form, error, FIELD_OF)
    due = own_due(case, current_actor(), "lender_answer")
    return act_page("receipts/note.html", case, form, due=due)
