"""Acts of the demo world from the agreement on: signed, paid, broken, decided elsewhere."""

from collections.abc import Callable

from mediation.domain.arbitration import AwardKind, ReferralReason
from mediation.domain.negotiation import Every, Terms
from mediation.domain.outcomes import Outcome
from mediation.domain.settlement import WRITTEN, Part
from mediation.domain.spaces import SIDE_OF, Side
from mediation.models.settlement import Agreement
from mediation.queries import arbitration, repayment, settlement
from mediation.services.arbitration import (
    check_arbitration_agreement,
    record_arbitration_agreement,
    refer_to_arbitration,
    register_arbitration,
)
from mediation.services.awards import record_award
from mediation.services.breaches import cure_breach, declare_breach, resume_mediation
from mediation.services.court import end_court, record_papers, refer_to_court
from mediation.services.demo.scene import Scene
from mediation.services.repayment import (
    confirm_payment,
    confirm_performance,
    dispute_payment,
    report_payment,
)
from mediation.services.settlement import (
    draft_agreement,
    proposed_parts,
    refuse_signing,
    sign_agreement,
)


def _draft(scene: Scene) -> None:
    language = scene.told.get("language", "zh_CN")
    parts = proposed_parts(scene.case, language=language)
    written = {part: parts[part] for part in WRITTEN}
    if scene.words:
        written[Part.TERMS] = scene.words
    draft_agreement(
        scene.case,
        written=written,
        lapses_at=scene.until("lapses", 10),
        language=language,
        **scene.doing,
    )


def _unsigned(scene: Scene) -> Agreement:
    agreement = settlement.unsigned(scene.case)
    if agreement is None:
        raise LookupError(f"nothing is to be signed in {scene.key}")
    return agreement


def _sign(scene: Scene) -> None:
    actor = scene.actor
    own = SIDE_OF[actor.role] is Side.COMPLAINANT
    name = (scene.case.complainant_name or "") if own else actor.name
    agreement = _unsigned(scene)
    sign_agreement(scene.case, agreement, name=name, shown=agreement.digest, **scene.doing)


def _pay(scene: Scene) -> None:
    paid_on = scene.world.moments.day(scene.day)
    fen = scene.told.get("fen") or _next_rest(scene)
    report_payment(scene.case, amount_fen=fen, paid_on=paid_on, words=scene.words, **scene.doing)


def _next_rest(scene: Scene) -> int:
    return next(line.rest_fen for line in repayment.schedule(scene.case) if line.rest_fen)


def _reported(scene: Scene) -> int:
    rows = repayment.payments(scene.case)
    return next(row.report_id for row in rows if not (row.confirmed_at or row.disputed_at))


def _breach(scene: Scene) -> None:
    side = Side(scene.told["side"])
    declare_breach(scene.case, side=side, words=scene.words, **scene.doing)


def _clause(scene: Scene) -> None:
    record_arbitration_agreement(
        scene.case,
        body_id=scene.world.bodies[scene.told.get("body", "arbitration")].id,
        agreed_on=scene.world.moments.day(scene.told["agreed"]),
        clause=scene.words,
        **scene.doing,
    )


def _check_clause(scene: Scene) -> None:
    agreement = arbitration.newest_agreement(scene.case)
    if agreement is None:
        raise LookupError(f"no clause in {scene.key}")
    valid = scene.told.get("valid", True)
    check_arbitration_agreement(scene.case, agreement, valid=valid, **scene.doing)


def _award(scene: Scene) -> None:
    told = scene.told
    parts = told.get("parts", 1)
    pays = None
    if "fen" in told:
        every = Every.ONCE if parts == 1 else Every.MONTH
        payer = Side(told.get("payer", "complainant"))
        pays = Terms(payer, told["fen"], parts, every, scene.on("first"))
    record_award(
        scene.case,
        kind=AwardKind(told["kind"]),
        number=told["number"],
        issued_on=scene.world.moments.day(told["issued"]),
        terms=scene.words,
        pays=pays,
        stored=scene.stored(),
        name=told["name"],
        **scene.doing,
    )


def _papers(scene: Scene) -> None:
    on = scene.world.moments.day(scene.day)
    number = scene.told.get("number", "")
    record_papers(scene.case, on=on, number=number, words=scene.words, **scene.doing)


def _reason(scene: Scene) -> ReferralReason:
    return ReferralReason(scene.told["reason"])


def _end_court(scene: Scene) -> None:
    outcome = Outcome(scene.told["outcome"])
    end_court(scene.case, outcome=outcome, words=scene.words, **scene.doing)


ACTS: dict[str, Callable[[Scene], object]] = {
    "draft": _draft,
    "sign": _sign,
    "refuse_signing": lambda s: refuse_signing(s.case, _unsigned(s), words=s.words, **s.doing),
    "pay": _pay,
    "confirm": lambda s: confirm_payment(s.case, _reported(s), **s.doing),
    "dispute": lambda s: dispute_payment(s.case, _reported(s), **s.doing),
    "done": lambda s: confirm_performance(s.case, **s.doing),
    "breach": _breach,
    "cure": lambda s: cure_breach(s.case, **s.doing),
    "resume": lambda s: resume_mediation(s.case, **s.doing),
    "clause": _clause,
    "check_clause": _check_clause,
    "refer": lambda s: refer_to_arbitration(s.case, reason=_reason(s), **s.doing),
    "register": lambda s: register_arbitration(s.case, number=s.told["number"], **s.doing),
    "award": _award,
    "court": lambda s: refer_to_court(s.case, reason=_reason(s), **s.doing),
    "papers": _papers,
    "end_court": _end_court,
}
