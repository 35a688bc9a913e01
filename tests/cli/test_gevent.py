"""In a gevent worker nothing that waits keeps the others waiting."""

import subprocess
import sys

import pytest

UNDER_GEVENT = "import sys; from gevent import monkey; monkey.patch_all(); exec(sys.argv[1])"

BEGIN = """
import sys, time
import gevent
from sqlalchemy import text
from mediation import create_app
from mediation.db import db
from mediation.transaction import transaction

app = create_app({"INSTANCE": sys.argv[2], "DATABASE_URL": sys.argv[3]})
ticks = []

def tick():
    while True:
        ticks.append(time.monotonic())
        gevent.sleep(0.01)

ticker = gevent.spawn(tick)
gevent.sleep(0.02)
"""

END = """
ticker.kill()
print(max(later - earlier for earlier, later in zip(ticks, ticks[1:])))
"""

ASK = (
    BEGIN
    + """
def ask():
    with app.app_context():
        db.session.execute(text("SELECT pg_sleep(0.5)"))

began = time.monotonic()
askers = [gevent.spawn(ask) for _ in range(4)]
gevent.joinall(askers, raise_error=True)
assert time.monotonic() - began < 1.5, "they waited for one another"
"""
    + END
)

WRITE = (
    BEGIN
    + """
written = []

def write(number):
    with app.app_context(), transaction():
        db.session.execute(text("UPDATE alembic_version SET version_num = version_num"))
        gevent.sleep(0.2)  # Whoever holds the transaction lets the others go on...
        written.append(number)

writers = [gevent.spawn(write, number) for number in range(4)]
gevent.joinall(writers, raise_error=True)
assert sorted(written) == [0, 1, 2, 3]  # ... and nobody finds the database locked.
"""
    + END
)


def longest_standstill(code, application):
    ran = subprocess.run(
        [
            *(sys.executable, "-c", UNDER_GEVENT, code),
            *(application.app.instance_path, application.world.url),
        ],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return float(ran.stdout)


@pytest.mark.postgresql
def test_a_slow_question_to_postgresql_keeps_nobody_waiting(application, app):
    assert longest_standstill(ASK, application) < 0.2


def test_two_writers_of_one_worker_wait_politely(application, app):
    """Without the turn in `transaction()` the second would block the loop, and so the first."""
    assert longest_standstill(WRITE, application) < 0.2
