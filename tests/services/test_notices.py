"""What goes into the outbox, and how often."""

import json

import pytest
from sqlalchemy import func, select

from mediation.models.notices import Notice
from mediation.services.notices import tell


@pytest.fixture
def told(session, now):
    def write(key="k1", **facts):
        tell(
            "draft_reminder",
            key=key,
            channel="mail",
            recipient="lin@example.com",
            locale="zh_CN",
            now=now,
            **facts,
        )
        session.commit()

    return write


def count(session):
    return session.scalar(select(func.count()).select_from(Notice))


class TestTell:
    def test_writes_one_message(self, session, told, now):
        told(amount_fen=18650, due_at=now)
        notice = session.scalars(select(Notice)).one()
        assert notice.recipient == "lin@example.com"
        assert json.loads(notice.facts) == {"amount_fen": 18650, "due_at": now.isoformat()}
        assert notice.sent_at is None

    def test_writes_the_same_message_once(self, session, told):
        told("one")
        told("one", changed=True)
        told("two")
        assert count(session) == 2

    def test_keeps_address_and_facts_sealed(self, session, told):
        told(name="林静")
        row = session.execute(select(Notice._recipient, Notice._facts)).one()
        assert b"lin@" not in row[0]
        assert "林静".encode() not in row[1]

    def test_refuses_facts_that_cannot_be_kept(self, told):
        with pytest.raises(TypeError):
            told(thing=object())
