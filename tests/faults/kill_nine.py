"""What was acknowledged is there after the server was killed, again and again.

    python -m tests.faults.kill_nine [--rounds 50] [--people 8] [--database URL]

Serves the product from an empty folder (SQLite, unless a URL is given). Borrowers file complaints
and hand in files through the pages, without pause; meanwhile the whole server is ended by SIGKILL
at random moments and started again. After each kill `mediation history verify` must pass. At the
end every complaint and file that somebody was told to have arrived must be there, once, with its
bytes, and every row about a file must have its file. Exit status 1 where anything is missing.
"""

import argparse
import hashlib
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from sqlalchemy import select

from mediation import create_app
from mediation.cli.database import bring_up_to_date
from mediation.db import db
from mediation.gateways.files import path_of
from mediation.models.cases import Case
from mediation.models.evidence import Evidence
from mediation.models.intake import DraftFile
from tests.factories.organisations import make_lender, make_mediation_body
from tests.faults.borrower import Borrower
from tests.faults.server import Server

SHORTEST, LONGEST = 0.5, 6.0  # Seconds that a server lives after its first answer.
PROLOGUE = 8.0  # Seconds until the first, so that there is something to lose.
OTHER_HALF = 2  # Every second borrower, every second life of the server.


class Town:
    """Borrowers who file one complaint after another."""

    def __init__(self, server: Server, people: int) -> None:
        self.server = server
        self.over = threading.Event()
        self.borrowers: list[Borrower] = []
        self.faults: list[BaseException] = []
        self._numbers = count(1)
        self._threads = [threading.Thread(target=self._live) for _ in range(people)]
        for thread in self._threads:
            thread.start()

    def _live(self) -> None:
        try:
            while not self.over.is_set():
                number = next(self._numbers)
                outbox = self.server.instance / "outbox"
                borrower = Borrower(number, self.server.port, outbox, self.over)
                self.borrowers.append(borrower)
                borrower.file()
                if borrower.reference and number % OTHER_HALF:
                    borrower.add_files()
        except BaseException as fault:
            self.faults.append(fault)
            raise

    def filed(self) -> int:
        """How many complaints were acknowledged."""
        return sum(1 for borrower in self.borrowers if borrower.reference)

    def files(self) -> int:
        """How many files were."""
        return sum(len(borrower.files) for borrower in self.borrowers)

    def why(self) -> Counter[str]:
        """What went wrong between a borrower and the server, and how often."""
        return sum((borrower.why for borrower in self.borrowers), Counter())

    def close(self) -> None:
        """Let everybody go home."""
        self.over.set()
        for thread in self._threads:
            thread.join()


def main() -> int:
    """Serve, kill, serve again; then look for what is missing."""
    options = _options()
    settings = {"MEDIATION_DATABASE_URL": options.database} if options.database else {}
    with tempfile.TemporaryDirectory() as folder:
        with Server(Path(folder), settings=settings) as server:
            _settle(server, options.database)
            server.start()
            town = Town(server, options.people)
            try:
                wrong = _killed(server, town, options.rounds)
            finally:
                town.close()
            server.stop()
        wrong += _verified(server) + [repr(fault) for fault in town.faults]
        wrong += _missing(server, options.database, town.borrowers)
        if not town.files() or not town.filed():
            wrong.append(f"nothing was acknowledged: {town.why().most_common(5)}")
    for line in wrong:
        print(f"FAILED  {line}")
    return 1 if wrong else 0


def _killed(server: Server, town: Town, rounds: int) -> list[str]:
    """Kill and start again so many times; what did not verify in between."""
    wrong: list[str] = []
    time.sleep(PROLOGUE)
    for number in range(1, rounds + 1):
        if number % OTHER_HALF:
            server.await_ready()  # Codes are sent by then, and complaints filed.
        time.sleep(random.uniform(SHORTEST, LONGEST))
        server.kill()
        wrong += _verified(server)
        server.start()
        _tell(number, town)
        if town.faults:
            break
    time.sleep(SHORTEST)
    return wrong


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--people", type=int, default=8)
    parser.add_argument("--database", default="")
    return parser.parse_args()


def _settle(server: Server, database: str) -> None:
    """Make the installation, with a body that mediates."""
    app = create_app({"INSTANCE": str(server.instance), "DATABASE_URL": database})
    bring_up_to_date(app)
    with app.app_context():
        make_mediation_body()
        make_lender()
        db.session.commit()
        db.engine.dispose()


def _verified(server: Server) -> list[str]:
    ran = server.command("history", "verify")
    return [] if ran.returncode == 0 else [f"history verify: {ran.stderr.strip()}"]


def _tell(number: int, town: Town) -> None:
    told = f"{town.filed()} complaints, {town.files()} files, {town.why().total()} requests torn"
    print(f"kill {number}: {told}", flush=True)


def _missing(server: Server, database: str, borrowers: list[Borrower]) -> Iterator[str]:
    app = create_app({"INSTANCE": str(server.instance), "DATABASE_URL": database})
    with app.app_context():
        cases = {case.reference: case for case in db.session.scalars(select(Case))}
        rows = {*_hashes(Evidence), *_hashes(DraftFile)}
        yield from _complaints_missing(cases, borrowers)
        for borrower in borrowers:
            for sha256 in borrower.files:
                if sha256 not in rows:
                    yield f"{borrower.name}: the file {sha256} has no row"
        for sha256 in rows:
            path = path_of(bytes.fromhex(sha256))
            if not path.exists():
                yield f"the file {sha256} has a row and no bytes"
            elif hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
                yield f"the file {sha256} has other bytes"
        print(f"in the end {len(cases)} complaints, {len(rows)} files")


def _hashes(model: type[Evidence] | type[DraftFile]) -> Iterator[str]:
    return (sha256.hex() for sha256 in db.session.scalars(select(model.sha256)))


def _complaints_missing(cases: dict[str, Case], borrowers: list[Borrower]) -> Iterator[str]:
    for borrower in borrowers:
        if borrower.reference and borrower.reference not in cases:
            yield f"{borrower.name}: the complaint {borrower.reference} is not there"
    twice = Counter(case.complainant_name for case in cases.values())
    yield from (f"{name} filed {times} times" for name, times in twice.items() if times > 1)


if __name__ == "__main__":
    sys.exit(main())
