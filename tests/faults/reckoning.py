"""What schedulers left behind, set against what they should have done: each thing once."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import ColumnElement, exists, func, select, text

from mediation.db import WRITE, db
from mediation.domain.events import Event
from mediation.models.deadlines import Deadline
from mediation.models.history import Facts, History
from mediation.models.jobs import Heartbeat, JobSlot
from mediation.models.notices import Notice
from mediation.models.work import WorkItem
from mediation.queries.chains import checked_chains
from tests.faults import sink
from tests.faults.due import World

SHOWN = 5
ABANDONED = "abandoned"
# Clocks differ by a minute to either side.
APART = timedelta(minutes=2)

# What is done is noted once and for all: where it is noted again, a row here says so.
ONCE = {"notices": ("sent_at",), "deadlines": ("warned_at", "missed_at", "escalated_at")}
SQLITE = """
CREATE TRIGGER twice_{table}_{column} AFTER UPDATE ON {table}
WHEN OLD.{column} IS NOT NULL AND NEW.{column} IS NOT OLD.{column}
BEGIN INSERT INTO noted_twice VALUES ('{table}.{column}', OLD.id); END
"""
POSTGRESQL = """
CREATE FUNCTION twice_{table}_{column}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN INSERT INTO noted_twice VALUES ('{table}.{column}', OLD.id); RETURN NULL; END $$;
CREATE TRIGGER twice_{table}_{column} AFTER UPDATE ON {table} FOR EACH ROW
WHEN (OLD.{column} IS NOT NULL AND NEW.{column} IS DISTINCT FROM OLD.{column})
EXECUTE FUNCTION twice_{table}_{column}()
"""


def watch_for_twice() -> None:
    """Let the database itself note where something that was done is done again."""
    with db.engine.connect().execution_options(**WRITE) as connection, connection.begin():
        form = SQLITE if connection.dialect.name == "sqlite" else POSTGRESQL
        connection.execute(text("CREATE TABLE noted_twice (what TEXT, id BIGINT)"))
        for table, columns in ONCE.items():
            for column in columns:
                connection.exec_driver_sql(form.format(table=table, column=column))


def pids_that_beat() -> set[int]:
    """The processes of all schedulers that ever gave a sign of life."""
    with db.engine.connect() as connection:
        names = connection.scalars(select(Heartbeat.process))
        return {int(name.rpartition(":")[2]) for name in names}


def still_waiting() -> dict[str, int]:
    """How many things are not done yet, by what is missing; nothing where all is done."""
    with db.engine.connect() as connection:
        counts = {
            "to miss": connection.scalar(_count(Deadline.missed_at.is_(None))),
            "to escalate": connection.scalar(_count(Deadline.escalated_at.is_(None))),
            "to send": connection.scalar(
                select(func.count()).select_from(Notice).where(_leaves_yet())
            ),
        }
    return {name: count for name, count in counts.items() if count}


def last_due_at() -> datetime | None:
    """When the last of the messages is due that have not left."""
    with db.engine.connect() as connection:
        return connection.scalar(select(func.max(Notice.due_at)).where(_leaves_yet()))


def _leaves_yet() -> ColumnElement[bool]:
    return Notice.sent_at.is_(None) & Notice.gave_up_at.is_(None)


def _count(which: ColumnElement[bool]) -> object:
    return select(func.count()).select_from(Deadline).where(which)


def reckon(world: World, mails: "sink.Counter", outbox: Path, kills: int) -> Iterator[str]:
    """Print what was counted; whatever is not as it should be."""
    db.session.remove()
    yield from _deadlines(world)
    yield from _history(world)
    yield from _told(world)
    yield from _work(world)
    yield from _messages(world, mails, outbox, kills)
    yield from _turns()
    yield from _chains(world)
    twice = dict(
        db.session.execute(text("SELECT what, count(*) FROM noted_twice GROUP BY what")).all()
    )
    print(f"noted twice: {sum(twice.values())}")
    yield from (f"{what} was noted again {times} times" for what, times in twice.items())


def _deadlines(world: World) -> Iterator[str]:
    rows = {row.id: row for row in db.session.scalars(select(Deadline))}
    done = {
        step: sum(1 for row in rows.values() if getattr(row, f"{step}_at") is not None)
        for step in ("warned", "missed", "escalated")
    }
    total = len(world.deadlines)
    print(f"deadlines: {total}; " + ", ".join(f"{n} {step}" for step, n in done.items()))
    yield from (
        f"{total - done[step]} not {step}"
        for step in ("missed", "escalated")
        if done[step] != total
    )
    since = {due.id: max(due.warn_at, world.began_at) + APART for due in world.deadlines}
    unwarned = (row for row in rows.values() if row.warned_at is None)
    lost = [row.id for row in unwarned if _could_be_warned(row, since[row.id])]
    yield from _some("never warned of, though the job ran in time", lost)


def _could_be_warned(row: Deadline, since: datetime) -> bool:
    """Whether a turn of the job began and ended while the deadline was to be warned of."""
    return bool(
        db.session.scalar(
            select(
                exists().where(
                    JobSlot.job == "warn_deadlines",
                    JobSlot.claimed_at.between(since, row.due_at - APART),
                    JobSlot.finished_at.between(since, row.due_at - APART),
                )
            )
        )
    )


def _history(world: World) -> Iterator[str]:
    rows = db.session.execute(
        select(History.case_id, Facts.id, Facts._facts)
        .join(Facts, Facts.id == History.id)
        .where(History.event == Event.DEADLINE_MISSED)
    )
    found: Counter[tuple[int, str]] = Counter()
    for row in rows:
        facts = json.loads(Facts.facts.open(row.id, row[2]) or "{}")
        found[row.case_id, facts["rule"]] += 1
    expected = Counter((due.case_id, due.rule) for due in world.deadlines)
    print(f"history: {found.total()} rows of what was missed, for {expected.total()} deadlines")
    yield from _differing("rows of history", expected, found)


def _told(world: World) -> Iterator[str]:
    warned = set(db.session.scalars(select(Deadline.id).where(Deadline.warned_at.is_not(None))))
    expected = {
        (due.id, step): people
        for due in world.deadlines
        for step, people in due.heard.items()
        if step != "warned" or due.id in warned
    }
    found: dict[tuple[int, str], Counter[tuple[int, str]]] = defaultdict(Counter)
    for key in db.session.scalars(select(Notice.key).where(Notice.key.startswith("deadline/"))):
        _, deadline_id, _, step, place, channel = key.split("/")
        found[int(deadline_id), step.removeprefix("deadline_")][int(place), channel] += 1
    told = sum(people.total() for people in found.values())
    print(f"told: {told} notices of {len(found)} steps, {len(expected)} expected")
    yield from _some("not told, or told too much", expected.keys() ^ found.keys())
    others = [
        step
        for step, people in found.items()
        if {place for place, _ in people} != expected.get(step) or set(people.values()) != {1}
    ]
    yield from _some("told to others than should hear of it, or twice", others)


def _work(world: World) -> Iterator[str]:
    rows = db.session.scalars(select(WorkItem.deadline_id).where(WorkItem.deadline_id.is_not(None)))
    found = Counter(rows)
    print(f"work list: {found.total()} items about deadlines")
    yield from _differing("items of work", Counter(due.id for due in world.deadlines), found)


def _messages(world: World, mails: "sink.Counter", outbox: Path, kills: int) -> Iterator[str]:
    leaving = db.session.execute(
        select(Notice.id, Notice.channel, Notice.parcel_id, Notice.sent_at, Notice.key).where(
            Notice.channel.in_(("mail", "sms"))
        )
    ).all()
    ours = sum(1 for row in leaving if row.key.startswith("trial/"))
    numbers = {
        channel: {
            row.parcel_id or row.id for row in leaving if row.channel == channel and row.sent_at
        }
        for channel in ("mail", "sms")
    }
    unsent = [row.id for row in leaving if row.sent_at is None]
    files = Counter(int(path.name.split("-")[1].split(".")[0]) for path in outbox.glob("[!.]*"))
    repeats = sum(len(said) - 1 for said in mails.came.values())
    print(
        f"notices: {ours} and {len(leaving) - ours} about deadlines, {len(unsent)} not sent;"
        f" {len(mails.came)} mails came for {len(numbers['mail'])}, {repeats} of them again"
        f" ({repeats / max(kills, 1):.2f} for each of {kills} kills);"
        f" {len(files)} text messages for {len(numbers['sms'])}"
    )
    if ours != world.notices:
        yield f"{ours} notices of {world.notices}"
    yield from _some("not sent", unsent)
    yield from _some("mails missing", numbers["mail"] - mails.came.keys())
    yield from _some("mails that no row explains", mails.came.keys() - numbers["mail"])
    yield from _some("text messages missing", numbers["sms"] - files.keys())
    yield from _some("text messages that no row explains", files.keys() - numbers["sms"])
    differing = [number for number, said in mails.came.items() if len(set(said)) > 1]
    yield from _some("mails that came again and said something else", differing)
    if repeats > kills:
        yield f"{repeats} mails came again after {kills} kills"


def _turns() -> Iterator[str]:
    rows = db.session.execute(
        select(JobSlot.job, JobSlot.slot_at, JobSlot.finished_at, JobSlot.failed, JobSlot.error)
    ).all()
    taken = Counter((row.job, row.slot_at) for row in rows)
    # Killed before its end; noticed by another scheduler meanwhile, or not yet.
    cut = sum(1 for row in rows if row.finished_at is None or row.error == ABANDONED)
    print(f"turns of jobs: {len(taken)} taken, {cut} of them cut off by a kill")
    yield from _some("turns taken twice", [turn for turn, times in taken.items() if times > 1])
    wrong = [
        (row.job, row.failed, row.error)
        for row in rows
        if row.failed or row.error not in {None, ABANDONED}
    ]
    yield from _some("turns that failed", wrong)


def _chains(world: World) -> Iterator[str]:
    chains = list(checked_chains())
    print(f"chains: {len(chains)} verified, {sum(chain.length for chain in chains)} rows")
    yield from _some("chains broken", [chain.reference for chain in chains if chain.broken])
    if len(chains) != world.cases:
        yield f"{len(chains)} chains of {world.cases} cases"


def _differing(what: str, expected: Counter, found: Counter) -> Iterator[str]:
    missing, surplus = expected - found, found - expected
    if missing or surplus:
        yield f"{missing.total()} {what} missing, {surplus.total()} too many"


def _some(what: str, which: object) -> Iterator[str]:
    listed = sorted(which, key=str)
    if listed:
        yield f"{len(listed)} {what}: {', '.join(map(str, listed[:SHOWN]))}"
