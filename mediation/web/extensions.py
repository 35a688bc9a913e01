"""The pages on which a running clock is given more time, or both sides are asked for it."""

from datetime import datetime
from typing import Any, NamedTuple

from flask import Blueprint, abort, current_app

from mediation import clock
from mediation.domain.clocks import Extender, Extension, clocks
from mediation.domain.errors import Refused
from mediation.domain.events import Event
from mediation.domain.extensions import SIDES, check_extender, check_extension, side_of
from mediation.domain.lengths import spelt
from mediation.domain.permissions import Action
from mediation.models.cases import Case
from mediation.models.deadlines import Deadline, DeadlineExtension, ExtensionProposal
from mediation.queries import deadlines, extensions
from mediation.queries.calendar import calendar_now
from mediation.services.deadlines import counted
from mediation.services.extensions import answer_extension, extend_deadline, propose_extension
from mediation.transaction import on_case
from mediation.web.act_pages import act_page, case_for, done, put_beside_field
from mediation.web.forms.extensions import (
    FIELD_OF,
    ApprovedExtensionForm,
    ConsentForm,
    ExtensionForm,
)
from mediation.web.locale import current_locale
from mediation.web.login import current_actor
from mediation.wording import formats
from mediation.wording.catalogue import lazy
from mediation.wording.deadlines import length_said, title_said

bp = Blueprint("extensions", __name__)


class Asked(NamedTuple):
    """What stands on the page: the clock, what it may get, and until when it would then run."""

    row: Deadline
    extension: Extension
    taken: int
    title: str
    length: str
    before: str
    after: str
    proposal: ExtensionProposal | None

    @property
    def by_consent(self) -> bool:
        """Whether both sides must say yes."""
        return self.extension.by is Extender.CONSENT


@bp.route("/cases/<reference>/deadlines/<id:deadline_id>/extension", methods=["GET", "POST"])
def extend(reference: str, deadline_id: int) -> Any:
    """Give a clock more time, or propose it; while a proposal is open, who has said yes."""
    case = case_for(reference, Action.EXTEND_DEADLINE, Event.DEADLINE_EXTENDED)
    asked = _asked(case, deadline_id)
    if asked.proposal is not None:
        return _open(case, asked, ConsentForm.from_request())
    form = (ApprovedExtensionForm if asked.extension.approver else ExtensionForm).from_request()
    if form.accepted():
        try:
            with on_case(case, current_actor()) as (fresh, actor):
                _act(fresh, asked, form, actor=actor, now=clock.now())
        except Refused as error:
            put_beside_field(form, error, FIELD_OF)
        else:
            words = lazy("Both sides are asked.") if asked.by_consent else lazy("Extended.")
            return done(case, words, "/deadlines")
    return act_page("extensions/extend.html", case, form, asked=asked)


def _act(case: Case, asked: Asked, form: ExtensionForm, *, actor: Any, now: datetime) -> None:
    said = {"reason": form.reason.data, "taken": form.taken.data or 0, "actor": actor, "now": now}
    if asked.by_consent:
        propose_extension(case, asked.row.id, **said)
    else:
        approver = form.approver.data if "approver" in form else ""
        extend_deadline(case, asked.row.id, approver=approver or "", **said)


@bp.post("/cases/<reference>/deadlines/<id:deadline_id>/consent")
def answer(reference: str, deadline_id: int) -> Any:
    """Say for one's own side yes or no to more time."""
    case = case_for(reference, Action.ANSWER_EXTENSION, Event.EXTENSION_ANSWERED)
    asked = _asked(case, deadline_id)
    form = ConsentForm.from_request()
    if asked.proposal is None:
        raise Refused("proposal_over")
    if not form.accepted():
        return _open(case, asked, form)
    with on_case(case, current_actor()) as (fresh, actor):
        answer_extension(
            fresh,
            asked.proposal.id,
            agrees=form.agrees.data == "yes",
            actor=actor,
            now=clock.now(),
        )
    return done(case, lazy("Your answer is recorded. The others were told."), "/deadlines")


def _open(case: Case, asked: Asked, form: ConsentForm) -> str:
    said = extensions.agreeing(asked.proposal) if asked.proposal else []
    side = side_of(current_actor().role)
    return act_page(
        "extensions/answer.html",
        case,
        form,
        asked=asked,
        sides=[(each, each in said) for each in SIDES],
        may_answer=side in SIDES and side not in said,
    )


def _asked(case: Case, deadline_id: int) -> Asked:
    """The clock with its next extension, or the refusal that this person gets."""
    row, actor = deadlines.one(case, deadline_id), current_actor()
    if row is None or not clocks()[row.rule].is_shown_to(actor, case):
        abort(404)
    rule, given = clocks()[row.rule], deadlines.extensions_of([row.id])
    extension = check_extension(rule, row, taken=len(given), now=clock.now())
    check_extender(extension, actor.role)
    calendar, _ = calendar_now()
    more = DeadlineExtension(length=spelt(extension.length))
    after = counted(row, calendar, pauses=deadlines.pauses_of([row.id]), extensions=[*given, more])
    locale, zone = current_locale(), current_app.config["TIMEZONE"]
    return Asked(
        row=row,
        extension=extension,
        taken=len(given),
        title=title_said(rule, row.about, locale),
        length=length_said(extension.length, locale),
        before=formats.before(row.due_at, locale, zone),
        after=formats.before(after.due_at, locale, zone),
        proposal=extensions.open_proposal(row.id),
    )
