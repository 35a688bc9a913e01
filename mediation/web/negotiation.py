"""Offers: the two side by side, a new one, and every answer to one."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, redirect, request

from mediation import clock
from mediation.domain.errors import Refused
from mediation.domain.events import Event
from mediation.domain.negotiation import OTHER, check_stands, check_terms, still_stands
from mediation.domain.permissions import Action, may
from mediation.domain.repayment import plan_of
from mediation.domain.spaces import SIDE_OF
from mediation.domain.talks import offer_stands
from mediation.models.cases import Case
from mediation.queries import negotiation
from mediation.services.days import day_of, end_of
from mediation.services.negotiation import (
    accept_offer,
    counter_offer,
    make_offer,
    redate_offer,
    reject_offer,
    terms_of,
    withdraw_offer,
)
from mediation.transaction import on_case
from mediation.web.act_pages import case_for
from mediation.web.converters import key
from mediation.web.forms.base import Form
from mediation.web.forms.negotiation import ANSWERS, DateForm, OfferForm, RejectionForm
from mediation.web.forms.plans import payers, stored
from mediation.web.frame import show_case
from mediation.web.login import current_actor
from mediation.web.offers import Shown, board_of, settling, shown
from mediation.web.opened import open_case
from mediation.web.pages import show, tell, voice_of
from mediation.wording.catalogue import lazy

bp = Blueprint("negotiation", __name__)


@bp.get("/cases/<reference>/offers")
def index(reference: str) -> str:
    """The standing offer beside the other side's last one, compared line by line."""
    case, actor = settling(open_case(reference)), current_actor()
    board = board_of(case, negotiation.ledger(case), actor, now=clock.now())
    return show_case(
        "negotiation/index.html",
        case,
        tab="offers",
        board=board,
        answers=ANSWERS,
        may_offer=board.can_talk and may(actor, Action.MAKE_OFFER, case),
    )


@bp.route("/cases/<reference>/offers/new", methods=["GET", "POST"])
def new(reference: str) -> Any:
    """Write an offer, look at its arithmetic, send it."""
    case = case_for(reference, Action.MAKE_OFFER, Event.OFFER_MADE)
    like = request.args.get("like", type=key)
    standing = negotiation.unended(case)
    if standing is not None and not still_stands(standing, None, now=clock.now()):
        standing = None
    if standing is not None and standing.side is OTHER.get(SIDE_OF.get(current_actor().role)):
        return redirect(f"/cases/{reference}/offers/{standing.id}/counter")
    form = _offer_form(case, like)
    if form.accepted() and _holds(form) and request.form.get("step") == "send":
        with on_case(case, current_actor()) as (fresh, actor):
            make_offer(
                fresh,
                **_content(form),
                instead_of=request.form.get("standing", type=int),
                actor=actor,
                now=clock.now(),
            )
        tell("Your offer was sent. You are told when there is an answer.")
        return redirect(f"/cases/{reference}/offers", code=303)
    return _form_page(case, form, standing=standing.id if standing else None)


@bp.route("/cases/<reference>/offers/<id:offer_id>/counter", methods=["GET", "POST"])
def counter(reference: str, offer_id: int) -> Any:
    """Answer an offer with one of one's own, written, looked at and sent in the same way."""
    case = case_for(reference, Action.MAKE_OFFER, Event.OFFER_COUNTERED)
    entry = _entry(case, offer_id)
    form = _offer_form(case, offer_id)
    if form.accepted() and _holds(form) and request.form.get("step") == "send":
        with on_case(case, current_actor()) as (fresh, actor):
            counter_offer(
                fresh,
                _entry(fresh, offer_id).offer,
                **_content(form),
                actor=actor,
                now=clock.now(),
            )
        tell("Your offer was sent. You are told when there is an answer.")
        return redirect(f"/cases/{reference}/offers", code=303)
    return _form_page(case, form, answered=_shown(entry))


@bp.get("/cases/<reference>/offers/<id:offer_id>/answer")
def answer(reference: str, offer_id: int) -> Any:
    """From the three answers to the page of the one that was chosen."""
    _entry(open_case(reference), offer_id)
    pages = {"counter": "counter", "accept": "acceptance", "reject": "rejection"}
    page = pages.get(request.args.get("answer", ""))
    address = f"/cases/{reference}/offers"
    return redirect(f"{address}/{offer_id}/{page}" if page else f"{address}#answer")


@bp.route("/cases/<reference>/offers/<id:offer_id>/acceptance", methods=["GET", "POST"])
def accept(reference: str, offer_id: int) -> Any:
    """Say yes, on a page of its own that says what follows and what does not."""
    words = lazy("Accepted. The agreement is written next; read it before you sign.")
    return _answer_page(reference, offer_id, "accept", Form.from_request(), accept_offer, words)


@bp.route("/cases/<reference>/offers/<id:offer_id>/rejection", methods=["GET", "POST"])
def reject(reference: str, offer_id: int) -> Any:
    """Say no, with or without a reason."""
    form = RejectionForm.from_request()
    words = lazy("Your answer was sent. Talks go on; either side may make another offer.")
    return _answer_page(
        reference, offer_id, "reject", form, reject_offer, words, words_of=form.words
    )


@bp.route("/cases/<reference>/offers/<id:offer_id>/withdrawal", methods=["GET", "POST"])
def withdraw(reference: str, offer_id: int) -> Any:
    """Take one's own offer back."""
    words = lazy("Your offer was taken back. It stays in the list, marked so.")
    return _answer_page(reference, offer_id, "withdraw", Form.from_request(), withdraw_offer, words)


@bp.route("/cases/<reference>/offers/<id:offer_id>/date", methods=["GET", "POST"])
def redate(reference: str, offer_id: int) -> Any:
    """Take up an old offer with a new first date."""
    case = case_for(reference, Action.MAKE_OFFER, Event.OFFER_MADE)
    entry = _entry(case, offer_id)
    form = DateForm.from_request(answer_by=_proposed_end())
    if form.accepted():
        try:
            with on_case(case, current_actor()) as (fresh, actor):
                redate_offer(
                    fresh,
                    _entry(fresh, offer_id).offer,
                    first_due_on=form.first_due_on.data,
                    stands_until_at=end_of(form.answer_by.data),
                    actor=actor,
                    now=clock.now(),
                )
        except Refused as error:
            if error.reason != "stands_too_long":
                raise
            form.refuse("answer_by", error)
        else:
            tell("Your offer was sent. You are told when there is an answer.")
            return redirect(f"/cases/{reference}/offers", code=303)
    return show("negotiation/redate.html", case=case, form=form, offer=_shown(entry))


ASKED = {
    "accept": (Action.ANSWER_OFFER, Event.OFFER_ACCEPTED),
    "reject": (Action.ANSWER_OFFER, Event.OFFER_REJECTED),
    "withdraw": (Action.MAKE_OFFER, Event.OFFER_WITHDRAWN),
}


def _answer_page(
    reference: str,
    offer_id: int,
    page: str,
    form: Form,
    verb: Callable[..., None],
    said: str,
    words_of: Any = None,
) -> Any:
    case = case_for(reference, *ASKED[page])
    entry = _entry(case, offer_id)
    if form.accepted():
        with on_case(case, current_actor()) as (fresh, actor):
            given = {"words": words_of.data} if words_of is not None else {}
            verb(fresh, _entry(fresh, offer_id).offer, **given, actor=actor, now=clock.now())
        tell(said)
        return redirect(f"/cases/{reference}/offers", code=303)
    return show(f"negotiation/{page}.html", case=case, form=form, offer=_shown(entry))


def _form_page(
    case: Case, form: OfferForm, *, standing: int | None = None, answered: Shown | None = None
) -> str:
    checked = request.method == "POST" and not form.errors and not form.form_errors
    if checked and request.form.get("step") != "change":
        return show(
            "negotiation/check.html",
            case=case,
            form=form,
            plan=plan_of(form.terms()),
            terms=form.terms(),
            until_at=end_of(form.answer_by.data),
            standing=standing,
            sent=[
                (name, text)
                for name, text in request.form.items(multi=True)
                if name not in ("csrf_token", "step", "standing")
            ],
        )
    return show("negotiation/new.html", case=case, form=form, answered=answered)


def _offer_form(case: Case, like: int | None) -> OfferForm:
    """The form as sent, or as an older offer of the case has it."""
    before = {}
    entry = negotiation.by_id(case, like) if like is not None else None
    if entry is not None and request.method == "GET":
        before = stored(terms_of(entry.offer)) | {"words": entry.offer.terms or ""}
        if entry.offer.first_due_on and entry.offer.first_due_on < day_of(clock.now()):
            before["first_due_on"] = None
    form = OfferForm.from_request(answer_by=_proposed_end(), **before)
    form.payer.options = payers(voice_of(current_actor()))
    return form


def _holds(form: OfferForm) -> bool:
    """Whether the rules let this offer be made; what they refuse stands beside its field."""
    try:
        check_terms(form.terms(), form.words.data, today=day_of(clock.now()))
        check_stands(end_of(form.answer_by.data), now=clock.now())
    except Refused as error:
        form.blame(error)
        return False
    return True


def _content(form: OfferForm) -> dict[str, Any]:
    return {
        "terms": form.terms(),
        "words": form.words.data,
        "stands_until_at": end_of(form.answer_by.data),
    }


def _proposed_end() -> Any:
    return day_of(clock.now() + offer_stands().proposed)


def _shown(entry: negotiation.Entry) -> Shown:
    return shown(entry, now=clock.now())


def _entry(case: Case, offer_id: int) -> negotiation.Entry:
    return negotiation.by_id(case, offer_id) or abort(404)
