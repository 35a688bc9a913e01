"""A case from agreement to its end, brought there by the real verbs, with everybody in it."""

from datetime import timedelta
from typing import NamedTuple

from mediation import clock
from mediation.db import db
from mediation.domain.arbitration import ReferralReason
from mediation.domain.hearings import SIDES, Mode
from mediation.domain.lifecycle import Stage
from mediation.domain.negotiation import Every, Terms
from mediation.domain.outcomes import NoSettlement
from mediation.domain.parties import ConsentKind
from mediation.domain.permissions import Actor
from mediation.domain.settlement import WRITTEN
from mediation.domain.spaces import Side
from mediation.gateways.files import Stored
from mediation.models.cases import Case
from mediation.models.organisations import Organisation
from mediation.models.parties import Consent
from mediation.queries import repayment, settlement
from mediation.services.arbitration import (
    check_arbitration_agreement,
    record_arbitration_agreement,
    refer_to_arbitration,
    register_arbitration,
)
from mediation.services.breaches import declare_breach
from mediation.services.court import refer_to_court
from mediation.services.days import day_of
from mediation.services.hearings import schedule_hearing
from mediation.services.mediation import end_mediation
from mediation.services.negotiation import accept_offer, make_offer
from mediation.services.repayment import confirm_payment, report_payment
from mediation.services.settlement import draft_agreement, proposed_parts, sign_agreement
from tests.factories import stages
from tests.factories.accounts import actor_of, make_arbitration_clerk
from tests.factories.organisations import make_arbitration_body

PDF = Stored(sha256=b"\x01" * 32, size=2048, media_type="application/pdf")


class Cast(NamedTuple):
    """Everybody in a case, as the verbs know them, and the case itself."""

    case: Case
    complainant: Actor  # By the follow-up code.
    officer: Actor
    lender: Actor
    mediator: Actor
    clerk: Actor
    arbitration_body: Organisation


def cast_at(stage, **answers):
    """A case at `stage`, whichever, and its people; it passed mediation on the way to the end.

    `direct=True`: the two sides settle by themselves and no mediator is there. The rest goes to
    tests/factories/cases.py.
    """
    direct = answers.pop("direct", False)
    start = Stage.NEGOTIATION if direct else Stage.MEDIATION
    early = stages.cast_at(start if stage in STEPS else stage, **answers)
    body = make_arbitration_body()
    cast = Cast(*early, actor_of(make_arbitration_clerk(body)), body)
    for step in STEPS.get(stage, ()):
        step(cast)
        db.session.flush()
    assert cast.case.stage is stage
    return cast


def case_at(stage, **answers):
    """A case at `stage`; `cast_at` where its people are needed too."""
    return cast_at(stage, **answers).case


def plan(days=30, total_fen=780_000, instalments=15, every=Every.MONTH, payer=Side.COMPLAINANT):
    """What an offer says about money; the first payment is due in so many days."""
    return Terms(payer, total_fen, instalments, every, day_of(clock.now()) + timedelta(days=days))


def offer(cast, by="lender", words="签署后停止催收，不再联系第三人。", terms=None, **when):
    """An offer of one side; it stands for ten days unless told otherwise."""
    return make_offer(
        cast.case,
        terms=terms or plan(),
        words=words,
        stands_until_at=when.get("stands_until_at", clock.now() + timedelta(days=10)),
        instead_of=when.get("instead_of"),
        actor=getattr(cast, by),
        now=clock.now(),
    )


def agree(cast, **offered):
    """The lender offers and the complainant accepts."""
    made = offer(cast, **offered)
    accept_offer(cast.case, made, actor=cast.complainant, now=clock.now())
    return made


def drafter(cast):
    """Who writes and signs for the body: the mediator, or an officer where there is none."""
    return cast.mediator if cast.case.mediator_id else cast.officer


def draft(cast, **changes):
    """The agreement as it is proposed from the accepted offer."""
    parts = proposed_parts(cast.case)
    return draft_agreement(
        cast.case,
        written={part: parts[part] for part in WRITTEN} | changes,
        lapses_at=clock.now() + timedelta(days=10),
        actor=drafter(cast),
        now=clock.now(),
    )


def sign(cast, actor, name=""):
    """One signature under the text that waits."""
    agreement = settlement.unsigned(cast.case)
    return sign_agreement(
        cast.case,
        agreement,
        name=name or actor.name or cast.case.complainant_name,
        shown=agreement.digest,
        actor=actor,
        now=clock.now(),
    )


def sign_all(cast):
    """Both sides, then the mediator: it binds."""
    for actor in (cast.complainant, cast.lender, drafter(cast)):
        sign(cast, actor)


def break_off(cast):
    declare_breach(
        cast.case,
        side=Side.COMPLAINANT,
        words="到期一个月没有付款，也没有回复。",
        actor=cast.lender,
        now=clock.now(),
    )


def hearing(cast, hours=24 * 5, minutes=60, **changes):
    """A hearing in so many hours."""
    starts_at = clock.now() + timedelta(hours=hours)
    facts = {
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(minutes=minutes),
        "modes": dict.fromkeys(SIDES, Mode.VIDEO),
        "place": "二号调解室",
    }
    return schedule_hearing(cast.case, **facts | changes, actor=cast.mediator, now=clock.now())


def agree_to_arbitrate(cast):
    """An agreement to arbitrate that an officer has read, and the complainant's consent."""
    case = cast.case
    agreement = record_arbitration_agreement(
        case,
        body_id=cast.arbitration_body.id,
        agreed_on=day_of(clock.now()),
        clause="因本合同发生的争议，提交该仲裁委员会仲裁。",
        actor=cast.complainant,
        now=clock.now(),
    )
    db.session.flush()
    check_arbitration_agreement(case, agreement, valid=True, actor=cast.officer, now=clock.now())
    if not any(row.kind is ConsentKind.ARBITRATION for row in _consents(case)):
        db.session.add(
            Consent(
                case_id=case.id,
                kind=ConsentKind.ARBITRATION,
                version="2026-11",
                given_at=clock.now(),
            )
        )
    db.session.flush()
    return agreement


def _consents(case):
    return db.session.query(Consent).filter_by(case_id=case.id)


def refer(cast):
    agree_to_arbitrate(cast)
    refer_to_arbitration(
        cast.case, reason=ReferralReason.GAP_TOO_WIDE, actor=cast.mediator, now=clock.now()
    )


def register(cast):
    register_arbitration(
        cast.case, number="（2026）仲字第 118 号", actor=cast.clerk, now=clock.now()
    )


def send_to_court(cast):
    refer_to_court(
        cast.case, reason=ReferralReason.GAP_TOO_WIDE, actor=cast.mediator, now=clock.now()
    )


def end_talks(cast):
    end_mediation(cast.case, reason=NoSettlement.GAP_TOO_WIDE, actor=cast.mediator, now=clock.now())


def pay(cast, amount_fen, *, confirm=True):
    """The complainant pays; the lender says that it arrived."""
    rows = report_payment(
        cast.case,
        amount_fen=amount_fen,
        paid_on=day_of(clock.now()),
        actor=cast.complainant,
        now=clock.now(),
    )
    db.session.flush()
    if confirm:
        confirm_payment(cast.case, rows[0].report_id, actor=cast.lender, now=clock.now())
    return rows[0].report_id


def pay_all(cast):
    pay(cast, sum(line.rest_fen for line in repayment.schedule(cast.case)))


TO_PERFORMING = (agree, draft, sign_all)

STEPS = {
    Stage.AGREEMENT: (agree, draft),
    Stage.PERFORMING: TO_PERFORMING,
    Stage.BREACHED: (*TO_PERFORMING, break_off),
    Stage.ARBITRATION: (refer,),
    Stage.COURT: (send_to_court,),
    Stage.CLOSED: (end_talks,),
}
