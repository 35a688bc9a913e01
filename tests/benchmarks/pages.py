"""The case page and the list of fifty, against a floor that does no more than they must.

    python -m tests.benchmarks.pages [--cases 100000] [--seconds 10] [--folder DIR]

Both run under the product's own server in turn, asked by the same visitor, signed in as a
mediator among `--cases` generated cases. Prints medians, their ratios, rates with eight
connections, and the product's pages against themselves among a thousand cases. Exit status 1
where a page takes more than 4 times its floor, reaches less than 25 % of its rate with eight
connections, or grows by more than 1.3 with the number of cases.
"""

import argparse
import http.client
import os
import secrets
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from datetime import timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select, update

from mediation import clock, create_app
from mediation.db import db
from mediation.domain.lifecycle import Stage
from mediation.domain.roles import Desk
from mediation.models.accounts import Membership, Session
from mediation.models.cases import Case, Seat
from mediation.transaction import transaction
from mediation.web.login import token_hash
from tests.faults.server import Server
from tests.world.served import free_port

MOST_TIMES = 4.0
LEAST_RATE = 0.25
MOST_GROWTH = 1.3
ROUNDS = 300
CONNECTIONS = 8


def main() -> int:
    """Prepare both worlds, measure, print, judge."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.folder or Path(scratch)
        large = World(folder / "large", options.cases)
        small = World(folder / "small", 1000)
        try:
            failures = against_floor(large, options.seconds) + against_itself(large, small)
        finally:
            large.stop()
            small.stop()
    for failure in failures:
        print("TOO SLOW:", failure)
    return 1 if failures else 0


class World:
    """A served installation with so many cases, and a mediator signed in to it."""

    def __init__(self, folder: Path, cases: int) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.server = Server(folder, "--workers", "1")
        if not (self.server.instance / "mediation.sqlite3").exists():
            made = self.server.command("generate", "--cases", str(cases))
            print(made.stdout.strip() or made.stderr)
        self.cookie, self.reference = sign_in(create_app({"INSTANCE": str(self.server.instance)}))
        self.server.start()

    @property
    def paths(self) -> dict[str, str]:
        """The pages that are measured, by name."""
        return {"case": f"/cases/{self.reference}", "list": "/cases"}

    def visitor(self) -> "Visitor":
        """Somebody signed in, on a connection of their own."""
        return Visitor(self.server.port, self.cookie)

    def stop(self) -> None:
        """End the server."""
        self.server.stop()


def sign_in(app: Flask) -> tuple[str, str]:
    """Cookie of a mediator with many cases, and the reference of one of them."""
    token = secrets.token_urlsafe(24)
    with app.app_context():
        mediator = db.session.scalar(
            select(Seat.holder_id)
            .where(Seat.desk == Desk.MEDIATOR)
            .group_by(Seat.holder_id)
            .having(func.count() > 50)
            .limit(1)
        )
        membership = db.session.scalar(
            select(Membership.id).where(Membership.account_id == mediator)
        )
        reference = db.session.scalar(
            select(Case.reference)
            .where(Case.mediator_id == mediator, Case.stage == Stage.PERFORMING)
            .order_by(Case.id)
            .limit(1)
        )
        with transaction():
            # As much waits in either: a full page, whatever the number of cases.
            own = (Seat.desk == Desk.MEDIATOR, Seat.holder_id == mediator)
            db.session.execute(update(Seat).where(*own).values(mine=True))
            db.session.add(
                Session(
                    token_hash=token_hash(token),
                    account_id=mediator,
                    membership_id=membership,
                    created_at=clock.now(),
                    seen_at=clock.now(),
                    expires_at=clock.now() + timedelta(days=1),
                )
            )
        db.engine.dispose()
    signer = app.session_interface.get_signing_serializer(app)
    name = app.config["SESSION_COOKIE_NAME"]
    return f"{name}={signer.dumps({'_user_id': token})}", reference


class Visitor:
    """One connection that stays open, as a browser's."""

    def __init__(self, port: int, cookie: str = "") -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port)
        self.headers = {"Cookie": cookie, "Accept-Encoding": "gzip", "Accept-Language": "zh-CN"}

    def get(self, path: str, *, plain: bool = False) -> tuple[float, bytes]:
        """Seconds and body of one page."""
        headers = {**self.headers, "Accept-Encoding": "identity"} if plain else self.headers
        began = time.perf_counter()
        self.connection.request("GET", path, headers=headers)
        answer = self.connection.getresponse()
        body = answer.read()
        if cookie := answer.getheader("Set-Cookie"):
            self.headers["Cookie"] = cookie.split(";")[0]  # As a browser keeps it.
        took = time.perf_counter() - began
        if answer.status != 200:
            raise SystemExit(f"{path} answered {answer.status}")
        return took, body


def against_floor(world: World, seconds: float) -> list[str]:
    """Time each page and its floor in turn, then both with eight connections."""
    failures = []
    port, floor = _start_floor(world)
    try:
        for name, path in world.paths.items():
            ours, theirs = world.visitor(), Visitor(port)
            sizes = [len(visitor.get(path)[1]) for visitor in (ours, theirs)]
            times: tuple[list[float], list[float]] = ([], [])
            for _ in range(ROUNDS):
                for taken, visitor in zip(times, (ours, theirs), strict=True):
                    taken.append(visitor.get(path)[0])
            page, least = (statistics.median(taken) * 1000 for taken in times)
            rates = [_rate(make, path, seconds) for make in (world.visitor, lambda: Visitor(port))]
            print(
                f"{name}: {page:.2f} ms, floor {least:.2f} ms: {page / least:.2f} times"
                f" ({sizes[0]} and {sizes[1]} octets sent);"
                f" {rates[0]:.0f}/s of {rates[1]:.0f}/s with {CONNECTIONS} connections:"
                f" {rates[0] / rates[1]:.0%}"
            )
            if page / least > MOST_TIMES:
                failures.append(f"{name} takes {page / least:.2f} times its floor")
            if rates[0] / rates[1] < LEAST_RATE:
                failures.append(f"{name} reaches {rates[0] / rates[1]:.0%} of the floor's rate")
    finally:
        floor.terminate()
        floor.wait()
    return failures


def _start_floor(world: World) -> tuple[int, subprocess.Popen]:
    """The floor under the same kind of worker."""
    saved = {}
    for name, path in world.paths.items():
        saved[name] = world.server.folder / f"{name}.html"
        saved[name].write_bytes(world.visitor().get(path, plain=True)[1])
    port = free_port()
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "gunicorn", "--workers", "1", "--log-level", "warning"),
            *("--worker-class", "gevent", "--keep-alive", "10"),
            *("--bind", f"127.0.0.1:{port}", "tests.benchmarks.floor:app"),
        ],
        env={
            **os.environ,
            "FLOOR_DATABASE": str(world.server.instance / "mediation.sqlite3"),
            "FLOOR_CASE_PAGE": str(saved["case"]),
            "FLOOR_LIST_PAGE": str(saved["list"]),
        },
    )
    for _ in range(100):
        try:
            Visitor(port).get("/cases")
        except OSError:
            time.sleep(0.1)
        else:
            break
    return port, process


def _rate(make, path: str, seconds: float) -> float:
    """Pages a second with CONNECTIONS visitors at once."""
    until = time.perf_counter() + seconds
    counts = [0] * CONNECTIONS

    def visit(number: int) -> None:
        visitor = make()
        while time.perf_counter() < until:
            visitor.get(path)
            counts[number] += 1

    threads = [threading.Thread(target=visit, args=(n,)) for n in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / seconds


def against_itself(large: World, small: World) -> list[str]:
    """Time the same pages among many cases and among few, in turn."""
    failures = []
    extra = {
        "mine": "/cases?bucket=mine",
        "stage": "/cases?bucket=performing",
        "search": "/cases?q=%E7%8E%8B",
        "messages": "{case}/messages",
        "files": "{case}/evidence",
        "complaint": "{case}/complaint",
        "offers": "{case}/offers",
        "hearings": "{case}/hearings",
        "agreement": "{case}/agreement",
        "payments": "{case}/repayment",
    }
    for name in [*large.paths, *extra]:
        times: list[list[float]] = [[], []]
        visitors = large.visitor(), small.visitor()
        paths = [
            world.paths.get(name) or extra[name].format(case=world.paths["case"])
            for world in (large, small)
        ]
        for _ in range(ROUNDS // 2):
            for taken, visitor, path in zip(times, visitors, paths, strict=True):
                taken.append(visitor.get(path)[0])
        many, few = (statistics.median(taken) * 1000 for taken in times)
        print(f"{name}: {many:.2f} ms among many, {few:.2f} ms among few: {many / few:.2f}")
        if many / few > MOST_GROWTH:
            failures.append(f"{name} grows by {many / few:.2f} with the number of cases")
    return failures


if __name__ == "__main__":
    sys.exit(main())
