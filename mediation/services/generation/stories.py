"""A case while it is made up: who is in it, what its life is, and when each step was."""

import random
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from mediation.domain.lanes import Lane
from mediation.domain.references import ALPHABET, CODE_LENGTH, in_groups
from mediation.domain.roles import LENDERS, Role
from mediation.services.generation.lives import BYSTANDER_LIVES, LIVES, Life, Step
from mediation.services.generation.people import Cast, words

LANES = (Lane.CONDUCT, Lane.FEES, Lane.IDENTITY, Lane.HARDSHIP, Lane.BYSTANDER)
LANE_WEIGHTS = (28, 30, 10, 24, 8)
ENGLISH_SHARE = 0.12
WITHHELD_SHARE = 0.06
BACK = timedelta(days=540)
OPEN_SINCE = timedelta(days=60)  # Older cases have ended.
ENDED_SHARE = sum(life.weight for life in LIVES if life.outcome) / sum(
    life.weight for life in LIVES
)
LEAST_PACE, SLOWEST_PACE = timedelta(hours=2), timedelta(days=4)
# Has no divisor in common with the number of case numbers: none comes twice.
SCATTER = 7_919_560_213


class Story:
    """A case while it is made up: what its parts need to know of each other."""

    def __init__(self, cast: Cast, chance: random.Random, now: datetime, *, place: float) -> None:
        """`place` is 0 for the oldest case of all, and nearly 1 for the newest."""
        self.cast, self.chance, self.now = cast, chance, now
        self.keys = 0
        self.lane = chance.choices(LANES, LANE_WEIGHTS)[0]
        lives = BYSTANDER_LIVES if self.lane is Lane.BYSTANDER else LIVES
        lives = [life for life in lives if (life.outcome is not None) == (place < ENDED_SHARE)]
        self.life: Life = chance.choices(lives, [life.weight for life in lives])[0]
        self.body = chance.choice(cast.bodies)
        self.officer = chance.choice(self.body.officers)
        self.mediator = chance.choice(self.body.mediators)
        self.lender = chance.choice(cast.lenders)
        self.language = 1 if chance.random() < ENGLISH_SHARE else 0
        self.name = self._name()
        self.phone = f"+8613{chance.randrange(10**9):09d}"
        self.amount_fen = chance.randrange(50_000, 9_000_000)
        self.withheld = chance.random() < WITHHELD_SHARE
        self.moments = self._moments(_age_at(place))
        self.filed_at = self.moments[0]
        self.last_at = self.moments[-1]
        self.id = self.key(self.filed_at)
        self.end: Step = self.life.steps[-1]

    def _name(self) -> str:
        known = words()
        if self.language:
            given = self.chance.choice(known["given_en"])
            return f"{given} {self.chance.choice(known['surnames_en'])}"
        return self.chance.choice(known["surnames"]) + self.chance.choice(known["given"])

    def _moments(self, age: timedelta) -> list[datetime]:
        """When each step was; what has ended was dealt with at a fair pace."""
        count = len(self.life.steps)
        age += count * LEAST_PACE + timedelta(microseconds=self.chance.randrange(10**9))
        pace = age / (count + 1)
        if self.life.outcome is not None:
            pace = min(pace, SLOWEST_PACE)
        begin = self.now - age
        return [begin + pace * step for step in range(count)]

    def key(self, moment: datetime) -> int:
        """A primary key as one made at `moment` would have been."""
        # A count keeps the keys of one moment of one case apart, chance those of two cases.
        self.keys += 1
        rest = self.chance.getrandbits(12) << 10 | self.keys & 0x3FF
        return _milliseconds(moment) << 22 | rest

    def next_number(self) -> int:
        """A number that no other case has, scattered so that none tells of another."""
        self.cast.numbers[0] += 1
        return self.cast.numbers[0] * SCATTER

    def code(self) -> str:
        """A follow-up code; the same seed makes the same one, as nobody's secret hangs on it."""
        return in_groups("".join(self.chance.choices(ALPHABET, k=CODE_LENGTH)))

    def say(self, choices: list[list[str]]) -> str:
        """One of several sentences, in the language of this case."""
        return self.chance.choice(choices)[self.language]

    def who(self, role: Role) -> tuple[int | None, str]:
        """Account and name of whoever acts in a role; a complainant came with the code."""
        if role is Role.COMPLAINANT:
            return None, self.name
        if role in LENDERS:
            return self.lender.staff
        if role is Role.OFFICER:
            return self.officer
        return self.mediator if role is Role.MEDIATOR else self.cast.clerk

    def company_of(self, role: Role) -> int | None:
        """Whose company's a row is that somebody in this role writes."""
        return self.lender.id if role in LENDERS else None

    def free_half_hour(self) -> datetime:
        """The mediator's next half hour that no hearing takes: sixteen a day, from 9:00."""
        slot = self.cast.hearings[self.mediator[0]]
        self.cast.hearings[self.mediator[0]] += 1
        day = self.now + timedelta(days=2 + slot // 16)
        return datetime(day.year, day.month, day.day, 1, tzinfo=UTC) + timedelta(
            minutes=30 * (slot % 16)
        )

    def had(self, event: str) -> bool:
        """Whether this event is in the case's life."""
        return event in self.life.events


def _age_at(place: float) -> timedelta:
    """How long ago a case was filed; one after the other, so their keys come in order too."""
    if place < ENDED_SHARE:
        return BACK - (BACK - OPEN_SINCE) * (place / ENDED_SHARE)
    return OPEN_SINCE * ((1 - place) / (1 - ENDED_SHARE))


# Every row of a case is of one of its few moments.
@lru_cache(maxsize=256)
def text_of(moment: datetime) -> str:
    """An instant of UTC as both databases take it for a column of ours."""
    return moment.isoformat(" ", "microseconds")[:26]


def message_key(story: Story, number: int) -> int:
    """The key of the message that step `number` sent: the same whoever asks."""
    # What is random in the case's own key keeps two cases apart that write in one millisecond.
    rest = (story.id >> 10 & 0xFFF) << 10 | 0x200 | number
    return _milliseconds(story.moments[number - 1]) << 22 | rest


@lru_cache(maxsize=256)
def _milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
