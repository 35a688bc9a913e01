"""That passwords are kept well and that hashing starves nobody."""

import subprocess
import sys

import pytest

from mediation.gateways import passwords
from mediation.gateways.passwords import (
    hash_password,
    init_passwords,
    needs_rehash,
    verify_password,
    waste_time,
)

CHEAP = {"ARGON2_ROUNDS": "1", "ARGON2_MEMORY_KIB": "64"}
DEAR = {"ARGON2_ROUNDS": "2", "ARGON2_MEMORY_KIB": "128"}


@pytest.fixture(autouse=True)
def cheap_hashes():
    before = passwords._hasher[0]
    init_passwords(CHEAP)
    yield
    passwords._hasher[:] = [before]


def test_the_right_password_is_recognised():
    kept = hash_password("长密码 with spaces")
    assert verify_password(kept, "长密码 with spaces")


@pytest.mark.parametrize("wrong", ["", "长密码", "长密码 with spaces ", "x" * 100_000])
def test_a_wrong_password_is_not(wrong):
    assert not verify_password(hash_password("长密码 with spaces"), wrong)


@pytest.mark.parametrize("broken", ["", "no hash", "$argon2id$v=19$m=64,t=1,p=1$AAAA"])
def test_a_broken_hash_matches_nothing(broken):
    assert not verify_password(broken, "anything")


def test_the_same_password_is_never_kept_the_same_way_twice():
    assert hash_password("again") != hash_password("again")


def test_a_hash_names_argon2id():
    assert hash_password("x").startswith("$argon2id$")


def test_a_cheaper_hash_of_earlier_days_wants_renewing():
    kept = hash_password("old")
    assert not needs_rehash(kept)
    init_passwords(DEAR)
    assert needs_rehash(kept)
    assert verify_password(kept, "old")


def test_an_unknown_account_costs_a_hash(monkeypatch):
    asked = []
    monkeypatch.setattr(passwords, "_aside", lambda work, *given: asked.append(work))
    waste_time()
    assert asked == [passwords._hasher[0].hash]


TICKS_WHILE_HASHING = """
import gevent, time
from mediation.gateways.passwords import AT_ONCE, hash_password, _turn

ticks = []

def tick():
    while True:
        ticks.append(time.monotonic())
        gevent.sleep(0.005)

ticker = gevent.spawn(tick)
hashers = [gevent.spawn(hash_password, "x") for _ in range(AT_ONCE * 2)]
gevent.sleep(0)
started = time.monotonic()
gevent.joinall(hashers)
took = time.monotonic() - started
ticker.kill()
longest = max(later - earlier for earlier, later in zip(ticks, ticks[1:]))
assert all(hasher.successful() for hasher in hashers)
print(took, longest)
"""


def test_hashing_leaves_the_event_loop_free():
    runner = "import sys; from gevent import monkey; monkey.patch_all(); exec(sys.argv[1])"
    command = [sys.executable, "-c", runner, TICKS_WHILE_HASHING]
    ran = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    took, longest = map(float, ran.stdout.split())
    assert longest < took / 3, f"the loop stood still for {longest:.3f} of {took:.3f} seconds"
