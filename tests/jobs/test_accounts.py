"""What is known of sign-ins goes when nobody needs it."""

from datetime import timedelta

from sqlalchemy import func, select

from mediation.domain.accounts import RESET_LASTS, Throttle
from mediation.jobs.accounts import forget_old_sign_ins
from mediation.models.accounts import Failure, Pass, PassKind, Session
from mediation.services.passes import issue_pass
from mediation.services.sessions import open_session
from mediation.services.throttle import count_failure
from tests.factories.accounts import make_account


def test_old_sign_ins_tries_and_links_are_forgotten(session, now):
    account = make_account()
    for moment in (now - timedelta(days=100), now):
        open_session(account, device="", now=moment)
        count_failure(Throttle.ADDRESS, "x", now=moment)
        issue_pass(PassKind.PASSWORD_RESET, subject_id=moment.day, lasts=RESET_LASTS, now=moment)
    session.commit()
    assert forget_old_sign_ins(now).handled == 3
    for table in (Session, Failure, Pass):
        assert session.scalar(select(func.count()).select_from(table)) == 1
    assert forget_old_sign_ins(now).handled == 0
