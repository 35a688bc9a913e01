"""How long a message that could not be handed over is tried again, and when a person is asked."""

from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from itertools import count
from typing import NamedTuple

from mediation.domain.errors import NotPermitted
from mediation.domain.notices import Stop
from mediation.domain.permissions import Actor
from mediation.domain.roles import Role
from mediation.domain.rulebook import Entry, rules

FILE = "notices_times.toml"
LEAVING = ("mail", "sms", "webhook")

# Words of ours for what went wrong; the channels add theirs, for what never can be handed over.
NO_ANSWER = "no_answer"
FAULT = "fault"
BAD_ROW = "bad_row"
SILENCED = "silenced"
ENDED = (
    "ended"  # Nobody is there any more whom it is for: nobody sees to it, and nobody tries anew.
)

# What a channel says of an address that is no use; any other reason lies in the one message.
STOPS: Mapping[str, Stop] = {
    "no_such_address": Stop.BOUNCED,
    "refused_address": Stop.BOUNCED,
    "dead_number": Stop.DEAD,
    "gone": Stop.DEAD,
}
KEEPERS = frozenset({Role.OFFICER, Role.MEDIATOR, Role.ADMIN})


class Patience(NamedTuple):
    """How often and for how long a message is tried."""

    first: timedelta
    longest: timedelta
    days: Mapping[str, timedelta]
    asked_for: frozenset[str]

    def wait_after(self, tries: int, *, of: int) -> timedelta:
        """How long to wait after so many tries; messages (`of`, a number) don't come in step."""
        doubled: timedelta = self.first * (1 << min(tries - 1, 20))
        apart = (of * 2_654_435_761 + tries * 40_503) % 1009 / 1009 / 4
        return min(doubled * (1 + apart), self.longest)

    def most_tries(self, channel: str) -> int:
        """How many tries fill the days of a channel; counted, so that no clock cuts them short."""
        spent = timedelta(0)
        for tries in count(1):
            if spent >= self.days[channel]:
                return tries
            spent += min(self.first * (1 << min(tries - 1, 20)), self.longest)
        raise AssertionError("counting never ends")


@cache
def patience() -> Patience:
    """The patience of this release, read once."""
    return read_patience(rules(FILE).at("retries"))


def read_patience(entry: Entry) -> Patience:
    """Read the waits; one of no length would try for ever."""
    entry.only("first_minutes", "longest_hours", "days", "asked_for")
    days = entry.at("days").only(*LEAVING)
    return Patience(
        first=timedelta(minutes=_positive(entry.at("first_minutes"))),
        longest=timedelta(hours=_positive(entry.at("longest_hours"))),
        days={channel: timedelta(days=_positive(days.at(channel))) for channel in LEAVING},
        asked_for=frozenset(row.text() for row in entry.at("asked_for").rows()),
    )


def _positive(entry: Entry) -> int:
    number = entry.number()
    if number == 0:
        raise entry.wrong("should be more than zero")
    return number


def check_keeper(actor: Actor) -> None:
    """Refuse whoever may not say that nothing, or something again, goes to an address."""
    if actor.role not in KEEPERS:
        raise NotPermitted("not_permitted")
