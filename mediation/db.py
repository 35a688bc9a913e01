"""The database handle, the declarative base, and how each database is opened."""

import itertools
import os
import secrets
import time
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, cast

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import CursorResult, Delete, Insert, MetaData, Update, event, insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.orm import DeclarativeBase

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

WRITE = {"mediation_write": True}

DIALECTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}

_counter = itertools.count(secrets.randbelow(1024))
_process = [0, 0]


def new_id() -> int:
    """A new 63-bit primary key: milliseconds, then this process, then a counter.

    Keys are made before the row is flushed, so that sealed columns can be bound to their row,
    and grow with time, so that the newest rows lie together in every index.
    """
    if _process[0] != os.getpid():
        _process[:] = [os.getpid(), secrets.randbelow(4096)]
    millis = time.time_ns() // 1_000_000
    return (millis & 0x1FFFFFFFFFF) << 22 | _process[1] << 10 | next(_counter) & 0x3FF


class Base(DeclarativeBase):
    """What every row has: a key and its plain defaults before it is flushed."""

    metadata = MetaData(naming_convention=NAMES)

    def __init__(self, **values: Any) -> None:
        has_id, defaults = _born_with(type(self))
        if has_id:
            # First of all: sealed values are bound to it.
            self.id = values.pop("id", None) or new_id()
        for name, default in defaults:
            if name not in values:
                setattr(self, name, default)
        for name, value in values.items():
            if not hasattr(type(self), name):
                raise TypeError(f"{type(self).__name__} has no {name!r}")
            setattr(self, name, value)


@cache
def _born_with(model: type[Base]) -> tuple[bool, list[tuple[str, Any]]]:
    """Whether rows of `model` have an id of their own, and their plain defaults."""
    columns = [(row.key, row.columns[0].default) for row in model.__mapper__.column_attrs]
    plain = [(name, default.arg) for name, default in columns if default and default.is_scalar]
    return "id" in model.__mapper__.columns, plain


db = SQLAlchemy(metadata=Base.metadata, session_options={"expire_on_commit": False})


def insert_rows(model: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows of plain columns in one statement; what the session holds goes on waiting."""
    if rows:
        db.session.connection().execute(_insert_into(model), rows)


def insert_of(model: type[Base]) -> Any:
    """An INSERT that knows ON CONFLICT: the two databases agree on it, each by its own dialect."""
    return DIALECTS[db.session.get_bind().dialect.name](model.__table__)


def insert_new(model: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows in one statement; those that are there already stay as they are."""
    if rows:
        db.session.execute(_insert_new(model, db.session.get_bind().dialect.name), rows)


@cache
def _insert_new(model: type[Base], dialect: str) -> Any:
    return DIALECTS[dialect](model.__table__).on_conflict_do_nothing()


@cache
def _insert_into(model: type[Base]) -> Insert:
    return insert(model.__table__)


def rows_changed(statement: Update | Delete) -> int:
    """Run an UPDATE or DELETE in the current session; how many rows it touched."""
    return cast("CursorResult", db.session.execute(statement)).rowcount


def init_db(app: Flask) -> None:
    """Open the configured database the right way for its kind."""
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {
        **engine_options(app.config["SQLALCHEMY_DATABASE_URI"]),
        **app.config.get("SQLALCHEMY_ENGINE_OPTIONS", {}),
    }
    db.init_app(app)
    with app.app_context():
        prepare(db.engine)


def engine_options(url: str) -> dict:
    """Pool and driver settings for the database named by `url`."""
    # An error's text ends in the log, and its parameters may be somebody's data.
    quiet = {"hide_parameters": True}
    if url.startswith("sqlite"):
        driver = {"check_same_thread": False}
        return {**quiet, "pool_size": 16, "max_overflow": 48, "connect_args": driver}
    return {**quiet, "pool_size": 8, "max_overflow": 24, "pool_pre_ping": True}


def prepare(engine: Engine) -> None:
    """Make SQLite keep what it acknowledges and never lose an update."""
    if engine.dialect.name == "sqlite" and not event.contains(engine, "connect", _open_sqlite):
        event.listen(engine, "connect", _open_sqlite)
        event.listen(engine, "begin", _begin_sqlite)


def _open_sqlite(connection: Any, _record: Any) -> None:
    # The driver's own transaction control begins too late (no lock before the first write).
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",  # NORMAL loses acknowledged rows at a power cut.
        "foreign_keys=ON",
        "busy_timeout=20000",
        "temp_store=MEMORY",  # No plain words in temporary files.
        "secure_delete=ON",
        "cache_size=-8000",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    write = connection.get_execution_options().get("mediation_write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")
