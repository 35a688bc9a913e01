"""Who takes what out of the outbox, and what is kept of it."""

import json
from datetime import timedelta
from typing import NamedTuple

import pytest
from sqlalchemy import select, update

from mediation.domain.errors import Refused
from mediation.domain.lifecycle import Stage
from mediation.domain.notices import Stop
from mediation.domain.patience import BAD_ROW, ENDED, NO_ANSWER, patience
from mediation.domain.permissions import system
from mediation.domain.roles import Role
from mediation.domain.work import WorkKind
from mediation.models.accounts import Account, Membership
from mediation.models.notices import Notice, blind_of_address
from mediation.models.work import WorkItem
from mediation.queries.notices import by_mail
from mediation.queries.outbox import held
from mediation.services.accounts import suspend_account
from mediation.services.addresses import end_silence, silence
from mediation.services.notices import tell, tell_people
from mediation.services.organisations import end_membership
from mediation.services.outbox import (
    AT_ONCE,
    NEWEST,
    Claim,
    claim_notices,
    give_up,
    mark_sent,
    put_off,
    release_notices,
    retry_notice,
)
from tests.factories.accounts import actor_of, make_officer
from tests.factories.cases import make_case
from tests.factories.organisations import make_mediation_body
from tests.factories.stages import cast_at


@pytest.fixture
def told(session, now):
    def write(key="k1", *, at=now, recipient="lin@example.com", **facts):
        tell(
            "draft_reminder",
            key=key,
            channel="mail",
            recipient=recipient,
            locale="zh_CN",
            now=at,
            **facts,
        )
        session.commit()

    return write


class Seen(NamedTuple):
    """A claim as these tests look at it, and its messages one by one."""

    id: int
    taken: list
    stopped: set
    claim: Claim


def claimed(session, now, abandoned=()):
    claim = claim_notices(abandoned=dict(abandoned), now=now)
    session.commit()
    taken = [notice for parcel in claim.parcels for notice in parcel]
    return Seen(claim.id, taken, claim.stopped, claim)


class TestClaimNotices:
    def test_gives_each_message_to_one_claimer(self, session, told, now):
        told()
        assert len(claimed(session, now).taken) == 1
        assert claimed(session, now).taken == []

    def test_gives_nothing_again_however_late_it_is(self, session, told, now):
        told()
        claimed(session, now)
        assert claimed(session, now + timedelta(days=3)).taken == []

    def test_gives_again_what_was_watched_for_long_enough(self, session, told, now):
        told()
        first = claimed(session, now)
        again = claimed(session, now, held())
        assert [notice.id for notice in again.taken] == [first.taken[0].id]
        assert again.id != first.id

    def test_gives_nothing_of_which_the_claim_has_changed(self, session, told, now):
        told()
        claimed(session, now)
        watched = held()
        claimed(session, now, watched)
        assert claimed(session, now, watched).taken == []

    def test_takes_some_of_the_newest_from_behind_a_flood(self, session, told, now):
        for number in range(AT_ONCE + 1):
            told(f"k{number}", at=now - timedelta(minutes=5), recipient=f"a{number}@example.com")
        told("newest")
        taken = claimed(session, now).taken
        assert len(taken) == AT_ONCE
        assert sum(notice.written_at == now for notice in taken) == 1
        assert NEWEST < AT_ONCE

    def test_counts_each_try(self, session, told, now):
        told()
        claim = claimed(session, now)
        claimed(session, now, held())
        assert session.scalars(select(Notice.tries)).one() == claim.taken[0].tries + 2


class TestParcels:
    def test_put_together_what_goes_to_one_recipient(self, session, told, now):
        for number in range(3):
            told(f"k{number}")
        told("other", recipient="zhou@example.com")
        parcels = claimed(session, now).claim.parcels
        assert sorted(map(len, parcels)) == [1, 3]
        [three] = [parcel for parcel in parcels if len(parcel) == 3]
        assert session.scalars(select(Notice.parcel_id)).all().count(three[0].id) == 3

    def test_stay_as_they_are_when_they_are_taken_over(self, session, told, now):
        told("k1")
        told("k2")
        [first] = claimed(session, now).claim.parcels
        told("k3")
        again, alone = claimed(session, now, held()).claim.parcels
        assert [notice.id for notice in again] == [notice.id for notice in first]
        assert len(alone) == 1

    def test_of_one_message_stay_alone_when_they_are_taken_over(self, session, told, now):
        told("k1")
        [first] = claimed(session, now).claim.parcels
        told("k2")
        again, alone = claimed(session, now, held()).claim.parcels
        assert [notice.id for notice in again] == [first[0].id]
        assert len(alone) == 1

    def test_stay_as_they_are_when_they_are_put_off(self, session, told, now):
        told("k1")
        told("k2")
        claim = claimed(session, now)
        put_off(claim.taken, NO_ANSWER, claim_id=claim.id, now=now)
        session.commit()
        told("k3", at=now + timedelta(minutes=1))
        parcels = claimed(session, now + timedelta(minutes=3)).claim.parcels
        assert sorted(map(len, parcels)) == [1, 2]

    def test_take_what_else_is_due_from_far_behind(self, session, told, now):
        told("first")
        for number in range(AT_ONCE + 5):
            told(f"k{number}", recipient=f"a{number}@example.com")
        told("last")
        together = [len(parcel) for parcel in claimed(session, now).claim.parcels]
        assert max(together) == 2

    def test_leave_alone_what_is_not_due_yet(self, session, told, now):
        told("k1")
        told("k2", at=now + timedelta(minutes=2))
        assert len(claimed(session, now).taken) == 1


class TestReleaseNotices:
    def test_gives_back_what_was_not_tried(self, session, told, now):
        told()
        claim = claimed(session, now)
        release_notices(claim.claim, claim.claim.parcels)
        session.commit()
        assert held() == {}
        assert claimed(session, now).taken == claim.taken


class TestMarkSent:
    def test_sends_nothing_again(self, session, told, now):
        told()
        claim = claimed(session, now)
        assert mark_sent(claim.taken[0], claim_id=claim.id, now=now)
        session.commit()
        assert held() == {}
        assert claimed(session, now + timedelta(days=3)).taken == []

    def test_marks_nothing_that_another_took_over(self, session, told, now):
        told()
        first = claimed(session, now)
        claimed(session, now, held())
        assert not mark_sent(first.taken[0], claim_id=first.id, now=now)
        assert session.scalars(select(Notice.sent_at)).one() is None

    def test_forgets_what_only_the_reader_should_know(self, session, told, now):
        told(code="123456", path="/password/reset/secret", reference="M2026-7K3PQ9XD")
        claim = claimed(session, now)
        mark_sent(claim.taken[0], claim_id=claim.id, now=now)
        session.commit()
        session.expire_all()
        kept = json.loads(session.scalars(select(Notice)).one().facts)
        assert kept == {"reference": "M2026-7K3PQ9XD"}


def stored(session):
    session.commit()
    session.expire_all()
    return session.scalars(select(Notice)).one()


def work(session):
    return session.scalars(select(WorkItem)).all()


class TestPutOff:
    def test_waits_longer_each_time(self, session, told, now):
        told()
        waits = []
        for _ in range(3):
            claim = claimed(session, now)
            put_off(claim.taken, NO_ANSWER, claim_id=claim.id, now=now)
            notice = stored(session)
            assert (notice.error, notice.claim_id) == (NO_ANSWER, None)
            waits.append(notice.due_at - now)
            now = notice.due_at
        assert waits == sorted(waits)
        assert waits[0] >= timedelta(minutes=1)
        assert waits[2] >= timedelta(minutes=4)

    def test_asks_a_person_after_the_last_try(self, session, told, now):
        told()
        session.execute(update(Notice).values(tries=patience().most_tries("mail") - 1))
        claim = claimed(session, now)
        put_off(claim.taken, NO_ANSWER, claim_id=claim.id, now=now)
        notice = stored(session)
        assert (notice.gave_up_at, notice.error) == (now, NO_ANSWER)
        [item] = work(session)
        assert (item.kind, item.key) == (WorkKind.UNDELIVERABLE, f"notice/{notice.id}")
        assert claimed(session, now + timedelta(days=30)).taken == []

    def test_leaves_alone_what_another_took_over(self, session, told, now):
        told()
        first = claimed(session, now)
        second = claimed(session, now, held())
        put_off(first.taken, NO_ANSWER, claim_id=first.id, now=now)
        assert not give_up(first.taken[0], BAD_ROW, claim_id=first.id, now=now)
        assert stored(session).claim_id == second.id
        assert work(session) == []


class TestGiveUp:
    def test_sends_nothing_more_to_an_address_that_is_none(self, session, told, now):
        told()
        claim = claimed(session, now)
        give_up(claim.taken[0], "no_such_address", claim_id=claim.id, now=now)
        session.commit()
        told("k2")
        claim = claimed(session, now)
        assert claim.stopped == {claim.taken[0].id}

    def test_puts_it_on_the_work_list_of_the_body(self, session, now):
        case = make_case()
        address = "lin@example.com"
        known = {"channel": "mail", "recipient": address, "locale": "en", "case_id": case.id}
        tell("draft_reminder", key="k", now=now, **known)
        session.commit()
        claim = claimed(session, now)
        [notice] = [one for one in claim.taken if one.kind == "draft_reminder"]
        give_up(notice, "refused_address", claim_id=claim.id, now=now)
        [item] = work(session)
        assert (item.body_id, item.case_id) == (case.body_id, case.id)

    def test_asks_nobody_about_what_its_reader_asked_for(self, session, now):
        known = {"channel": "sms", "recipient": "+8613800001234", "locale": "en"}
        tell("code", key="k", now=now, **known, code="123456")
        session.commit()
        claim = claimed(session, now)
        give_up(claim.taken[0], "dead_number", claim_id=claim.id, now=now)
        session.commit()
        assert work(session) == []
        tell("code", key="k2", now=now, **known, code="123456")
        session.commit()
        assert claimed(session, now).stopped == set()


class TestEndSilence:
    def test_lets_messages_go_there_again(self, session, told, now):
        blind = blind_of_address("lin@example.com")
        silence(blind, Stop.BOUNCED, now=now)
        silence(blind, Stop.DEAD, now=now)
        end_silence(blind, now=now)
        told()
        assert claimed(session, now).stopped == set()
        with pytest.raises(Refused, match="address_not_silenced"):
            end_silence(blind, now=now)


class TestRetryNotice:
    def test_is_none_for_what_was_for_somebody_who_has_left(self, session, told, now):
        told()
        notice = session.scalars(select(Notice)).one()
        notice.gave_up_at, notice.error = now, ENDED
        keeper = actor_of(make_officer())
        with pytest.raises(Refused, match="notice_not_given_up"):
            retry_notice(notice.id, actor=keeper, now=now)

    def test_begins_anew_and_takes_it_off_the_work_list(self, session, told, now):
        told()
        claim = claimed(session, now)
        give_up(claim.taken[0], BAD_ROW, claim_id=claim.id, now=now)
        officer = actor_of(make_officer())
        retry_notice(claim.taken[0].id, actor=officer, now=now)
        notice = stored(session)
        assert (notice.gave_up_at, notice.tries, notice.due_at) == (None, 0, now)
        [item] = work(session)
        assert (item.done_at, item.done_by_id) == (now, officer.account_id)
        with pytest.raises(Refused, match="notice_not_given_up"):
            retry_notice(notice.id, actor=officer, now=now)


class TestLeaving:
    """Mail that waits for the morning is for whoever is still there then."""

    @pytest.fixture
    def waiting(self, session, now):
        cast = cast_at(Stage.RECEIVED)
        account = session.get_one(Account, cast.officer.account_id)
        case = cast.case
        for key, about in (
            ("their case", case),
            ("own complaint", make_case(body=make_mediation_body())),
        ):
            tell_people([by_mail(account)], "review_requested", key=key, now=now, case=about)
        session.commit()
        return account

    def told(self, session, account):
        session.expire_all()
        rows = session.scalars(
            select(Notice).where(
                Notice.kind == "review_requested",
                Notice.recipient_blind == blind_of_address(account.email),
            )
        )
        return {row.key.partition("/")[0]: row.error for row in rows}

    def test_the_house_ends_what_waits_of_its_cases(self, session, waiting, now):
        membership = session.scalars(select(Membership).filter_by(account_id=waiting.id)).one()
        end_membership(membership, actor=system(), now=now)
        assert self.told(session, waiting) == {"their case": ENDED, "own complaint": None}

    def test_what_was_in_one_parcel_with_it_leaves_all_the_same(self, session, waiting, now):
        later = now + timedelta(days=1)
        claim = claim_notices(abandoned={}, now=later)
        [parcel] = [found for found in claim.parcels if len(found) == 2]
        put_off(parcel, NO_ANSWER, claim_id=claim.id, now=later)
        suspend_account(waiting, actor=system(), now=later)
        session.commit()
        again = claim_notices(abandoned={}, now=later + timedelta(hours=1))
        told = [notice.id for found in again.parcels for notice in found]
        assert parcel[1].id in told
        assert parcel[0].id not in told

    def test_so_does_a_suspension(self, session, waiting, now):
        suspend_account(waiting, actor=system(), now=now)
        assert self.told(session, waiting) == {"their case": ENDED, "own complaint": None}

    def test_another_role_in_the_house_keeps_it(self, session, waiting, now):
        membership = session.scalars(select(Membership).filter_by(account_id=waiting.id)).one()
        session.add(
            Membership(
                account_id=waiting.id,
                organisation_id=membership.organisation_id,
                role=Role.MEDIATOR,
                since_at=now,
            )
        )
        end_membership(membership, actor=system(), now=now)
        assert self.told(session, waiting) == {"their case": None, "own complaint": None}
