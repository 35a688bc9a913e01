"""Cases with deadlines and notices that come due, by the ten thousand; and who hears of each."""

import json
import random
from datetime import datetime, timedelta
from typing import NamedTuple

from mediation.cli.generate import _hasten
from mediation.db import WRITE, db, new_id
from mediation.domain.clocks import clocks, version
from mediation.domain.lifecycle import Stage
from mediation.keyring import blind
from mediation.models.notices import blind_of_address, blind_of_code, code_of
from mediation.services.generation.cases import write_case
from mediation.services.generation.people import gather_cast
from mediation.services.generation.rows import BLANKS, Batch, sealed
from mediation.services.generation.stories import ENDED_SHARE, Story, text_of
from mediation.services.generation.talks import write_talks
from mediation.transaction import transaction

CASES_A_COMMIT = 2000
NOTICES_A_COMMIT = 10_000
DAY, HOUR = timedelta(days=1), timedelta(hours=1)

# What runs where a case stands, and about whom; no rule among them that a verb of its own ends.
RUNNING = {
    Stage.RECEIVED: (("admission", ""),),
    Stage.RETURNED: (("completion", ""),),
    Stage.WITH_LENDER: (("first_reading", ""), ("lender_answer", "")),
    Stage.AWAITING_MEDIATOR: (("willingness", "complainant"), ("mediator_designation", "")),
    Stage.MEDIATION: (("mediation", ""),),
}
ANYWHERE = ("credit_record_dispute", "")
# One burst is what reaches somebody at about the same time; the others stand alone.
SHARE_OF_BURSTS, BURSTS = 0.2, 200


class Due(NamedTuple):
    """One deadline, and the keys of whoever hears of each of its steps."""

    id: int
    case_id: int
    rule: str
    warn_at: datetime
    heard: dict[str, frozenset[int]]


class World(NamedTuple):
    """What was written."""

    began_at: datetime
    deadlines: list[Due]
    notices: int
    cases: int


def write_world(
    *, deadlines: int, notices: int, now: datetime, at: datetime | None = None, seed: int = 1
) -> World:
    """Write cases whose deadlines come due within a day from `now`, and notices that do so too.

    Some deadlines are already to be warned of, missed or escalated. `at`: all of them at
    that moment, and all notices too.
    """
    chance = random.Random(seed)
    with transaction():
        cast = gather_cast(cases=deadlines // 2, now=now)
    connection = db.engine.connect().execution_options(**WRITE)
    if connection.dialect.name == "sqlite":
        _hasten(connection)
    made: list[Due] = []
    batch, cases = Batch(), 0
    while len(made) < deadlines:
        story = Story(cast, chance, now, place=ENDED_SHARE + (1 - ENDED_SHARE) * chance.random())
        write_case(story, batch)
        if story.end.stage is Stage.PERFORMING:  # The longest pages: those that are measured.
            write_talks(story, batch)
        party_id = _give_address(story, batch)
        for rule, about in (*RUNNING.get(story.end.stage, ()), ANYWHERE):
            if len(made) < deadlines:
                made.append(_deadline(story, party_id, rule, about, batch, at=at))
        cases += 1
        if cases % CASES_A_COMMIT == 0:
            with connection.begin():
                batch.write(connection)
    for number in range(notices):
        _notice(number, chance, now, batch, at=at)
        if number % NOTICES_A_COMMIT == 0:
            with connection.begin():
                batch.write(connection)
    with connection.begin():
        batch.write(connection)
    connection.invalidate()
    connection.close()
    return World(now, made, notices, cases)


def _give_address(story: Story, batch: Batch) -> int:
    """Every second complainant is reached by mail; the key of their party."""
    row = dict(zip(BLANKS["parties"], batch.rows["parties"].pop(), strict=True))
    party_id = row["id"]
    if story.chance.random() < 1 / 2:
        address = f"{party_id}@borrower.example"
        row["email"] = sealed("parties", party_id, "email", address)
        row["email_blind"] = blind("email", address)
    batch.rows["parties"].append(tuple(row.values()))
    return int(party_id)


def _deadline(
    story: Story, party_id: int, rule: str, about: str, batch: Batch, *, at: datetime | None
) -> Due:
    chance, now, key = story.chance, story.now, new_id()
    due_at = at or now + DAY * chance.uniform(-0.1, 1)
    # Longer than any jump of the clock, so that none is passed over.
    warn_at = due_at - HOUR * chance.uniform(6, 12)
    escalate_at = due_at + HOUR * chance.uniform(2, 5)
    clock = clocks()[rule]
    batch.add(
        "deadlines",
        id=key,
        case_id=story.id,
        rule=rule,
        about=about,
        side=clock.side_of(about).value,
        started_at=text_of(story.filed_at),
        started_by=1,
        length="15d",
        version=version(),
        raw_on=due_at.date().isoformat(),
        due_on=due_at.date().isoformat(),
        due_at=text_of(due_at),
        warn_at=text_of(warn_at),
        escalate_at=text_of(escalate_at),
    )
    return Due(key, story.id, rule, warn_at, _heard(story, party_id, rule, about))


def _heard(story: Story, party_id: int, rule: str, about: str) -> dict[str, frozenset[int]]:
    """Who hears of each step, said here once more and in other words than the product's."""
    mediator = {story.mediator[0]} if story.had("mediator_accepted") else set()
    officers = (
        {story.officer[0]} if story.had("case_admitted") else {n for n, _ in story.body.officers}
    )
    on_side = {
        "complainant": {party_id},
        "lender": {story.lender.staff[0]} if story.had("case_admitted") else set(),
        "mediation": mediator or officers,
    }
    clock = clocks()[rule]
    bound = on_side[clock.side_of(about).value]
    waiting = [on_side[side.value] for side in clock.tells if side is not clock.side_of(about)]
    heard = {
        "warned": bound,
        "missed": bound,
        "passed": set().union(*waiting),
        "overdue" if rule == "admission" else "reminded": officers
        if rule == "admission"
        else bound,
    }
    return {step: frozenset(people) for step, people in heard.items() if people}


def _notice(
    number: int, chance: random.Random, now: datetime, batch: Batch, *, at: datetime | None
) -> None:
    key, channel = new_id(), chance.choice(("mail", "sms"))
    place = number if chance.random() > SHARE_OF_BURSTS else -chance.randrange(BURSTS)
    address = f"reader{place}@readers.example" if channel == "mail" else f"+8613{place % 10**9:09d}"
    due_at = at or now + DAY * chance.uniform(-0.05, 1)
    facts = {"reference": f"TJ-{number}", "path": f"/cases/TJ-{number}"}
    batch.add(
        "notices",
        id=key,
        key=f"trial/{number}",
        kind="case_admitted",
        channel=channel,
        locale=chance.choice(("zh_CN", "en")),
        recipient=sealed("notices", key, "recipient", address),
        recipient_blind=blind_of_address(address),
        code_blind=blind_of_code(code_of(key)),
        facts=sealed("notices", key, "facts", json.dumps(facts)),
        written_at=text_of(now),
        due_at=text_of(due_at),
    )
