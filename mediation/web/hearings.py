"""Hearings of a case, and a mediator's week."""

from datetime import date
from typing import Any

from flask import Blueprint, abort, redirect, request

from mediation import clock
from mediation.domain.errors import Refused
from mediation.domain.events import Event
from mediation.domain.hearings import Change, HearingState
from mediation.domain.permissions import Action
from mediation.domain.spaces import SIDE_OF, Side
from mediation.domain.talks import hearing_length, hearing_notice
from mediation.models.cases import Case
from mediation.queries import hearings
from mediation.services.days import day_of
from mediation.services.hearings import (
    cancel_hearing,
    hold_hearing,
    reschedule_hearing,
    schedule_hearing,
)
from mediation.services.minutes import record_minutes
from mediation.transaction import on_case
from mediation.web.act_pages import case_for
from mediation.web.acts import can
from mediation.web.forms.base import Form
from mediation.web.forms.hearings import (
    CancelForm,
    FactForm,
    HearingForm,
    NewTimeForm,
    RecordForm,
    TimeForm,
)
from mediation.web.frame import show_case
from mediation.web.login import current_actor
from mediation.web.opened import open_case
from mediation.web.pages import show, tell
from mediation.web.steps import Step, case_of, show_step
from mediation.web.weeks import Week, monday_of, week_ahead, week_of
from mediation.wording.catalogue import lazy

bp = Blueprint("hearings", __name__)

# What the page of hearings offers, and what must be possible for it.
ALLOWED = {
    "fix": (Action.SCHEDULE_HEARING, Event.HEARING_SCHEDULED),
    "move": (Action.SCHEDULE_HEARING, Event.HEARING_RESCHEDULED),
    "cancel": (Action.SCHEDULE_HEARING, Event.HEARING_CANCELLED),
    "record": (Action.RECORD_HEARING, Event.HEARING_HELD),
    "confirm": (Action.CONFIRM_MINUTES, Event.MINUTES_CONFIRMED),
    "propose": (Action.RECORD_HEARING, Event.FACT_PROPOSED),
    "agree": (Action.CONFIRM_MINUTES, Event.FACT_AGREED),
}
MINUTES = int(hearing_length().proposed.total_seconds() // 60)


@bp.get("/hearings")
def week() -> str:
    """A mediator's own week."""
    actor = current_actor()
    shown = week_of(actor.account_id, _asked_week(week_ahead(day_of(clock.now()))))
    return show("hearings/week.html", week=shown, today=day_of(clock.now()), base="/hearings")


@bp.get("/cases/<reference>/hearings")
def index(reference: str) -> str:
    """The hearings of a case with attendance and minutes, and the facts nobody disputes."""
    case, actor = open_case(reference), current_actor()
    return show_case(
        "hearings/index.html",
        case,
        tab="hearings",
        entries=hearings.of_case(case),
        facts=hearings.facts(case),
        form=FactForm.from_request(),
        side=SIDE_OF.get(actor.role),
        allowed={name: can(case, actor, *asked) for name, asked in ALLOWED.items()},
        now=clock.now(),
        owed=hearing_notice(),
    )


@bp.route("/cases/<reference>/hearings/new", methods=["GET", "POST"])
def schedule(reference: str) -> Any:
    """Fix a hearing: the mediator's week with its free hours, and how each side takes part."""
    case = case_for(reference, Action.SCHEDULE_HEARING, Event.HEARING_SCHEDULED)
    shown = _week(case)
    form = HearingForm.from_request(minutes=MINUTES)
    _offer_slots(form, shown)
    if form.accepted():
        try:
            with on_case(case, current_actor()) as (fresh, actor):
                schedule_hearing(
                    fresh,
                    **form.times(),
                    modes=form.modes(),
                    place=form.place.data,
                    agenda=form.agenda.data,
                    shorter_notice=form.shorter_notice.data,
                    actor=actor,
                    now=clock.now(),
                )
        except Refused as error:
            _blame(form, error)
        else:
            tell("The hearing is fixed. Both sides are told of it.")
            return redirect(f"/cases/{reference}/hearings", code=303)
    return show("hearings/new.html", **_week_context(case, form, shown))


@bp.route("/cases/<reference>/hearings/<id:hearing_id>/date", methods=["GET", "POST"])
def reschedule(reference: str, hearing_id: int) -> Any:
    """Move a hearing to another time."""
    case = case_for(reference, Action.SCHEDULE_HEARING, Event.HEARING_RESCHEDULED)
    entry = _entry(case, hearing_id)
    shown = _week(case)
    length = entry.hearing.ends_at - entry.hearing.starts_at
    form = NewTimeForm.from_request(
        minutes=int(length.total_seconds() // 60),
        place=entry.hearing.place,
        complainant_mode=entry.sides[Side.COMPLAINANT].mode,
        lender_mode=entry.sides[Side.LENDER].mode,
    )
    _offer_slots(form, shown)
    if form.accepted():
        try:
            with on_case(case, current_actor()) as (fresh, actor):
                reschedule_hearing(
                    fresh,
                    _entry(fresh, hearing_id).hearing,
                    **form.times(),
                    modes=form.modes(),
                    place=form.place.data,
                    reason=Change(form.reason.data),
                    shorter_notice=form.shorter_notice.data,
                    actor=actor,
                    now=clock.now(),
                )
        except Refused as error:
            _blame(form, error)
        else:
            tell("The hearing is moved. Both sides are told of it.")
            return redirect(f"/cases/{reference}/hearings", code=303)
    return show("hearings/move.html", entry=entry, **_week_context(case, form, shown))


@bp.route("/cases/<reference>/hearings/<id:hearing_id>/cancellation", methods=["GET", "POST"])
def cancel(reference: str, hearing_id: int) -> Any:
    """Call a hearing off."""
    case = case_of(reference, CANCEL)
    _entry(case, hearing_id)
    form = CancelForm.from_request()
    if form.accepted():
        with on_case(case, current_actor()) as (fresh, actor):
            cancel_hearing(
                fresh,
                _entry(fresh, hearing_id).hearing,
                reason=Change(form.reason.data),
                actor=actor,
                now=clock.now(),
            )
        tell("The hearing is called off. Both sides are told of it.")
        return redirect(f"/cases/{reference}/hearings", code=303)
    return show_step(case, form, CANCEL)


@bp.route("/cases/<reference>/hearings/<id:hearing_id>/record", methods=["GET", "POST"])
def hold(reference: str, hearing_id: int) -> Any:
    """Record who came and what was said."""
    case = case_of(reference, HOLD)
    entry = _entry(case, hearing_id)
    if entry.hearing.state is not HearingState.SCHEDULED:
        return redirect(f"/cases/{reference}/hearings/{hearing_id}/minutes")
    form = RecordForm.from_request()
    if form.accepted():
        with on_case(case, current_actor()) as (fresh, actor):
            hearing = _entry(fresh, hearing_id).hearing
            hold_hearing(
                fresh,
                hearing,
                came=form.came(),
                identified=form.identified(),
                actor=actor,
                now=clock.now(),
            )
            if form.minutes.data:
                record_minutes(fresh, hearing, text=form.minutes.data, actor=actor, now=clock.now())
        tell("The hearing is recorded.")
        return redirect(f"/cases/{reference}/hearings", code=303)
    return show_step(case, form, HOLD)


CANCEL = Step(
    action=Action.SCHEDULE_HEARING,
    event=Event.HEARING_CANCELLED,
    title=lazy("Call this hearing off?"),
    lead=lazy("Both sides are told at once, and your time is free again."),
    button=lazy("Call it off"),
    back="hearings",
    danger=True,
)
HOLD = Step(
    action=Action.RECORD_HEARING,
    event=Event.HEARING_HELD,
    title=lazy("Who came, and what was said?"),
    lead=lazy("Facts that nobody disputes are written down apart, on the page of hearings."),
    button=lazy("Record the hearing"),
    back="hearings",
)
# Beside which field a refusal of the rules stands.
FIELD_OF = {
    "hearing_in_past": "starts_at",
    "notice_too_short": "starts_at",
    "mediator_is_taken": "starts_at",
    "hearing_length": "minutes",
    "place_missing": "place",
}


def _blame(form: TimeForm, error: Refused) -> None:
    if error.reason not in FIELD_OF:
        raise error
    form.refuse(FIELD_OF[error.reason], error)


def _offer_slots(form: TimeForm, shown: Week) -> None:
    """The free hours of the week that is shown, twice: as a table and, on a phone, as a list."""
    options = [(at.isoformat(), at.isoformat()) for at in shown.free()]
    form.slot.options = form.slot_phone.options = options


def _week_context(case: Case, form: Form, shown: Week) -> dict[str, Any]:
    return {
        "case": case,
        "form": form,
        "week": shown,
        "base": request.path,
        "today": day_of(clock.now()),
        "earliest_at": clock.now() + hearing_notice(),
    }


def _week(case: Case) -> Week:
    """The week that is asked for, else the first in which something is free."""
    earliest = clock.now() + hearing_notice()
    mediator_id = case.mediator_id or current_actor().account_id
    shown = week_of(mediator_id, _asked_week(default=day_of(earliest)), earliest=earliest)
    if "week" not in request.args and not shown.free():
        return week_of(mediator_id, shown.after, earliest=earliest)
    return shown


def _asked_week(default: date | None = None) -> date:
    asked = request.args.get("week", "")
    try:
        day = date.fromisoformat(asked) if asked else default or day_of(clock.now())
    except ValueError:
        abort(404)
    if not 2000 <= day.year <= 2100:
        abort(404)
    return monday_of(day)


def _entry(case: Case, hearing_id: int) -> hearings.Entry:
    return hearings.by_id(case, hearing_id) or abort(404)
