"""Reading one's notices."""

from datetime import timedelta

import pytest

from mediation.domain.errors import NotFound
from mediation.domain.permissions import Actor
from mediation.domain.roles import Role
from mediation.queries.inbox import PAGE, entries, entry
from mediation.services.inbox import read_all_notices, read_notice
from tests.factories.accounts import actor_of, make_account
from tests.factories.notices import make_notice


@pytest.fixture
def lin(session):
    return make_account(name="林静")


@pytest.fixture(autouse=True)
def noise(session, lin):
    """What must not be found: another's notice, and a mail to the same person."""
    make_notice(make_account())
    make_notice(lin, channel="mail")


def unread(actor):
    return [one.id for one in entries(actor, unread_only=True)]


class TestFinding:
    def test_finds_ones_own_newest_first(self, lin):
        made = sorted(make_notice(lin).id for _ in range(3))
        assert [one.id for one in entries(actor_of(lin))] == made[::-1]

    def test_goes_on_by_key(self, lin):
        made = sorted((make_notice(lin).id for _ in range(PAGE + 2)), reverse=True)
        first = [one.id for one in entries(actor_of(lin))]
        assert first == made[: PAGE + 1]
        rest = entries(actor_of(lin), before=first[PAGE - 1])
        assert [one.id for one in rest] == made[PAGE:]

    def test_finds_nothing_for_a_visitor(self, session):
        visitor = Actor(role=Role.COMPLAINANT, holder_id=1)
        assert entries(visitor) == []
        assert entry(make_notice().id, actor=visitor) is None


class TestReadNotice:
    def test_is_read_from_then_on(self, lin, now):
        one, other = make_notice(lin).id, make_notice(lin).id
        read_notice(one, actor=actor_of(lin), now=now)
        assert unread(actor_of(lin)) == [other]
        read_notice(one, actor=actor_of(lin), now=now + timedelta(days=1))
        assert entry(one, actor=actor_of(lin)).read_at == now

    def test_reads_nothing_of_anothers(self, session, lin, now):
        theirs = make_notice(make_account())
        with pytest.raises(NotFound):
            read_notice(theirs.id, actor=actor_of(lin), now=now)
        session.refresh(theirs)
        assert theirs.read_at is None

    def test_reads_nothing_but_what_lies_in_the_inbox(self, lin, now):
        with pytest.raises(NotFound):
            read_notice(make_notice(lin, channel="mail").id, actor=actor_of(lin), now=now)


class TestReadAllNotices:
    def test_leaves_what_came_since(self, lin, now):
        *shown, late = sorted(make_notice(lin).id for _ in range(3))
        read_all_notices(newest=shown[-1], actor=actor_of(lin), now=now)
        assert unread(actor_of(lin)) == [late]

    def test_reads_nothing_of_anothers(self, lin, now):
        other = make_account()
        theirs = make_notice(other).id
        read_all_notices(newest=theirs, actor=actor_of(lin), now=now)
        assert unread(actor_of(other)) == [theirs]

    def test_is_not_for_a_visitor(self, session, now):
        with pytest.raises(NotFound):
            read_all_notices(newest=1, actor=Actor(role=Role.COMPLAINANT, holder_id=1), now=now)
