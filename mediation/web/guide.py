"""The guide: one question a page, then advice, a hotline, a letter or the way to file."""

import secrets
from typing import Any

from flask import Blueprint, abort, current_app, redirect, request, session
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from mediation import clock
from mediation.domain.guide import (
    Answer,
    Guide,
    Leaf,
    Question,
    parent_of,
    progress,
    the_guide,
    way_on,
)
from mediation.domain.lanes import Lane
from mediation.domain.letters import Letter, write_letter
from mediation.services.guide import rate_advice
from mediation.transaction import transaction
from mediation.web.csrf import check_same_origin, csrf
from mediation.web.forms.guide import form_of
from mediation.web.locale import current_locale
from mediation.web.pages import show, tell
from mediation.wording import formats

bp = Blueprint("guide", __name__)

# Lanes have their questions under the same name.
LANES = frozenset(Lane)
MOST_RATED = 100


@bp.get("/guide")
def index() -> Any:
    """The first question; a lane chosen on the front page is its answer."""
    lane = request.args.get("lane")
    if lane in LANES:
        return redirect(f"/guide/{lane}?from={the_guide().root}", code=303)
    return _answered(the_guide().nodes[the_guide().root])


@bp.get("/guide/<node>")
def node(node: str) -> Any:
    """One node of the tree. The address holds names of nodes and nothing about the reader."""
    found = the_guide().nodes.get(node) or abort(404)
    return _leaf(found) if isinstance(found, Leaf) else _answered(found)


def _answered(question: Any) -> Any:
    """The next node where an answer was sent, else the question."""
    if "asked" not in request.args:
        return _question(question, missing=False)
    ways = way_on(question, request.args.getlist("answer"))
    if not ways:
        return _question(question, missing=True)
    further = MultiDict({"from": question.name})
    further.setlist("also", [*ways[1:], *(a for a in _also() if a not in ways)])
    return redirect(_address(ways[0], further), code=303)


def _address(name: str, query: MultiDict) -> str:
    pairs = [f"{key}={value}" for key, value in query.items(multi=True)]
    return f"/guide/{name}" + (f"?{'&'.join(pairs)}" if pairs else "")


def _also() -> list[str]:
    """Other nodes whose answers were chosen on the way, to be offered at the end."""
    nodes = the_guide().nodes
    return [name for name in dict.fromkeys(request.args.getlist("also")) if name in nodes]


def _question(question: Question, *, missing: bool) -> str:
    return show(
        "guide/question.html",
        question=question,
        progress=progress(the_guide(), question),
        back=_back(question.name),
        also=_also(),
        missing=missing,
        police=the_guide().hotlines["police"],
    )


def _back(name: str) -> str:
    parent = parent_of(the_guide(), name, request.args.get("from"))
    if parent is None:
        return "/"
    return "/guide" if parent == the_guide().root else f"/guide/{parent}"


def _leaf(leaf: Leaf) -> str:
    guide = the_guide()
    return show(
        "guide/leaf.html",
        leaf=leaf,
        back=_back(leaf.name),
        came_from=request.args.get("from"),
        hotlines=[guide.hotlines[name] for name in leaf.hotlines],
        letter=guide.letters.get(leaf.letter or ""),
        lane=guide.lanes.get(leaf.lane) if leaf.lane else None,
        keep=guide.keep.get(leaf.keep or ""),
        law=[guide.law[name] for name in leaf.law],
        also=[answer for answer in map(_chosen, _also()) if answer],
        rated=leaf.name in session.get("rated", []),
        once=secrets.token_urlsafe(16),
    )


def _chosen(name: str) -> Answer | None:
    """The answer by which a node is reached, to name it by."""
    guide: Guide = the_guide()
    return next(
        (answer for q in guide.questions for answer in q.answers if answer.to == name), None
    )


# Without a token, so that reading the guide needs no session; a forged yes tells little.
@bp.post("/guide/<node>/rating")
@csrf.exempt
def rate(node: str) -> Response:
    """Keep whether this advice helped; once a browser."""
    check_same_origin()
    leaf = the_guide().nodes.get(node)
    useful = request.form.get("useful")
    if not isinstance(leaf, Leaf) or useful not in ("yes", "no"):
        abort(404)
    rated = session.get("rated", [])
    if leaf.name not in rated:
        with transaction():
            rate_advice(leaf, guide=the_guide(), useful=useful == "yes", now=clock.now())
        session["rated"] = [*rated, leaf.name][-MOST_RATED:]
    tell("Thank you. Your answer helps us to write better advice.")
    return redirect(f"/guide/{leaf.name}", code=303)


@bp.route("/guide/letters/<letter>", methods=["GET", "POST"])
@csrf.exempt
def letter(letter: str) -> Any:
    """A letter to the lender, filled in by the reader; nothing of it is kept or logged."""
    found = the_guide().letters.get(letter) or abort(404)
    leaf = _advice_for(found)
    form = form_of(found, current_locale()).from_request(ticks=list(leaf.ticks) if leaf else [])
    written = form.accepted()
    if written and "download" in request.form:
        return _file(found, form)
    return show(
        "guide/letter.html",
        letter=found,
        form=form,
        back=f"/guide/{leaf.name}" if leaf else "/guide",
        came_from=leaf.name if leaf else "",
        text=_text(found, form, "zh_CN") if written else None,
        meaning=_text(found, form, "en") if written and current_locale() != "zh_CN" else None,
    )


def _advice_for(letter: Letter) -> Leaf | None:
    """The leaf from which the reader came to this letter."""
    node = the_guide().nodes.get(request.args.get("from", ""))
    return node if isinstance(node, Leaf) and node.letter == letter.name else None


def _text(letter: Letter, form: Any, locale: str) -> list[str]:
    today = formats.in_zone(clock.now(), current_app.config["TIMEZONE"]).date()
    day = formats.day(today, locale)
    return write_letter(letter, form.answers, form.chosen, day, locale)


def _file(letter: Letter, form: Any) -> Response:
    """The letter as a plain file, in the language that the lender reads."""
    body = "\n\n".join(_text(letter, form, "zh_CN")) + "\n"
    answer = Response(body, mimetype="text/plain")
    answer.headers["Content-Disposition"] = f'attachment; filename="letter-{letter.name}.txt"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
