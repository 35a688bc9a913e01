"""Filing a complaint, against one durable insert of the very rows that it writes.

    python -m tests.benchmarks.filing [--rounds 200]

Prepared drafts are filed by the verb, each in a transaction of its own. The floor is one
transaction of plain sqlite3 `executemany` that inserts the very rows that such a filing inserted,
in a copy of the database from before that filing, opened with the same pragmas. In turn, in one
process. Prints medians and their ratio. Exit status 1 where filing takes more than 6 times its
floor, or a chain is not whole.
"""

import argparse
import secrets
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, event, select

from mediation import clock, create_app
from mediation.cli.database import bring_up_to_date
from mediation.db import db, prepare
from mediation.domain.history import Link, first_break
from mediation.domain.permissions import nobody
from mediation.models.cases import Case
from mediation.models.history import History
from mediation.queries.intake import draft_again
from mediation.services.intake import file_complaint
from mediation.transaction import transaction
from tests.factories.drafts import make_draft, make_loan, prove
from tests.factories.organisations import make_lender, make_mediation_body

MOST_TIMES = 6.0
WARMING = 20

Written = list[tuple[str, list[tuple]]]


def main() -> int:
    """Prepare two equal databases, measure in turn, print, judge."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=200)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        app = create_app({"INSTANCE": folder})
        bring_up_to_date(app)
        with app.app_context():
            drafts = prepared(WARMING + 2 * rounds)
            for draft_id in drafts[:WARMING]:
                file(draft_id)
            floor = copied(Path(folder) / "floor.sqlite3")
            written = [rows_of(draft_id) for draft_id in drafts[WARMING:-rounds]]
            times: tuple[list[float], list[float]] = ([], [])
            for draft_id, rows in zip(drafts[-rounds:], written, strict=True):
                times[0].append(file(draft_id))
                times[1].append(insert(floor, rows))
            broken = chains_broken(len(drafts))
            floor.close()
            db.engine.dispose()
    page, least = (statistics.median(taken) * 1000 for taken in times)
    print(
        f"filing: {page:.2f} ms, floor {least:.2f} ms: {page / least:.2f} times"
        f" (median of {rounds}; {sum(len(rows) for _, rows in written[0])} rows"
        f" of {len(written[0])} tables)"
    )
    if broken:
        print("BROKEN:", broken)
    return 1 if broken or page / least > MOST_TIMES else 0


def prepared(wanted: int) -> list[int]:
    """So many finished drafts, about loans with a lender and a platform; contacts are proven."""
    with transaction():
        make_mediation_body()
        loan = make_loan(make_lender(), make_lender())
        return [prove(make_draft(loans=[loan])[0]).id for _ in range(wanted)]


def file(draft_id: int) -> float:
    """File one draft as its door does; the seconds until that was durable."""
    db.session.remove()
    once = secrets.token_bytes(32)
    began = time.perf_counter()
    with transaction():
        file_complaint(draft_again(draft_id), once=once, actor=nobody(), now=clock.now())
    return time.perf_counter() - began


def rows_of(draft_id: int) -> Written:
    """File one draft; all that it inserted, the rows of one statement together."""
    seen: dict[str, list[Any]] = {}
    with inserts(seen):
        file(draft_id)
    return list(seen.items())


@contextmanager
def inserts(seen: dict[str, list[Any]]) -> Iterator[None]:
    """Note the INSERT statements that reach the driver, and their rows."""

    def hear(_connection, _cursor, statement, parameters, _context, many) -> None:
        if statement.startswith("INSERT"):
            seen.setdefault(statement, []).extend(parameters if many else [parameters])

    event.listen(db.engine, "before_cursor_execute", hear)
    try:
        yield
    finally:
        event.remove(db.engine, "before_cursor_execute", hear)


def copied(path: Path) -> sqlite3.Connection:
    """A copy of the database as it is now, opened as the product opens its own."""
    db.session.remove()
    engine = create_engine(f"sqlite:///{path}")
    prepare(engine)
    opened = engine.raw_connection()
    floor = opened.driver_connection
    opened.detach()
    with db.engine.connect() as connection:
        connection.connection.driver_connection.backup(floor)
    return floor


def insert(floor: sqlite3.Connection, written: Written) -> float:
    """One transaction of nothing but these rows; the seconds until it was durable."""
    began = time.perf_counter()
    floor.execute("BEGIN IMMEDIATE")
    for statement, rows in written:
        floor.executemany(statement, rows)
    floor.execute("COMMIT")
    return time.perf_counter() - began


def chains_broken(expected: int) -> list[str]:
    """What is wrong with the chains of what was filed, and whether all of it is there."""
    db.session.remove()
    cases = db.session.scalars(select(Case)).all()
    found = [] if len(cases) == expected else [f"{len(cases)} cases of {expected}"]
    for case in cases:
        rows = db.session.scalars(
            select(History).where(History.case_id == case.id).order_by(History.number)
        )
        links = [Link(row.number, row.event, row.at, row.digest, row.hash) for row in rows]
        broken = first_break(links, head=case.chain_head, count=case.chain_count)
        found.extend([f"{case.reference} {broken}"] if broken else [])
    return found


if __name__ == "__main__":
    sys.exit(main())
