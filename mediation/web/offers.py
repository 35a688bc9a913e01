"""What the pages of offers show: each offer worked out, and two of them compared."""

from datetime import date, datetime
from typing import NamedTuple

from flask import abort

from mediation.domain.events import Event
from mediation.domain.lanes import SETTLES
from mediation.domain.lifecycle import is_possible
from mediation.domain.negotiation import OTHER, OfferAnswer, still_stands
from mediation.domain.permissions import Action, Actor, may
from mediation.domain.repayment import Due, plan_of
from mediation.domain.spaces import SIDE_OF, Side
from mediation.models.cases import Case
from mediation.models.negotiation import Offer, OfferEnd
from mediation.queries.negotiation import Entry
from mediation.services.days import day_of
from mediation.services.negotiation import terms_of


def settling(case: Case) -> Case:
    """A case in which something can be settled: to a bystander there is no such page."""
    return case if case.lane in SETTLES else abort(404)


class Shown(NamedTuple):
    """An offer with its arithmetic."""

    offer: Offer
    end: OfferEnd | None
    stands: bool
    plan: list[Due]
    first_passed: bool

    @property
    def each_fen(self) -> int:
        """What most of its instalments are."""
        return self.plan[0].amount_fen if self.plan else 0

    @property
    def last_fen(self) -> int:
        """The last instalment, which takes what is left over."""
        return self.plan[-1].amount_fen if self.plan else 0

    @property
    def last_on(self) -> date | None:
        """The day of the last instalment."""
        return self.plan[-1].due_on if self.plan else None

    @property
    def state(self) -> str:
        """What became of it, or that it stands, or that its time is over."""
        if self.end is not None:
            return self.end.answer.value
        return "stands" if self.stands else OfferAnswer.LAPSED.value


class Board(NamedTuple):
    """What the page of offers shows to one reader."""

    standing: Shown | None
    pair: list[Shown]  # Theirs, then yours; for those between them the lender's first.
    older: list[Shown]
    accepted: Shown | None
    mine: Side | None
    can_talk: bool
    better: dict[str, int]  # Which of the two is better for this reader, by line.

    @property
    def to_answer(self) -> Shown | None:
        """The offer that waits for this reader's answer."""
        standing = self.standing
        waits = standing is not None and self.mine is OTHER[standing.offer.side]
        return standing if waits and self.can_talk else None


def shown(entry: Entry, *, now: datetime) -> Shown:
    """Work one offer out."""
    offer = entry.offer
    return Shown(
        offer=offer,
        end=entry.end,
        stands=still_stands(offer, entry.end, now=now),
        plan=plan_of(terms_of(offer)),
        first_passed=offer.first_due_on is not None and offer.first_due_on < day_of(now),
    )


def board_of(case: Case, entries: list[Entry], actor: Actor, *, now: datetime) -> Board:
    """Sort the ledger for one reader."""
    offers = [shown(entry, now=now) for entry in entries]
    side = SIDE_OF.get(actor.role)
    mine = side if side in OTHER and may(actor, Action.MAKE_OFFER, case) else None
    standing = next((offer for offer in offers if offer.stands), None)
    pair = _pair(offers, mine)
    paused = case.paused_since_at is not None
    return Board(
        standing=standing,
        pair=pair,
        older=[offer for offer in offers if offer not in pair],
        accepted=next((offer for offer in offers if offer.state == OfferAnswer.ACCEPTED), None),
        mine=mine,
        can_talk=case.lane in SETTLES and is_possible(case.stage, Event.OFFER_MADE, paused=paused),
        better=_better(pair, mine),
    )


def _pair(offers: list[Shown], mine: Side | None) -> list[Shown]:
    """The newest offer of each side, theirs before yours."""
    order = (OTHER[mine], mine) if mine else (Side.LENDER, Side.COMPLAINANT)
    newest = (next((o for o in offers if o.offer.side is side), None) for side in order)
    return [offer for offer in newest if offer is not None]


def _better(pair: list[Shown], mine: Side | None) -> dict[str, int]:
    """Only sums paid the same way round can be compared, and only for one who pays or is paid."""
    if mine is None or len(pair) < 2 or not all(shown.plan for shown in pair):
        return {}
    payer = pair[0].offer.payer
    if payer is not pair[1].offer.payer:
        return {}
    best = min if payer is mine else max
    lines = {
        "total": [shown.offer.total_fen for shown in pair],
        "each": [shown.each_fen for shown in pair],
    }
    if pair[0].offer.every is not pair[1].offer.every:
        del lines["each"]
    return {line: sums.index(best(sums)) for line, sums in lines.items() if sums[0] != sums[1]}
