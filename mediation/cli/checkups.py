"""What `mediation doctor` looks at: the machine, the folder, the database, the settings."""

import os
import resource
import shutil
import sqlite3
import stat
import sys
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError

from mediation import clock
from mediation.cli import channels
from mediation.cli.database import newest, present
from mediation.cli.findings import HERE, Soon
from mediation.db import db
from mediation.domain.roles import Role
from mediation.domain.rulebook import RuleError, rules
from mediation.models.accounts import Account, Membership
from mediation.models.history import History
from mediation.queries.calendar import calendar_now
from mediation.queries.jobs import last_beat, schedulers_alive

Check = Callable[[Flask], Iterator[str]]


OLDEST_PYTHON = (3, 11)
SQLITE = (3, 35)  # RETURNING.
LEAST_FREE = 0.1
ONE_GIGABYTE = 1024**3
OPEN_FILES = 4096
# The days off of a year are announced in the November before it.
CALENDAR_AHEAD = timedelta(days=30)
ENTER_YEAR = "enter the notice of the next year at /calendar, or run `mediation calendar import`"
CLOCK_SLACK = timedelta(minutes=2)


def python(_app: Flask) -> Iterator[str]:
    if sys.version_info[:2] < OLDEST_PYTHON:
        yield f"this is Python {sys.version.split()[0]}; install 3.11 or newer"


def instance_folder(app: Flask) -> Iterator[str]:
    folder = Path(app.instance_path)
    if not os.access(folder, os.W_OK | os.X_OK):
        yield f"{folder} cannot be written to; give it to the user who runs the server"
    if _mode(folder) & 0o077:
        yield f"others can look into {folder}: chmod 700 {folder}"


def secrets(app: Flask) -> Iterator[str]:
    for path, needed in (
        (Path(app.instance_path, "keys", "keyring.json"), True),
        (Path(app.instance_path, "secret_key"), "MEDIATION_SECRET_KEY" not in os.environ),
    ):
        if path.exists() and _mode(path) & 0o077:
            yield f"others can read {path}: chmod 600 {path}"
        elif needed and not path.exists() and not app.testing:
            yield f"{path} is missing; put it back from a backup before anything else is written"
    if len(app.config["SECRET_KEY"]) < 32 and not app.testing:
        yield "SECRET_KEY is shorter than 32 characters; remove it and one is made"


def free_disk(app: Flask) -> Iterator[str]:
    disk = shutil.disk_usage(app.instance_path)
    if disk.free < ONE_GIGABYTE or disk.free < disk.total * LEAST_FREE:
        megabytes = disk.free // 1024**2
        yield f"{megabytes} MB are free under {app.instance_path}; make room or move it"


def open_files(_app: Flask) -> Iterator[str]:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if most != resource.RLIM_INFINITY and most < OPEN_FILES:
        yield f"{most} connections at most; allow {OPEN_FILES} open files (ulimit -Hn)"


def database(_app: Flask) -> Iterator[str]:
    try:
        found = present()
        if found != newest():
            at = found or "nothing"
            yield f"it is at {at}, not at {newest()}: run `mediation database upgrade`"
        if db.engine.dialect.name == "sqlite":
            yield from _sqlite()
    except SQLAlchemyError as failure:
        yield f"it does not answer: {str(failure).splitlines()[0]}"


def _sqlite() -> Iterator[str]:
    if sqlite3.sqlite_version_info < SQLITE:
        yield f"SQLite is {sqlite3.sqlite_version}; use a Python with SQLite 3.35 or newer"
    with db.engine.connect() as connection:
        if connection.scalar(text("PRAGMA journal_mode")) != "wal":
            yield "it is not in WAL mode, so readers wait for writers; is its disk a local one?"
        verdict = connection.scalar(text("PRAGMA quick_check(1)"))
        if verdict != "ok":
            yield f"it is damaged ({verdict}); restore a backup"


def clock_and_zone(app: Flask) -> Iterator[str]:
    try:
        ZoneInfo(app.config["TIMEZONE"])
    except (ZoneInfoNotFoundError, ValueError):
        yield f"TIMEZONE names no zone: {app.config['TIMEZONE']!r}"
    try:
        latest = [db.session.scalar(select(func.max(History.at))), last_beat()]
        theirs = _clock_of_database()
    except SQLAlchemyError:
        return  # Told under `database`.
    now = clock.now()
    if any(moment is not None and moment > now + CLOCK_SLACK for moment in latest):
        yield "it is behind what was already written; set it right before anybody works"
    if theirs is not None and abs(theirs - now) > CLOCK_SLACK:
        yield "this machine's clock and the database's differ; let both follow a time server"


def _clock_of_database() -> datetime | None:
    """What time it is for a database on another machine; SQLite is on this one."""
    if db.engine.dialect.name == "sqlite":
        return None
    return db.session.scalar(select(func.now()))


def address(app: Flask) -> Iterator[str]:
    base = urlsplit(app.config["BASE_URL"])
    if base.scheme not in {"http", "https"} or not base.hostname:
        yield f"BASE_URL is no address: {app.config['BASE_URL']!r}"
        return
    if base.scheme == "http" and base.hostname not in HERE:
        yield "BASE_URL is http, so passwords travel in the open; put a TLS proxy in front"
    if base.scheme == "https" and not int(app.config["TRUSTED_PROXIES"]):
        yield (
            "BASE_URL is https but TRUSTED_PROXIES is 0: the proxy in front looks like the one "
            "visitor, and one who guesses passwords slows everybody down; say how many there are"
        )


def scheduler(_app: Flask) -> Iterator[str]:
    try:
        alive, last = schedulers_alive(as_of=clock.now()), last_beat()
    except SQLAlchemyError:
        return  # Told under `database`.
    if not alive:
        since = f"since {last:%Y-%m-%d %H:%M} UTC" if last else "and never did"
        yield f"none runs {since}: nothing lapses, nobody is reminded; `mediation serve` runs one"


def rule_files(_app: Flask) -> Iterator[str]:
    folder = Path(__file__).parent.parent / "rules"
    for path in sorted(folder.rglob("*")):
        if path.suffix in {".toml", ".json"}:
            try:
                rules(path.relative_to(folder).as_posix())
            except RuleError as wrong:
                yield str(wrong)


def duty_calendar(app: Flask) -> Iterator[str]:
    """Past the last known day nobody who reports danger is told when somebody will look."""
    try:
        known, _ = calendar_now()
    except SQLAlchemyError:
        return  # Told under `database`.
    known_until = date(max(known.years), 12, 31)
    today = clock.now().astimezone(ZoneInfo(app.config["TIMEZONE"])).date()
    said = f"which days are off is known until {known_until} only"
    if known_until < today:
        yield f"{said}, so no report of danger is promised a time; {ENTER_YEAR}"
    elif known_until < today + CALENDAR_AHEAD:
        yield Soon(f"{said}; {ENTER_YEAR}")


def people(app: Flask) -> Iterator[str]:
    public = urlsplit(app.config["BASE_URL"]).hostname not in HERE
    try:
        demo = db.session.scalar(select(Account.id).where(Account.is_demo).limit(1))
        admin = db.session.scalar(
            select(Membership.id)
            .where(Membership.role == Role.ADMIN, Membership.ended_at.is_(None))
            .limit(1)
        )
    except SQLAlchemyError:
        return  # Told under `database`.
    if demo is not None and public:
        yield "the demo accounts are open to everybody who knows their password; begin afresh"
    if admin is None:
        yield "nobody administers it: run `mediation accounts create`"


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


CHECKS: list[Check] = [
    python,
    instance_folder,
    secrets,
    free_disk,
    open_files,
    database,
    clock_and_zone,
    address,
    channels.mail,
    channels.text_messages,
    scheduler,
    rule_files,
    duty_calendar,
    people,
]
