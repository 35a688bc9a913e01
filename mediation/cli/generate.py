"""`mediation generate`: believable cases in bulk, made by two processes, written by a third."""

import gc
import os
import random
import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack
from datetime import datetime
from multiprocessing import get_context
from pathlib import Path

import click
from flask import current_app
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from sqlalchemy import Connection

from mediation import clock
from mediation.cli.database import bring_up_to_date
from mediation.cli.installation import in_app, this_app
from mediation.db import WRITE, db
from mediation.jobs.deadlines import set_missing_deadlines
from mediation.keyring import init_keyring
from mediation.services.generation.cases import write_case
from mediation.services.generation.people import Cast, gather_cast, share_of
from mediation.services.generation.rows import Batch
from mediation.services.generation.stories import Story
from mediation.services.generation.talks import write_talks
from mediation.transaction import transaction

CASES_A_BATCH = 500
BATCHES_A_COMMIT = 8
BATCHES_AHEAD = 12  # Made and not yet written: so many rows lie in memory.
MAKERS = 2  # A number of its own, not of cores: the same seed makes the same cases anywhere.


@click.command()
@click.option("--cases", "wanted", type=click.IntRange(1, 5_000_000), required=True)
@click.option("--seed", type=int, default=1, show_default=True, help="Same seed, same cases.")
@in_app
def generate(wanted: int, seed: int) -> None:
    """Make CASES realistic cases, for trials of size."""
    bring_up_to_date(this_app())
    gc.disable()  # As in the maker: what is gathered holds no rings.
    began = time.perf_counter()
    with transaction():
        cast = gather_cast(cases=wanted, now=clock.now())
    write_cases(cast, wanted, seed=seed)
    set_missing_deadlines(clock.now())
    seconds = time.perf_counter() - began
    click.echo(f"{wanted:,} cases in {seconds:.1f} s: {wanted / seconds:,.0f} a second")


def write_cases(cast: Cast, wanted: int, *, seed: int) -> None:
    """Make and insert the cases; what was committed before an interruption is whole."""
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        transient=True,
    ) as progress:
        task = progress.add_task("cases", total=wanted)
        connection = db.engine.connect().execution_options(**WRITE)
        if connection.dialect.name == "sqlite":
            _hasten(connection)
        gathered, waiting, size = Batch(), 0, 0
        for made, rows in _batches(cast, wanted, seed=seed):
            gathered.merge(rows)
            waiting, size = waiting + 1, size + made
            if waiting == BATCHES_A_COMMIT:
                with connection.begin():
                    gathered.write(connection)
                progress.advance(task, size)
                waiting = size = 0
        with connection.begin():
            gathered.write(connection)
        progress.advance(task, size)
        connection.invalidate()  # Its cache was for this one load.
        connection.close()


# The rows of one load name only each other and the cast: a test checks them all. Nobody was
# promised a generated case before the command ends: a cut of power leaves fewer of them in a
# whole database.
FOR_ONE_LOAD = (
    "cache_size=-262144",
    "foreign_keys=OFF",
    "synchronous=NORMAL",
    "wal_autocheckpoint=150000",
    "secure_delete=OFF",
)


def _hasten(connection: Connection) -> None:
    """Set SQLite for one big load; by its own connection, as no transaction may be open."""
    connection.rollback()
    for pragma in FOR_ONE_LOAD:
        connection.connection.driver_connection.execute(f"PRAGMA {pragma}")


def _batches(cast: Cast, wanted: int, *, seed: int) -> Iterator[tuple[int, dict]]:
    """Rows by batch, made in processes of their own so that making and writing overlap."""
    keys = Path(current_app.instance_path) / "keys"
    now = clock.now()
    # The same seed makes other cases when there are some already: no number is given twice.
    chance = f"{seed}/{cast.filed}"
    with ExitStack() as stack:
        makers = [
            stack.enter_context(
                ProcessPoolExecutor(
                    1,
                    mp_context=get_context("spawn"),
                    initializer=_prepare,
                    initargs=(keys, share_of(cast, number, MAKERS), chance, now),
                )
            )
            for number in range(MAKERS)
        ]
        waiting: deque[Future[tuple[int, dict]]] = deque()
        for number, start in enumerate(range(0, wanted, CASES_A_BATCH)):
            size = min(CASES_A_BATCH, wanted - start)
            waiting.append(makers[number % MAKERS].submit(_make, start, size, wanted))
            if len(waiting) > BATCHES_AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


_maker: list[tuple[Cast, str, datetime]] = []


def _prepare(keys: Path, cast: Cast, chance: str, now: datetime) -> None:
    os.nice(5)  # There is one writer, and it must never wait for a maker's core.
    init_keyring(keys)
    gc.disable()  # Rows hold no rings: walking them again and again finds nothing.
    _maker[:] = [(cast, chance, now)]


def _make(start: int, size: int, wanted: int) -> tuple[int, dict]:
    """`size` of the `wanted` cases, from `start` on: the same ones, whoever makes them."""
    cast, chance, now = _maker[0]
    cast.numbers[0] = cast.filed + start
    dice = random.Random(f"{chance}/{start}")
    batch = Batch()
    for number in range(start, start + size):
        story = Story(cast, dice, now, place=number / wanted)
        write_case(story, batch)
        write_talks(story, batch)
    return size, dict(batch.rows)
