"""The public calculator of deadlines: the day, every step of the counting, and its source."""

from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, current_app

from mediation.domain.clocks import clocks
from mediation.domain.deadlines import USUAL, Deadline, deadline_of
from mediation.domain.errors import Refused
from mediation.queries.calendar import calendar_now
from mediation.queries.overrides import own_lengths
from mediation.web.csrf import csrf
from mediation.web.forms.deadlines import DeadlineForm
from mediation.web.locale import current_locale
from mediation.web.overrides import own_length_said
from mediation.web.pages import show
from mediation.wording.deadlines import source_said, steps_said

bp = Blueprint("deadlines", __name__)


# Without a token: nothing is kept, and asking needs no session.
@bp.route("/calculator/deadline", methods=["GET", "POST"])
@csrf.exempt
def calculator() -> Any:
    """When something is due; nothing of what is asked is kept."""
    locale = current_locale()
    form = DeadlineForm.from_request()
    own = own_lengths()
    form.name_rules(locale, {rule: one.override.length for rule, one in own.items()})
    found = _computed(form) if form.accepted() else None
    clock = clocks().get(form.rule.data or "")
    return show(
        "deadlines/calculator.html",
        form=form,
        found=found,
        steps=steps_said(found, locale) if found else [],
        clock=clock,
        source=source_said(clock, locale) if clock else "",
        own=own_length_said(clock, own.get(clock.id)) if clock else "",
        spare=(found.due_on - form.act_on.data).days if found and form.act_on.data else None,
    )


def _computed(form: DeadlineForm) -> Deadline | None:
    clock = clocks().get(form.rule.data)
    calendar, _ = calendar_now()
    try:
        return deadline_of(
            form.started.data,
            form.length,
            calendar=calendar,
            zone=ZoneInfo(current_app.config["TIMEZONE"]),
            counting=clock.counting if clock else USUAL,
        )
    except Refused as refused:
        form.refuse("started" if refused.reason == "start_unfit" else "number", refused)
        return None
