"""Where and when a notice leaves for its reader: by wishes, silenced addresses and quiet hours."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from flask import current_app

from mediation.domain.calendar import the_calendar
from mediation.domain.notices import Channel, Kind, Manner
from mediation.domain.patience import patience
from mediation.domain.preferences import manner_of
from mediation.domain.quiet import Place, planned, times_of_notices
from mediation.models.notices import blind_of_address
from mediation.queries.notices import Recipient
from mediation.queries.standing import Standing, standing

NOTHING = Standing({}, set(), the_calendar())


class Due(NamedTuple):
    """When a notice leaves, and whether that is the daily summary."""

    at: datetime
    is_digest: bool


class Plan(NamedTuple):
    """What is known of the readers of some notices at the moment at which they are written."""

    standing: Standing
    zone: ZoneInfo
    now: datetime
    answers: dict[tuple[Place, Manner, bool], datetime]  # The same for all who are alike.

    def place(self, kind: Kind, reached: Recipient) -> tuple[str, str]:
        """By which channel and where somebody is reached: elsewhere if nothing may go there.

        Where they have no other, the message is written all the same: a person sees to it.
        """
        if reached.otherwise and kind.id not in patience().asked_for:
            if not self._may_go_to(reached.address) and self._may_go_to(reached.otherwise):
                return Channel.MAIL, reached.otherwise
        return reached.channel, reached.address

    def _may_go_to(self, address: str) -> bool:
        return blind_of_address(address) not in self.standing.silenced

    def due(self, kind: Kind, channel: Channel, reached: Recipient) -> Due | None:
        """When a notice leaves by a channel; None where its reader wants none by that channel."""
        if channel is Channel.INBOX:
            return Due(self.now, is_digest=False)
        wishes = self.standing.wishes.get(reached.account_id or 0, {})
        manner = manner_of(kind, channel, wishes)
        if manner is Manner.NEVER:
            return None
        place = Place(channel, reached.is_staff, reached.hours)
        asked = place, manner, kind.urgent
        if asked not in self.answers:
            self.answers[asked] = planned(
                place,
                manner,
                urgent=kind.urgent,
                times=times_of_notices(),
                zone=self.zone,
                calendar=self.standing.calendar,
                now=self.now,
            )
        return Due(self.answers[asked], manner is Manner.DIGEST)


def plan_for(people: Iterable[Recipient], kinds: Sequence[Kind], *, now: datetime) -> Plan:
    """Ask in one statement for all that matters to these people; for urgent notices, nothing."""
    found, known = list(people), NOTHING
    if found and not all(kind.urgent for kind in kinds):
        accounts = {each.account_id for each in found if each.account_id is not None}
        if all(kind.required for kind in kinds):
            accounts = set()
        places = {each.address for each in found if each.otherwise}
        places |= {each.otherwise for each in found if each.otherwise}
        known = standing(accounts, [blind_of_address(place) for place in places])
    return Plan(known, ZoneInfo(current_app.config["TIMEZONE"]), now, {})
