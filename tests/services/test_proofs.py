"""A contact is proven by whoever reads the code, and by nobody who guesses."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from mediation import clock
from mediation.domain.accounts import CODE_LASTS, CODE_TRIES
from mediation.domain.errors import NotPermitted, Refused, Throttled
from mediation.domain.intake import Step
from mediation.models.accounts import Pass
from mediation.models.notices import Notice
from mediation.services.drafts import save_step
from mediation.services.proofs import is_code_sent, prove_contact, send_code, vouch_for_contact
from tests.factories.accounts import actor_of, make_borrower, make_officer
from tests.factories.drafts import last_code, make_draft


@pytest.fixture
def draft(session):
    noise, _ = make_draft()
    send_code(noise, now=clock.now())
    found, _ = make_draft(phone="+8613812345678")
    return found


def send(draft, session, **origin):
    send_code(draft, now=clock.now(), **origin)
    session.flush()
    return last_code()


def send_all(drafts, session, **origin):
    for draft in drafts:
        send(draft, session, **origin)


def wrong(code):
    return f"{(int(code) + 1) % 1_000_000:06}"


class TestProveContact:
    def test_the_code_goes_to_the_contact_and_proves_it(self, draft, session):
        code = send(draft, session)
        newest = session.scalar(select(Notice).order_by(Notice.id.desc()).limit(1))
        assert (newest.channel, newest.recipient) == ("sms", "+8613812345678")
        assert prove_contact(draft, code=code, now=clock.now())
        assert draft.proven_at == clock.now()

    def test_it_may_be_typed_with_blanks_and_wide_figures(self, draft, session):
        code = send(draft, session)
        wide = "".join(chr(ord(figure) + 0xFEE0) for figure in code)
        assert prove_contact(draft, code=f" {wide[:3]} {wide[3:]} ", now=clock.now())

    def test_a_wrong_one_proves_nothing(self, draft, session):
        code = send(draft, session)
        assert not prove_contact(draft, code=wrong(code), now=clock.now())
        assert draft.proven_at is None

    def test_it_lies_nowhere_to_be_read(self, draft, session):
        code = send(draft, session)
        for kept in session.scalars(select(Pass)):
            assert code.encode() not in kept.token_hash
            assert code not in kept.content

    def test_it_works_once(self, draft, session):
        code = send(draft, session)
        prove_contact(draft, code=code, now=clock.now())
        with pytest.raises(Refused, match="code_expired"):
            prove_contact(draft, code=code, now=clock.now())

    def test_its_time_ends(self, draft, session):
        code = send(draft, session)
        clock.advance(CODE_LASTS)
        assert not is_code_sent(draft, now=clock.now())
        with pytest.raises(Refused, match="code_expired"):
            prove_contact(draft, code=code, now=clock.now())

    def test_a_new_one_ends_the_old(self, draft, session):
        old = send(draft, session)
        new = send(draft, session)
        assert old == new or not prove_contact(draft, code=old, now=clock.now())
        assert prove_contact(draft, code=new, now=clock.now())

    def test_guessing_uses_it_up(self, draft, session):
        code = send(draft, session)
        for _ in range(CODE_TRIES):
            assert not prove_contact(draft, code=wrong(code), now=clock.now())
        with pytest.raises(Refused, match="code_used_up"):
            prove_contact(draft, code=code, now=clock.now())

    def test_it_proves_no_other_draft(self, draft, session):
        code = send(draft, session)
        other, _ = make_draft()
        send_code(other, now=clock.now())
        session.flush()
        assert code == last_code() or not prove_contact(other, code=code, now=clock.now())

    def test_it_proves_no_contact_written_afterwards(self, draft, session):
        code = send(draft, session)
        other = {"name": "周念安", "phone": "+8613987654321"}
        save_step(draft, Step.CONTACT, answers=other, now=clock.now())
        with pytest.raises(Refused, match="code_expired"):
            prove_contact(draft, code=code, now=clock.now())


class TestThrottle:
    def test_nobodys_telephone_is_flooded_from_however_many_drafts(self, session):
        drafts = [make_draft(phone="+8613812345678")[0] for _ in range(20)]
        with pytest.raises(Throttled):
            send_all(drafts, session)
        sent = session.scalar(select(func.count(Notice.id)))
        assert sent <= 5
        clock.advance(timedelta(minutes=16))
        other, _ = make_draft(phone="+8613812345678")
        send(other, session)

    def test_nor_is_one_address_heard_without_end(self, session):
        drafts = [make_draft()[0] for _ in range(40)]
        with pytest.raises(Throttled):
            send_all(drafts, session, origin="192.0.2.7")
        other, _ = make_draft()
        send(other, session, origin="192.0.2.8")

    def test_without_a_contact_nothing_is_sent(self, session):
        draft, _ = make_draft(changes={Step.CONTACT: {"name": "周念安"}})
        with pytest.raises(Refused, match="contact_missing"):
            send_code(draft, now=clock.now())


class TestVouching:
    def test_the_officer_who_writes_it_down_vouches(self, session):
        officer = actor_of(make_officer())
        draft, _ = make_draft(actor=officer)
        vouch_for_contact(draft, actor=officer, now=clock.now())
        assert draft.proven_at == clock.now()

    def test_nobody_else_does(self, session):
        draft, _ = make_draft(actor=actor_of(make_officer()))
        own, _ = make_draft()
        for actor in (actor_of(make_officer()), actor_of(make_borrower())):
            for each in (draft, own):
                with pytest.raises(NotPermitted):
                    vouch_for_contact(each, actor=actor, now=clock.now())
