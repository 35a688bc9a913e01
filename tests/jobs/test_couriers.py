"""Each message once, whoever hands over beside whom, dies half-way, or whose clock is moved."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from mediation.jobs.notices import Courier
from mediation.models.notices import Notice
from mediation.services.notices import tell
from mediation.transaction import transaction

LEASE = 300
TWO_HOURS = timedelta(hours=2)


class Killed(BaseException):
    """The process is gone, at this very moment."""


class World:
    """Couriers as in several processes on one steady clock, and a gateway that counts."""

    def __init__(self, app):
        self.app = app
        self.at = 0.0
        self.arrived = Counter()
        self.before = lambda post: None

    def courier(self):
        return Courier(LEASE, steady=lambda: self.at)

    def take(self, post):
        self.before(post)
        self.arrived[post.one_time] += 1

    def deliver(self, courier, now):
        with self.app.app_context():
            return courier.deliver(now)


@pytest.fixture
def world(app, monkeypatch):
    made = World(app)
    monkeypatch.setattr("mediation.jobs.notices.hand_over", made.take)
    monkeypatch.setattr("mediation.jobs.notices.A_MOMENT", -1)  # Each is marked by itself.
    return made


@pytest.fixture
def codes(session, now):
    """More messages than one claim takes."""
    numbers = [f"{number:06d}" for number in range(120)]
    with transaction():
        for number in numbers:
            known = {"channel": "mail", "recipient": f"{number}@example.com", "locale": "en"}
            tell("code", key=number, now=now, **known, code=number)
    return Counter(numbers)


def unsent(session):
    session.rollback()
    query = select(func.count()).select_from(Notice).where(Notice.sent_at.is_(None))
    return session.scalar(query)


def test_four_at_once_share_the_work(world, codes, session, now):
    with ThreadPoolExecutor(4) as pool:
        couriers = [world.courier() for _ in range(4)]
        counts = list(pool.map(lambda each: world.deliver(each, now), couriers))
    assert world.arrived == codes
    assert sum(count.handled for count in counts) == len(codes)
    assert unsent(session) == 0


def test_what_a_dead_one_left_is_sent_by_another(world, codes, session, now):
    dying, heir = world.courier(), world.courier()

    def die(post):
        if len(world.arrived) == 7:
            raise Killed

    world.before = die
    with pytest.raises(Killed):
        world.deliver(dying, now)
    world.before = lambda post: None
    world.deliver(heir, now)
    assert 0 < unsent(session) <= 50
    world.at += LEASE - 1
    world.deliver(heir, now)
    assert unsent(session) > 0
    world.at += 1
    world.deliver(heir, now)
    assert world.arrived == codes
    assert unsent(session) == 0


@pytest.mark.parametrize("jump", [TWO_HOURS, -TWO_HOURS], ids=["forwards", "backwards"])
def test_a_clock_that_jumps_meanwhile_makes_no_second_one(world, codes, session, now, jump):
    inside, go_on = threading.Event(), threading.Event()

    def linger(post):
        if threading.current_thread() is not threading.main_thread():
            inside.set()
            assert go_on.wait(20)

    world.before = linger
    slow, other = world.courier(), world.courier()
    with ThreadPoolExecutor(1) as pool:
        lingering = pool.submit(world.deliver, slow, now)
        assert inside.wait(20)
        for moment in (now + jump, now, now + jump * 12):
            world.deliver(other, moment)
        go_on.set()
        lingering.result(20)
    for courier in (slow, other):
        world.deliver(courier, now + abs(jump))
    assert world.arrived == codes
    assert unsent(session) == 0


def test_one_that_slept_through_its_lease_sends_nothing_more(world, codes, session, now):
    """It stops of itself before anybody takes over, so the two never meet."""
    sleeper, heir = world.courier(), world.courier()
    world.deliver(heir, now - TWO_HOURS)

    def sleep(post):
        if len(world.arrived) == 3:
            world.before = lambda post: None
            world.deliver(heir, now - TWO_HOURS)  # Sees the claim, and that it is another's.
            world.at += LEASE / 2

    world.before = sleep
    world.deliver(sleeper, now)
    world.at += LEASE
    world.deliver(heir, now)
    assert world.arrived == codes
    assert unsent(session) == 0
