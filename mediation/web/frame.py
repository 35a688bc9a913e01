"""The frame of every page of a case: banner, road, tabs, and what one can do."""

from functools import cache
from typing import Any, NamedTuple

from mediation.domain.lanes import SETTLES, Lane
from mediation.domain.lifecycle import Stage, Turn
from mediation.domain.outcomes import Outcome
from mediation.domain.permissions import Actor
from mediation.domain.roles import Desk, Role
from mediation.domain.spaces import is_inside
from mediation.domain.voices import STEP_OF, VOICE_OF, Voice, road_of
from mediation.models.cases import Case
from mediation.web.acts import Act, acts_on
from mediation.web.locale import current_locale
from mediation.web.login import current_actor
from mediation.web.pages import show
from mediation.wording.catalogue import Catalogue, catalogue_of, lazy

DESK_VOICES = frozenset({Voice.STAFF, Voice.ARBITRATION, Voice.SUPERVISOR})


class Tab(NamedTuple):
    """A part of the case with a page of its own, and who has it."""

    name: str
    path: str
    words: str
    voices: frozenset[Voice] = frozenset(Voice)
    stages: frozenset[Stage] = frozenset(Stage)
    lanes: frozenset[Lane] = frozenset(Lane)


TALKS_ON = frozenset(Stage) - {Stage.RECEIVED, Stage.RETURNED, Stage.TRACING}
# Before there is anything on these pages, their tabs would only be in the way.
MEDIATED = TALKS_ON - {Stage.WITH_LENDER, Stage.NEGOTIATION, Stage.AWAITING_MEDIATOR}
BOUND = MEDIATED - {Stage.MEDIATION, Stage.AGREEMENT}
PEOPLE = frozenset(Voice) - {Voice.SUPERVISOR}
# What is said and offered in mediation stays out of arbitration.
TALKERS = PEOPLE - {Voice.ARBITRATION}

TABS = (
    Tab("progress", "", lazy("Progress")),
    Tab("complaint", "/complaint", lazy("Complaint")),
    Tab("messages", "/messages", lazy("Messages"), PEOPLE),
    Tab("evidence", "/evidence", lazy("Files"), PEOPLE),
    Tab("offers", "/offers", lazy("Offers"), TALKERS, TALKS_ON, SETTLES),
    Tab("hearings", "/hearings", lazy("Hearings"), TALKERS, MEDIATED),
    Tab("agreement", "/agreement", lazy("Agreement"), PEOPLE, MEDIATED, SETTLES),
    Tab("repayment", "/repayment", lazy("Payments"), PEOPLE, BOUND, SETTLES),
    Tab("arbitration", "/arbitration", lazy("Arbitration and court"), PEOPLE, MEDIATED),
)


class Frame(NamedTuple):
    """All that `cases/frame.html` draws; every word is ready."""

    address: str
    about: str
    turn: str
    mine: bool
    stage: str
    title: str
    silence: str
    road: list[tuple[str, str, None]]
    tabs: list[tuple[str, str, bool, int]]
    acts: list[Act]
    voice: str
    desk: bool
    inside: bool


def show_case(template: str, case: Case, *, tab: str = "progress", **context: Any) -> str:
    """Render a page of `case` inside its frame, for whoever is asking."""
    actor = current_actor()
    frame = frame_of(case, actor, tab=tab, locale=current_locale())
    return show(template, case=case, frame=frame, **context)


def frame_of(case: Case, actor: Actor, *, tab: str, locale: str) -> Frame:
    """What the banner says of `case` to `actor`: no statement, no look-up."""
    catalogue = catalogue_of(locale)
    voice = VOICE_OF[actor.role]
    mine = is_mine(case, actor)
    key = f"stage.{case.stage}.{voice}"
    mine_title = f"{key}.mine"
    address = f"/cases/{case.reference}"
    return Frame(
        address=address,
        about=about(case, actor, catalogue),
        turn=_turn(case, actor, mine, catalogue),
        mine=mine,
        stage=_stage(case, catalogue),
        title=catalogue.say(mine_title if mine and catalogue.knows(mine_title) else f"{key}.title"),
        silence=catalogue.say("paused.silence" if case.paused_since_at else f"{key}.silence"),
        road=_road(case.stage, locale) if _is_on_road(case) else [],
        tabs=[
            (address + path, words, name == tab, 0)
            for name, path, words in _tabs(voice, case.stage, case.lane, locale)
        ],
        acts=acts_on(case, actor),
        voice=voice,
        desk=voice in DESK_VOICES,
        inside=is_inside(actor, case),
    )


def is_mine(case: Case, actor: Actor) -> bool:
    """Whether it is this actor's turn."""
    return any(
        seat.mine and seat.desk is actor.desk and seat.holder_id == actor.holder_id
        for seat in case.seats
    )


def about(case: Case, actor: Actor, catalogue: Catalogue) -> str:
    """Against whom and what about; for staff also who, for a lender never a withheld name."""
    lane = catalogue.say(f"lane.{case.lane}")
    company = case.respondent_name or catalogue.say("company.unknown")
    if actor.desk is Desk.COMPLAINANT:
        return f"{company} · {lane}"
    return f"{complainant_name(case, actor, catalogue)} → {company} · {lane}"


def complainant_name(case: Case, actor: Actor, catalogue: Catalogue) -> str:
    """The complainant's name as this actor may know it."""
    if actor.desk in (Desk.LENDER, Desk.SUPERVISOR) and case.identity_withheld:
        return catalogue.say("name.withheld")
    return case.complainant_name or ""


def _turn(case: Case, actor: Actor, mine: bool, catalogue: Catalogue) -> str:
    if mine:
        return catalogue.say("turn.yours")
    if case.turn is Turn.BOTH and actor.role is not Role.COMPLAINANT:
        return catalogue.say("turn.both")
    return catalogue.say(f"turn.{case.turn}")


def _stage(case: Case, catalogue: Catalogue) -> str:
    """Where the case stands; of a closed one also how it ended."""
    if case.paused_since_at:
        return catalogue.say("paused")
    stage = catalogue.say(f"stage.{case.stage}")
    return f"{stage} · {catalogue.say(f'outcome.{case.outcome}')}" if case.outcome else stage


def _is_on_road(case: Case) -> bool:
    """A case that ended on the way has not walked the rest of it."""
    return case.outcome in (None, Outcome.SETTLED_PERFORMED)


@cache
def _tabs(voice: Voice, stage: Stage, lane: Lane, locale: str) -> list[tuple[str, str, str]]:
    return [
        (item.name, item.path, catalogue_of(locale).say(str(item.words)))
        for item in TABS
        if voice in item.voices and stage in item.stages and lane in item.lanes
    ]


@cache
def _road(stage: Stage, locale: str) -> list[tuple[str, str, None]]:
    here = STEP_OF[stage]
    return [
        (
            catalogue_of(locale).say(f"road.{step}"),
            "done" if number < here else "now" if number == here else "",
            None,
        )
        for number, step in enumerate(road_of(stage))
    ]
