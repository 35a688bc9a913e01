"""Acts of the demo world around talks: willingness, mediators, hearings, offers."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from mediation.domain.assignment import NotTaken, Replacement
from mediation.domain.hearings import SIDES, Change, Mode
from mediation.domain.negotiation import Every, Terms
from mediation.domain.outcomes import NoSettlement
from mediation.domain.parties import Channel
from mediation.domain.spaces import Side
from mediation.models.hearings import Hearing
from mediation.models.negotiation import Offer
from mediation.queries import assignment, hearings, negotiation
from mediation.services.assignment import (
    accept_assignment,
    answer_disclosure,
    disclose_conflict,
    offer_case,
    refuse_assignment,
    replace_mediator,
)
from mediation.services.demo.scene import Scene
from mediation.services.hearings import hold_hearing, reschedule_hearing, schedule_hearing
from mediation.services.mediation import end_mediation, stop_mediation
from mediation.services.mediator_complaints import complain_of_mediator
from mediation.services.minutes import agree_fact, confirm_minutes, propose_fact, record_minutes
from mediation.services.negotiation import (
    accept_offer,
    counter_offer,
    make_offer,
    reject_offer,
    withdraw_offer,
)
from mediation.services.willingness import (
    answer_willingness,
    ask_willingness,
    close_unreachable,
    record_willingness,
    request_mediation,
)

NO_MONEY = Terms(Side.COMPLAINANT)


def _will(scene: Scene, willing: bool) -> None:
    answer_willingness(scene.case, willing=willing, words=scene.words, **scene.doing)


def _heard(scene: Scene) -> None:
    record_willingness(
        scene.case,
        side=Side(scene.told["side"]),
        willing=scene.told.get("willing", True),
        channel=Channel(scene.told["channel"]),
        words=scene.words,
        **scene.doing,
    )


def _unreachable(scene: Scene) -> None:
    close_unreachable(
        scene.case,
        side=Side(scene.told["side"]),
        tried=[Channel(name) for name in scene.told["tried"]],
        words=scene.words,
        **scene.doing,
    )


def _offer_case(scene: Scene) -> None:
    standing = assignment.running(scene.case)
    offer_case(
        scene.case,
        mediator_id=scene.world.actors[scene.told["to"]].account_id or 0,
        instead_of=standing.id if standing else None,
        **scene.doing,
    )


def _refuse_case(scene: Scene) -> None:
    tie = scene.told.get("tie")
    refuse_assignment(
        scene.case,
        reason=NotTaken(scene.told["reason"]),
        words=scene.words,
        organisation_id=scene.world.bodies[tie].id if tie else None,
        **scene.doing,
    )


def _replace(scene: Scene) -> None:
    reason = Replacement(scene.told["reason"])
    replace_mediator(scene.case, reason=reason, words=scene.words, **scene.doing)


def _answer_tie(scene: Scene) -> None:
    disclosed = assignment.disclosures(scene.case)[0]
    agrees = scene.told.get("agrees", True)
    answer_disclosure(scene.case, disclosed, agrees=agrees, **scene.doing)


def _schedule(scene: Scene) -> None:
    starts_at = scene.world.moments.at(scene.told["day"], scene.told["at"])
    modes = scene.told.get("modes", ["video", "video"])
    schedule_hearing(
        scene.case,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=scene.told.get("minutes", 60)),
        modes=dict(zip(SIDES, map(Mode, modes), strict=True)),
        place=scene.told["place"],
        agenda=scene.words,
        shorter_notice=scene.told.get("shorter_notice", False),
        **scene.doing,
    )


def _move(scene: Scene) -> None:
    hearing, sides, _ = hearings.of_case(scene.case)[0]
    starts_at = scene.world.moments.at(scene.told["day"], scene.told["at"])
    reschedule_hearing(
        scene.case,
        hearing,
        starts_at=starts_at,
        ends_at=starts_at + (hearing.ends_at - hearing.starts_at),
        modes={side: sides[side].mode or Mode.VIDEO for side in SIDES},
        place=hearing.place or "",
        reason=Change(scene.told["reason"]),
        **scene.doing,
    )


def _hold(scene: Scene) -> None:
    came = dict(zip(SIDES, scene.told.get("came", [True, True]), strict=True))
    hold_hearing(scene.case, _hearing(scene), came=came, identified=came, **scene.doing)


def _hearing(scene: Scene) -> Hearing:
    return hearings.of_case(scene.case)[0].hearing


def _minutes(scene: Scene) -> None:
    record_minutes(scene.case, _hearing(scene), text=scene.words, **scene.doing)


def _confirm(scene: Scene) -> None:
    minutes = hearings.of_case(scene.case)[0].minutes
    if minutes is not None:
        confirm_minutes(scene.case, minutes, **scene.doing)


def _agree_facts(scene: Scene) -> None:
    for fact in hearings.facts(scene.case):
        agree_fact(scene.case, fact, **scene.doing)


def _terms(scene: Scene) -> Terms:
    told = scene.told
    if "fen" not in told:
        return NO_MONEY
    parts = told.get("parts", 1)
    return Terms(
        Side(told.get("payer", "complainant")),
        told["fen"],
        parts,
        Every(told.get("every", "once" if parts == 1 else "month")),
        scene.on("first"),
    )


def _said(scene: Scene) -> dict[str, Any]:
    return {
        "terms": _terms(scene),
        "words": scene.words,
        "stands_until_at": scene.until("stands", 10),
        **scene.doing,
    }


def _offer(scene: Scene) -> None:
    standing = negotiation.unended(scene.case)
    make_offer(scene.case, instead_of=standing.id if standing else None, **_said(scene))


def _standing(scene: Scene) -> Offer:
    offer = negotiation.unended(scene.case)
    if offer is None:
        raise LookupError(f"no offer stands in {scene.key}")
    return offer


def _end(scene: Scene) -> None:
    reason = NoSettlement(scene.told["reason"])
    end_mediation(scene.case, reason=reason, words=scene.words, **scene.doing)


ACTS: dict[str, Callable[[Scene], object]] = {
    "ask_mediator": lambda s: request_mediation(s.case, words=s.words, **s.doing),
    "ask_both": lambda s: ask_willingness(s.case, **s.doing),
    "willing": lambda s: _will(s, True),
    "unwilling": lambda s: _will(s, False),
    "heard": _heard,
    "unreachable": _unreachable,
    "offer_case": _offer_case,
    "take_case": lambda s: accept_assignment(s.case, **s.doing),
    "refuse_case": _refuse_case,
    "replace": _replace,
    "disclose_tie": lambda s: disclose_conflict(s.case, words=s.words, **s.doing),
    "answer_tie": _answer_tie,
    "complain": lambda s: complain_of_mediator(s.case, words=s.words, **s.doing),
    "schedule": _schedule,
    "move": _move,
    "hold": _hold,
    "minutes": _minutes,
    "confirm_minutes": _confirm,
    "fact": lambda s: propose_fact(s.case, text=s.words, **s.doing),
    "agree_facts": _agree_facts,
    "offer": _offer,
    "counter": lambda s: counter_offer(s.case, _standing(s), **_said(s)),
    "accept": lambda s: accept_offer(s.case, _standing(s), **s.doing),
    "reject": lambda s: reject_offer(s.case, _standing(s), words=s.words, **s.doing),
    "withdraw_offer": lambda s: withdraw_offer(s.case, _standing(s), **s.doing),
    "end": _end,
    "stop": lambda s: stop_mediation(s.case, words=s.words, **s.doing),
}
