"""The whole of the demo world: everything that happened, in the order in which it happened."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import Any, NamedTuple

from flask import current_app
from sqlalchemy import update

from mediation.db import db
from mediation.domain.danger import DutyLevel
from mediation.domain.notices import Channel
from mediation.domain.permissions import Actor
from mediation.domain.rulebook import rules
from mediation.gateways.files import Stored
from mediation.models.cases import Case
from mediation.models.correspondence import Message
from mediation.models.notices import Notice
from mediation.queries.correspondence import shown
from mediation.services.correspondence import mark_read
from mediation.services.danger import put_on_duty
from mediation.services.demo import early, late, talks
from mediation.services.demo.filing import file_told
from mediation.services.demo.moments import Moments
from mediation.services.demo.people import add_people, found_bodies, told
from mediation.services.demo.scene import Scene, World

ACTS: dict[str, Callable[[Scene], object]] = {**early.ACTS, **talks.ACTS, **late.ACTS}
CHAPTERS = ("fees", "conduct", "hardship", "identity", "bystander")
DUTY_DAYS = 3
UNREAD_DAYS = 4


class Beat(NamedTuple):
    """Something that happens at a moment; beats of one moment keep the order of the file."""

    at: datetime
    place: int
    act: Callable[[], object]


def load_world(*, papers: dict[str, Stored], password_hash: str, now: datetime) -> int:
    """Let everything happen up to `now`; how many cases there are. The caller commits."""
    moments = Moments(now, current_app.config["TIMEZONE"])
    bodies = found_bodies(now)
    actors = add_people(bodies, password_hash=password_hash, now=now)
    world = World(moments, bodies, actors, papers)
    for beat in sorted(_beats(world), key=lambda beat: (beat.at, beat.place)):
        beat.act()
        db.session.flush()
    _read_what_is_old(world)
    _fill_roster(world, now)
    # What was written then was delivered then: nobody of this world is to be reached today.
    db.session.execute(
        update(Notice).where(Notice.sent_at.is_(None)).values(sent_at=Notice.written_at)
    )
    read_before = now - timedelta(days=UNREAD_DAYS)
    db.session.execute(
        update(Notice)
        .where(Notice.channel == Channel.INBOX, Notice.written_at < read_before)
        .values(read_at=Notice.written_at)
    )
    return len(world.cases)


def _beats(world: World) -> Iterable[Beat]:
    place = 0
    for filing in _filings():
        at = world.moments.at(filing["day"], filing["at"])
        place += 1
        yield Beat(at, place, partial(file_told, world, filing, at))
        for row in filing.get("acts", []):
            place += 1
            scene = _scene(world, filing, row)
            yield Beat(scene.now, place, partial(_play, row[3], scene))


def _filings() -> Iterable[dict[str, Any]]:
    for chapter in CHAPTERS:
        yield from rules(f"world/{chapter}.toml").value["filing"]


def _scene(world: World, filing: dict[str, Any], row: list[Any]) -> Scene:
    day, at, who, _do, *rest = row
    told: dict[str, Any] = rest[0] if rest else {}
    key = told.get("case", filing["loans"][0]["key"])
    return Scene(world, key, who, day, world.moments.at(day, at), told)


def _play(do: str, scene: Scene) -> None:
    ACTS[do](scene)
    db.session.flush()
    _read_all(scene.case, scene.actor, scene.now)


def _read_all(case: Case, actor: Actor, now: datetime) -> None:
    """Whoever acts on a case has read it."""
    if not any(s.desk is actor.desk and s.holder_id == actor.holder_id for s in case.seats):
        return  # What they did took the case off their desk.
    newest: Message | None = next(iter(shown(case, actor=actor)), None)
    mark_read(case, up_to=newest.id if newest else 0, actor=actor, now=now)


def _read_what_is_old(world: World) -> None:
    """What is new is what happened in the last days; the rest somebody at that desk has read."""
    since = world.moments.at(-UNREAD_DAYS, "18:00")
    readers = {(actor.desk, actor.holder_id): actor for actor in world.actors.values()}
    for case in world.cases.values():
        for seat in case.seats:
            reader = readers.get((seat.desk, seat.holder_id))
            if reader is not None and seat.unread and seat.stirred_at < since:
                _read_all(case, reader, since)


def _fill_roster(world: World, now: datetime) -> None:
    """Officers take turns, the first of which runs now."""
    officers = [world.actors[key] for key in told()["roster"]]
    starts_at = now.replace(minute=0, second=0, microsecond=0)
    for number in range(DUTY_DAYS):
        ends_at = starts_at + timedelta(hours=24)
        for level, shift in ((DutyLevel.FIRST, 0), (DutyLevel.SECOND, 1)):
            officer = officers[(number + shift) % len(officers)]
            put_on_duty(
                officer.account_id or 0,
                organisation_id=officer.organisation_id or 0,
                level=level,
                starts_at=starts_at,
                ends_at=ends_at,
                actor=officer,
                now=now,
            )
            db.session.flush()
        starts_at = ends_at
