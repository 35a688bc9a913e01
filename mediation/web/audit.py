"""The auditor's pages: the history of every case by its number, and whether it is whole."""

from datetime import datetime
from typing import NamedTuple
from urllib.parse import urlencode

from flask import Blueprint, abort, request

from mediation.domain.references import read_reference
from mediation.domain.roles import Role
from mediation.domain.spaces import Space
from mediation.queries import audit
from mediation.web.converters import key, moment_and_key
from mediation.web.locale import current_locale
from mediation.web.login import current_actor
from mediation.web.pages import show
from mediation.wording.catalogue import Catalogue, catalogue_of

bp = Blueprint("audit", __name__)

STEPS = 100


@bp.get("/audit")
def index() -> str:
    """Every case by its number, newest stirred first, searched by the whole number."""
    words = request.args.get("q", "").strip()[:40]
    found = _found(words)
    page = found[: audit.PAGE]
    after = None
    if len(found) > len(page):
        last = page[-1]
        after = "/audit?" + urlencode(
            {"at": f"{last.stirred_at.timestamp():.6f}", "before": last.case_id}
        )
    return show("audit/index.html", cases=page, q=words, after=after)


def _found(words: str) -> list[audit.Kept]:
    if not words:
        return audit.listed(actor=current_actor(), before=moment_and_key(request.args))
    reference = read_reference(words)
    return audit.listed(actor=current_actor(), reference=reference) if reference else []


class Row(NamedTuple):
    """One event in the auditor's words."""

    number: int
    event: str
    word: str
    at: datetime
    role: str
    account_id: int | None
    space: str
    digest: str
    hash: str


@bp.get("/audit/<reference>")
def detail(reference: str) -> str:
    """One history, event by event, and whether its chain is whole."""
    chain = audit.chain_of(reference, actor=current_actor()) or abort(404)
    after = request.args.get("after", 0, type=key)
    rest = [step for step in chain.steps if step.number > after]
    page = rest[:STEPS]
    catalogue = catalogue_of(current_locale())
    return show(
        "audit/detail.html",
        chain=chain,
        broken=_said(chain.broken, catalogue),
        rows=[_row(step, catalogue) for step in page],
        after=page[-1].number if len(rest) > len(page) else None,
        before=after or None,
    )


def _said(broken: str | None, catalogue: Catalogue) -> str:
    """Where the chain is broken, in words; nothing where it is whole."""
    if broken is None:
        return ""
    word, _, number = broken.partition(":")
    return catalogue.say(f"chain.{word}", number=number)


def _row(step: audit.Step, catalogue: Catalogue) -> Row:
    role = _role(step.role, catalogue)
    return Row(
        number=step.number,
        event=_event(step.event, role, catalogue),
        word=step.event,
        at=step.at,
        role=role,
        account_id=step.account_id,
        space=catalogue.say(f"space.{step.space}.staff") if step.space in set(Space) else "",
        digest=step.digest.hex(),
        hash=step.hash.hex(),
    )


def _event(event: str, role: str, catalogue: Catalogue) -> str:
    """What happened, as a sentence about a role; a word that is none of ours is said to be so."""
    word = f"event.{event}"
    if not catalogue.knows(word):
        return catalogue.say("A word that is none of this program's")
    return catalogue.say(word, who=role)


def _role(role: str | None, catalogue: Catalogue) -> str:
    if role is None:
        return catalogue.say("The role was erased with the facts")
    return catalogue.say(f"role.{role}") if role in set(Role) else role
