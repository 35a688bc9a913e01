"""Sending oneself a test."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from mediation.domain.errors import NotFound, NotPermitted, Refused, Throttled
from mediation.domain.notices import Channel
from mediation.domain.roles import Role
from mediation.models.notices import Notice
from mediation.services.previews import send_test_notice
from tests.factories.accounts import actor_of, make_member, make_officer


@pytest.fixture
def admin(session):
    account = make_member(Role.ADMIN)
    account.phone = "+8613800001234"
    session.flush()
    return account


def send(account, now, kind="case_admitted", channel=Channel.MAIL, locale="zh_CN"):
    send_test_notice(kind, channel, locale=locale, actor=actor_of(account), now=now)


def written(session):
    return session.scalars(select(Notice).order_by(Notice.id)).all()


class TestSendTestNotice:
    def test_goes_to_the_admins_own_address_in_the_language_asked(self, session, admin, now):
        send(admin, now, locale="en")
        (notice,) = written(session)
        assert (notice.kind, notice.channel, notice.locale) == ("case_admitted", "mail", "en")
        assert notice.recipient == admin.email
        assert notice.case_id is None

    def test_goes_to_the_admins_own_number(self, session, admin, now):
        send(admin, now, channel=Channel.SMS)
        assert written(session)[0].recipient == "+8613800001234"

    def test_is_marked_when_it_arrives(self, admin, outbox, now):
        send(admin, now)
        send(admin, now, channel=Channel.SMS)
        begins = {one.channel: (one.subject or one.body)[:4] for one in outbox()}
        assert begins == {"email": "【测试】", "sms": "【测试】"}

    @pytest.mark.parametrize(
        ("options", "refusal"),
        [
            ({"kind": "registration", "channel": Channel.SMS}, "test_by_no_such_channel"),
            ({"channel": Channel.WEBHOOK}, "test_by_no_such_channel"),
        ],
    )
    def test_refuses_what_does_not_leave_so(self, session, admin, now, options, refusal):
        with pytest.raises(Refused, match=refusal):
            send(admin, now, **options)
        assert written(session) == []

    def test_refuses_without_a_number(self, session, admin, now):
        admin.phone = None
        session.flush()
        with pytest.raises(Refused, match="test_without_number"):
            send(admin, now, channel=Channel.SMS)

    def test_knows_its_kinds(self, admin, now):
        with pytest.raises(NotFound):
            send(admin, now, kind="nonsense")

    def test_is_for_administrators_alone(self, session, now):
        with pytest.raises(NotPermitted):
            send(make_officer(), now)
        assert written(session) == []

    def test_is_throttled(self, session, admin, now):
        for _ in range(20):
            send(admin, now)
        with pytest.raises(Throttled):
            send(admin, now)
        assert session.scalar(select(func.count()).select_from(Notice)) == 20
        send(admin, now + timedelta(hours=1, seconds=1))
