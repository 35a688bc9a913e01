"""The rules of time as they hold here: every length with its source, and changing one."""

from typing import Any, NamedTuple

from flask import Blueprint, abort, current_app, redirect
from werkzeug.wrappers import Response

from mediation import clock as present
from mediation.domain.clocks import Clock, clocks
from mediation.domain.errors import NotFound, NotPermitted, Refused
from mediation.domain.overrides import leeway_of, length_here
from mediation.domain.permissions import Actor
from mediation.domain.roles import Role
from mediation.queries.accounts import again
from mediation.queries.overrides import OwnLength, changes_of, own_lengths
from mediation.services.overrides import override_length, take_back_override
from mediation.transaction import transaction
from mediation.web.forms.base import Form
from mediation.web.forms.overrides import OverrideForm, ReturnForm
from mediation.web.locale import current_locale
from mediation.web.login import current_actor
from mediation.web.pages import show, tell
from mediation.wording.deadlines import length_said, own_said, source_said
from mediation.wording.overrides import events_said, extensions_said

bp = Blueprint("overrides", __name__)

ON_FIELD = {
    "override_other_unit": "unit",
    "override_without_reason": "reason",
}


class Line(NamedTuple):
    """One rule, every word ready."""

    id: str
    title: str
    length: str
    usual: str  # Where the length is this installation's own: what the rule says.
    source: str
    mark: str
    own: str


@bp.get("/deadlines/rules")
def rules() -> str:
    """Every rule of time with its length here, its source and how sure we are of it."""
    own = own_lengths()
    lines = [_line(clock, own.get(clock.id)) for clock in clocks().values()]
    return show("overrides/rules.html", lines=lines)


@bp.get("/deadlines/rules/<rule>")
def rule(rule: str) -> str:
    """One rule in full: what starts and stops it, who may extend it, and how it was changed."""
    clock = _find(rule)
    own = own_lengths().get(rule)
    form = OverrideForm.from_request(number=length_here(clock, _written(own)).number)
    return _page(clock, own, form.keep_to(clock))


@bp.post("/deadlines/rules/<rule>/length")
def change(rule: str) -> Any:
    """Let it last otherwise here."""
    clock = _find(rule)
    form = OverrideForm.from_request().keep_to(clock)
    if form.accepted():
        try:
            with transaction():
                override_length(
                    rule,
                    form.length,
                    reason=form.reason.data,
                    actor=_present(),
                    now=present.now(),
                )
        except NotPermitted:
            raise
        except Refused as refusal:
            form.refuse(ON_FIELD.get(refusal.reason, "number"), refusal)
        else:
            tell("From now on it lasts so long here. Deadlines that run already stay as they are.")
            return redirect(f"/deadlines/rules/{rule}", code=303)
    return _page(clock, own_lengths().get(rule), form)


@bp.post("/deadlines/rules/<rule>/return")
def take_back(rule: str) -> Any:
    """Let the rule's own length hold again."""
    clock = _find(rule)
    form = ReturnForm.from_request()
    if form.accepted():
        with transaction():
            take_back_override(rule, reason=form.reason.data, actor=_present(), now=present.now())
        tell("The rule's own length holds again. Deadlines that run already stay as they are.")
        return _back(rule)
    return _page(clock, own_lengths().get(rule), form)


def _back(rule: str) -> Response:
    return redirect(f"/deadlines/rules/{rule}", code=303)


def _page(clock: Clock, own: OwnLength | None, form: Form) -> str:
    locale = current_locale()
    return show(
        "overrides/rule.html",
        clock=clock,
        line=_line(clock, own),
        form=form,
        is_return=not isinstance(form, OverrideForm),
        leeway=leeway_of(clock),
        may_change=current_actor().role is Role.ADMIN,
        starts=events_said(clock.starts, locale),
        stops=events_said(clock.stops, locale),
        pauses=events_said(clock.pauses, locale),
        extensions=extensions_said(clock, locale),
        changes=[_change(clock, one) for one in changes_of(clock.id)],
    )


class Change(NamedTuple):
    """One change of a length: what it became, and who made it, when and why."""

    length: str  # Empty: the rule's own again.
    own: OwnLength


def _change(clock: Clock, one: OwnLength) -> Change:
    written = _written(one)
    length = length_said(length_here(clock, written), current_locale()) if written else ""
    return Change(length, one)


def _line(clock: Clock, own: OwnLength | None) -> Line:
    locale = current_locale()
    usual = length_said(clock.length, locale)
    return Line(
        id=clock.id,
        title=clock.title[locale],
        length=length_said(length_here(clock, _written(own)), locale) if own else usual,
        usual=usual if own else "",
        source=source_said(clock, locale),
        mark=clock.source.mark,
        own=own_length_said(clock, own),
    )


def own_length_said(clock: Clock, own: OwnLength | None) -> str:
    """That this length is this installation's own, who set it, when and why; or nothing."""
    if own is None:
        return ""
    author = (own.by.name or "") if own.by else ""
    zone = current_app.config["TIMEZONE"]
    return own_said(clock, own.override, author, current_locale(), zone)


def _written(own: OwnLength | None) -> str | None:
    return own.override.length if own else None


def _find(rule: str) -> Clock:
    return clocks().get(rule) or abort(404)


def _present() -> Actor:
    actor = again(current_actor())
    if actor is None:
        raise NotFound()
    return actor
