"""A case is opened to a supervisor on its written demand, and closes by itself."""

from datetime import timedelta

import pytest

from mediation import clock
from mediation.domain.errors import NotPermitted
from mediation.domain.events import Event
from mediation.domain.lifecycle import Stage
from mediation.domain.permissions import system
from mediation.domain.roles import Role
from mediation.jobs.supervision import lapse_demands
from mediation.models.history import History
from mediation.queries import cases, supervision
from mediation.services.days import day_of
from mediation.services.supervision import close_to_supervisor, open_to_supervisor
from tests.factories.accounts import actor_of, make_member
from tests.factories.stages import cast_at
from tests.services.traces import events_of, refused, told


@pytest.fixture
def cast(session):
    return cast_at(Stage.MEDIATION)


@pytest.fixture
def supervisor(session):
    return actor_of(make_member(Role.SUPERVISOR))


@pytest.fixture(autouse=True)
def noise(session):
    """Another case, open to another supervisor."""
    other = cast_at(Stage.MEDIATION)
    open_case(other, actor_of(make_member(Role.SUPERVISOR)), days=100)
    return other


def open_case(cast, supervisor, *, days=30, actor=None):
    return open_to_supervisor(
        cast.case,
        organisation_id=supervisor.organisation_id,
        basis="临金监函〔2026〕12号",
        scope="抽查催收投诉的处理。",
        expires_on=day_of(clock.now()) + timedelta(days=days),
        actor=actor or cast.officer,
        now=clock.now(),
    )


def finds(actor, cast):
    return cases.by_reference(cast.case.reference, actor=actor) is not None


class TestOpen:
    def test_lets_that_supervisor_read_it_and_no_other(self, session, cast, noise, supervisor):
        assert not finds(supervisor, cast)
        open_case(cast, supervisor)
        session.flush()
        assert finds(supervisor, cast)
        assert not finds(supervisor, noise)

    def test_is_an_event_for_the_bodys_people_and_tells_the_supervisor(
        self, session, cast, supervisor
    ):
        open_case(cast, supervisor)
        row = session.query(History).filter_by(event=Event.OPENED_TO_SUPERVISOR).all()[-1]
        assert (row.case_id, row.space) == (cast.case.id, "staff")
        assert told(cast.case)[-1] == "opened_to_you"

    def test_gives_nobody_a_turn_and_stirs_no_side(self, cast, supervisor):
        before = {(seat.desk, seat.stirred_at) for seat in cast.case.seats}
        open_case(cast, supervisor)
        seats = [seat for seat in cast.case.seats if seat.holder_id == supervisor.holder_id]
        assert [seat.mine for seat in seats] == [False]
        assert before <= {(seat.desk, seat.stirred_at) for seat in cast.case.seats}

    @pytest.mark.parametrize(
        ("days", "reason"), [(-1, "demand_day_over"), (181, "demand_day_too_far")]
    )
    def test_has_a_last_day_not_too_far_off(self, cast, supervisor, days, reason):
        with refused(reason, cast.case):
            open_case(cast, supervisor, days=days)

    def test_is_for_supervisors_alone(self, cast):
        with refused("not_a_supervisor", cast.case):
            open_case(cast, cast.lender)

    def test_is_done_once_at_a_time(self, cast, supervisor):
        open_case(cast, supervisor)
        with refused("supervisor_reads_already", cast.case):
            open_case(cast, supervisor)

    @pytest.mark.parametrize("who", ["complainant", "lender", "mediator"])
    def test_is_for_officers_alone(self, cast, supervisor, who):
        with pytest.raises(NotPermitted):
            open_case(cast, supervisor, actor=getattr(cast, who))


class TestClose:
    def test_takes_it_off_the_desk_and_can_be_opened_again(self, session, cast, supervisor, now):
        opened = open_case(cast, supervisor)
        close_to_supervisor(opened, cast.case, actor=cast.officer, now=now)
        session.flush()
        assert not finds(supervisor, cast)
        assert events_of(cast.case)[-1] is Event.CLOSED_TO_SUPERVISOR
        open_case(cast, supervisor)
        session.flush()
        assert finds(supervisor, cast)

    def test_happens_once(self, cast, supervisor, now):
        opened = open_case(cast, supervisor)
        close_to_supervisor(opened, cast.case, actor=cast.officer, now=now)
        with refused("supervisor_reads_no_more", cast.case):
            close_to_supervisor(opened, cast.case, actor=system(), now=now)


class TestLapse:
    def test_ends_after_the_last_day_and_not_on_it(self, session, cast, noise, supervisor):
        open_case(cast, supervisor, days=10)
        session.commit()
        clock.advance(timedelta(days=10))
        assert lapse_demands(clock.now()).handled == 0
        clock.advance(timedelta(days=1))
        assert lapse_demands(clock.now()) == (1, 0)
        session.expire_all()
        assert not finds(supervisor, cast)
        assert len(supervision.running(noise.case)) == 1
        assert lapse_demands(clock.now()).handled == 0
