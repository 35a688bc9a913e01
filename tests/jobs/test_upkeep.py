"""What nobody needs any more goes, and nothing else."""

import os
from datetime import timedelta

import pytest
from sqlalchemy import select

from mediation.gateways.files import incoming
from mediation.jobs.upkeep import UNFINISHED, forget_old_turns, sweep_unfinished_files
from mediation.models.jobs import Heartbeat, JobSlot
from mediation.services.jobs import KEPT, beat, claim_slot
from mediation.transaction import transaction

DAY = timedelta(days=1)


@pytest.fixture
def turns(session, now):
    with transaction():
        for age in (0 * DAY, KEPT - DAY, KEPT + DAY):
            claim_slot("count_sheep", now - age, process="here:1", now=now)
        beat("here:1", started_at=now, now=now)
        beat("gone:1", started_at=now - 200 * DAY, now=now - KEPT - DAY)


def test_old_turns_and_schedulers_are_forgotten(turns, session, now):
    assert forget_old_turns(now) == (2, 0)
    left = session.scalars(select(JobSlot.slot_at).order_by(JobSlot.slot_at)).all()
    assert left == [now - KEPT + DAY, now]
    assert session.scalars(select(Heartbeat.process)).all() == ["here:1"]


def test_a_second_time_there_is_nothing_to_forget(turns, now):
    forget_old_turns(now)
    assert forget_old_turns(now) == (0, 0)


def test_a_file_that_never_arrived_is_swept_and_one_on_its_way_is_not(session, now):
    left, arriving = incoming(), incoming()
    for file, age in ((left, UNFINISHED + DAY), (arriving, timedelta(hours=1))):
        began = (now - age).timestamp()
        os.utime(file.path, (began, began))
    assert sweep_unfinished_files(now) == (1, 0)
    assert (left.path.exists(), arriving.path.exists()) == (False, True)
    arriving.close()
