"""Messages and notes of a case, each in its space."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, abort, redirect, request

from mediation import clock
from mediation.domain.danger import is_reportable
from mediation.domain.permissions import Action, Actor, may
from mediation.domain.roles import Desk
from mediation.domain.spaces import Space, spaces_written
from mediation.models.cases import Case
from mediation.models.correspondence import Message, Reading
from mediation.queries import correspondence
from mediation.services.correspondence import mark_read, send_message
from mediation.transaction import on_case
from mediation.web.access import BODY
from mediation.web.audience import chosen_audience
from mediation.web.converters import key
from mediation.web.forms.correspondence import MessageForm
from mediation.web.frame import show_case
from mediation.web.involved import involved_in
from mediation.web.locale import current_locale
from mediation.web.login import current_actor
from mediation.web.opened import open_case
from mediation.web.pages import tell
from mediation.wording.catalogue import catalogue_of

bp = Blueprint("correspondence", __name__)


@bp.route("/cases/<reference>/messages", methods=["GET", "POST"])
def index(reference: str) -> Any:
    """What was written on a case, and the composer; no audience is chosen beforehand."""
    case = open_case(reference)
    form = MessageForm.from_request()
    if form.accepted() and (audience := chosen_audience(form, "body")):
        with on_case(case, current_actor()) as (fresh, actor):
            send_message(
                fresh,
                body=form.body.data,
                space=audience.space,
                once=form.once.data,
                company_id=audience.company_id,
                actor=actor,
                now=clock.now(),
            )
        tell("Your message is kept and can be read by those you chose.")
        return redirect(f"/cases/{reference}/messages", code=303)
    return _list(case, form)


def _list(case: Case, form: MessageForm) -> str:
    actor = current_actor()
    space = request.args.get("space")
    found = correspondence.shown(
        case,
        actor=actor,
        space=Space(space) if space in set(Space) else None,
        before=request.args.get("before", type=key),
    )
    page = found[: correspondence.PAGE]
    readings = correspondence.readings(case)
    return show_case(
        "correspondence/index.html",
        case,
        tab="messages",
        form=form,
        messages=page,
        after=page[-1].id if len(found) > correspondence.PAGE else None,
        chosen=space,
        spaces=spaces_written(actor, case),
        own=_own(page),
        read=_read_by_sides(case, readings),
        unread_up_to=_unread(page, _read_by(readings, actor)),
        reportable={one.id for one in page if is_reportable(one.author_role, actor.role)},
        may_send=may(actor, Action.SEND_MESSAGE, case),
        **_beside(case, actor),
    )


def _beside(case: Case, actor: Actor) -> dict[str, Any]:
    """For the body: who is involved, and which companies it speaks with, each in private."""
    if actor.role not in BODY:
        return {"names": {}, "others": []}
    involved = involved_in(case, catalogue_of(current_locale()))
    seated = {seat.holder_id for seat in case.seats if seat.desk is Desk.LENDER}
    names = {row.organisation_id: row.name for row in involved["companies"]}
    others = [(key, name) for key, name in names.items() if key in seated - {case.lender_id}]
    return {**involved, "names": names, "others": others}


def _own(page: list[Message]) -> set[int]:
    """Which messages the reader wrote; by role where there is no account."""
    actor = current_actor()
    return {
        message.id
        for message in page
        if message.author_role is actor.role and message.author_id in (None, actor.account_id)
    }


def _read_by_sides(case: Case, readings: Sequence[Reading]) -> dict[Desk, int]:
    """How far each desk has read; of several companies, the one that answers."""
    read: dict[Desk, int] = {}
    for reading in readings:
        if reading.desk is not Desk.LENDER or reading.holder_id == case.lender_id:
            read[reading.desk] = max(read.get(reading.desk, 0), reading.message_id)
    return read


def _read_by(readings: Sequence[Reading], actor: Actor) -> int:
    """How far this reader's own desk has read."""
    return max(
        (
            reading.message_id
            for reading in readings
            if reading.desk is actor.desk and reading.holder_id == actor.holder_id
        ),
        default=0,
    )


def _unread(page: list[Message], read: int) -> int | None:
    return page[0].id if page and page[0].id > read else None


@bp.post("/cases/<reference>/messages/reading")
def read(reference: str) -> Any:
    """Say that one has read the messages; a page that is only looked at changes nothing."""
    case = open_case(reference)
    up_to = request.form.get("up_to", type=key) or abort(400)
    with on_case(case, current_actor()) as (fresh, actor):
        mark_read(fresh, up_to=up_to, actor=actor, now=clock.now())
    return redirect(f"/cases/{reference}/messages", code=303)
