"""Filing: what becomes of a draft, what is refused without a trace, and that it happens once."""

import secrets
import threading

import pytest
from sqlalchemy import event, func, select

from mediation import clock
from mediation.db import db
from mediation.domain.complaints import complaints_of
from mediation.domain.errors import Refused
from mediation.domain.events import Event
from mediation.domain.evidence import EvidenceKind
from mediation.domain.history import Link, first_break
from mediation.domain.intake import Step
from mediation.domain.lanes import Lane
from mediation.domain.lifecycle import Stage, Turn
from mediation.domain.parties import Channel, CompanyRole, ConsentKind, PartyKind
from mediation.domain.permissions import nobody
from mediation.domain.roles import Desk, Role
from mediation.domain.spaces import Space
from mediation.gateways.files import Stored
from mediation.models.accounts import Account
from mediation.models.cases import Case, Seat
from mediation.models.evidence import Evidence
from mediation.models.history import Facts, History
from mediation.models.intake import Draft, Filing
from mediation.models.notices import Notice
from mediation.models.parties import Company, Consent, Party, StoryEvent
from mediation.queries.complaints import complaint_of, lender_view_of
from mediation.queries.intake import content_of, draft_again
from mediation.queries.parties import told_of_filing
from mediation.services.drafts import attach_file, save_step
from mediation.services.intake import file_complaint
from mediation.services.proofs import vouch_for_contact
from mediation.transaction import transaction
from tests.factories.accounts import actor_of, make_borrower, make_officer
from tests.factories.cases import make_case, make_filing
from tests.factories.drafts import make_draft, make_loan, mark_seen, prove
from tests.factories.organisations import make_lender, make_mediation_body

REPRESENTED = {"relation": "parent", "authority": "written", "fee": "no"}
TABLES = (Case, Seat, Filing, Party, Company, StoryEvent, Consent, Evidence, History, Facts)


@pytest.fixture
def body(session):
    return make_mediation_body()


@pytest.fixture
def noise(body):
    """Somebody else's complaint and somebody else's draft."""
    make_case(body=body)
    make_draft()


def rows(model, case):
    return list(db.session.scalars(select(model).where(model.case_id == case.id)))


def counts():
    db.session.flush()
    return {table: db.session.scalar(select(func.count()).select_from(table)) for table in TABLES}


def file(draft, actor=None):
    found = file_complaint(
        draft, once=secrets.token_bytes(32), actor=actor or nobody(), now=clock.now()
    )
    db.session.flush()
    return found


@pytest.mark.usefixtures("noise")
class TestFileComplaint:
    @pytest.mark.parametrize("lane", sorted(Lane))
    def test_makes_a_received_case_whose_turn_is_the_officers(self, lane, body):
        case = make_case(lane, body=body)
        assert (case.stage, case.turn, case.lane) == (Stage.RECEIVED, Turn.OFFICER, lane)
        assert case.body_id == body.id

    @pytest.mark.parametrize("lane", sorted(Lane))
    def test_the_complaint_reads_back_as_it_was_written(self, lane, body):
        draft, _ = make_draft(lane)
        (written,) = complaints_of(content_of(draft))
        (case,) = file(prove(draft))
        db.session.expire_all()
        assert complaint_of(case) == written

    def test_a_visitor_gets_a_desk_by_code_and_an_account_one_of_its_own(self, body):
        borrower = make_borrower()
        by_visitor, by_account = make_case(body=body), make_case(borrower=borrower, body=body)
        visitor_desks = {(seat.desk, seat.holder_id) for seat in by_visitor.seats}
        assert visitor_desks == {
            (Desk.COMPLAINANT, by_visitor.id),
            (Desk.OFFICER, body.id),
        }
        assert (Desk.COMPLAINANT, borrower.id) in {
            (seat.desk, seat.holder_id) for seat in by_account.seats
        }

    def test_whoever_signed_in_on_the_way_finds_it_in_the_account(self, body):
        borrower = actor_of(make_borrower())
        draft, _ = make_draft()
        (case,) = file(prove(draft), borrower)
        desks = {(seat.desk, seat.holder_id) for seat in case.seats}
        assert (Desk.COMPLAINANT, borrower.account_id) in desks
        assert {party.account_id for party in rows(Party, case)} == {borrower.account_id}

    def test_it_is_news_to_the_officer_alone(self, body):
        case = make_case(borrower=make_borrower(), body=body)
        assert {seat.desk for seat in case.seats if seat.unread} == {Desk.OFFICER}

    def test_the_chain_is_whole_and_tells_of_each_consent(self):
        case = make_case()
        found = sorted(rows(History, case), key=lambda row: row.number)
        links = [Link(row.number, row.event, row.at, row.digest, row.hash) for row in found]
        assert first_break(links, head=case.chain_head, count=case.chain_count) is None
        events = [row.event for row in found]
        assert events[:2] == [Event.COMPLAINT_FILED, Event.LENDER_VIEW_SEEN]
        assert events.count(Event.CONSENT_GIVEN) == 3
        assert {row.kind for row in rows(Consent, case)} == {
            ConsentKind.MEDIATION_BODY,
            ConsentKind.PASS_TO_LENDER,
            ConsentKind.SENSITIVE,
        }

    def test_no_name_lies_in_a_space_that_the_lender_reads(self):
        case = make_case(name="周念安", withheld=True)
        for row in rows(History, case):
            facts = db.session.get_one(Facts, row.id).facts
            assert row.space is not Space.JOINT or "周念安" not in facts

    def test_several_loans_become_siblings_each_lender_with_its_own(self, body):
        first, second = make_lender(), make_lender()
        found = make_filing(
            body=body, loans=[make_loan(first, name="甲贷"), make_loan(second, name="乙贷")]
        )
        assert len({case.filing_id for case in found}) == 1
        assert len({case.reference for case in found}) == 2
        assert len({case.follow_up_code for case in found}) == 1
        for case, own, other in zip(found, (first, second), (second, first), strict=True):
            assert case.lender_id == own.id
            view = lender_view_of(case)
            assert [row.organisation_id for row in view.companies] == [own.id]
            assert other.name not in str(view)

    def test_who_files_for_another_is_written_down_and_both_are_told(self):
        represented = {
            "name": "周大伟",
            "phone": "+8613911112222",
            "relation": "parent",
            "authority": "written",
            "fee": "no",
        }
        case = make_case(
            changes={
                Step.WHO: {"kind": PartyKind.RELATIVE},
                Step.REPRESENTED: represented,
            },
            name="周念安",
        )
        people = {party.kind: party for party in rows(Party, case)}
        assert case.complainant_name == "周大伟"
        assert people[PartyKind.COMPLAINANT].proven_at is None
        assert people[PartyKind.RELATIVE].proven_at == clock.now()
        told = {
            notice.kind: notice.recipient
            for notice in db.session.scalars(select(Notice).where(Notice.case_id == case.id))
        }
        assert told["complaint_filed_for_you"] == "+8613911112222"
        assert told["complaint_filed"] == people[PartyKind.RELATIVE].phone

    @pytest.mark.parametrize(
        ("contact", "is_told"),
        [({"phone": "+8613911112222"}, True), ({"phone": "+8613900005678"}, False), ({}, False)],
    )
    def test_nobody_is_told_through_whoever_acts_for_them(self, contact, is_told):
        case = make_case(
            changes={
                Step.WHO: {"kind": PartyKind.REPRESENTATIVE},
                Step.REPRESENTED: {"name": "周大伟", **REPRESENTED, **contact},
            },
            phone="+8613900005678",
        )
        assert told_of_filing(case) is is_told
        assert told_of_filing(make_case()) is None
        kinds = db.session.scalars(select(Notice.kind).where(Notice.case_id == case.id)).all()
        assert ("complaint_filed_for_you" in kinds) is is_told

    def test_somebody_unknown_is_traced(self):
        case = make_case(loans=[{"key": 1, "name": "", "companies": [], "unknown": True}])
        (company,) = rows(Company, case)
        assert (company.role, company.answers) == (CompanyRole.UNKNOWN, False)
        assert (case.lender_id, case.respondent_name) == (None, "")

    def test_a_typed_company_is_named_but_nobody_answers_yet(self):
        loan = make_loan() | {
            "companies": [{"organisation_id": None, "name": "橙橡", "role": CompanyRole.PLATFORM}]
        }
        case = make_case(loans=[loan])
        assert (case.lender_id, case.respondent_name) == (None, "橙橡")

    def test_what_was_written_lies_in_the_case_and_no_longer_in_the_draft(self):
        draft, _ = make_draft()
        file(prove(draft))
        assert content_of(draft) == {}
        assert draft.filing_id is not None

    def test_a_body_that_is_suspended_takes_no_cases(self, body, now):
        body.suspended_at = now
        other = make_mediation_body()
        draft, _ = make_draft()
        (case,) = file(prove(draft))
        assert case.body_id == other.id

    def test_nor_does_its_own_officer_file_into_it(self, body, now, session):
        draft, _ = make_draft()
        draft.body_id = body.id  # As one that an officer of this body began.
        prove(draft)
        body.suspended_at = now
        session.flush()
        with pytest.raises(Refused, match="organisation_suspended"):
            file(draft)


class TestFiles:
    def handed_in(self, *, withheld):
        draft, _ = make_draft(withheld=withheld)
        kinds = [EvidenceKind.CONTRACT, EvidenceKind.BANK_STATEMENT, EvidenceKind.CONTRACT]
        for number, kind in enumerate(kinds):
            attach_file(
                draft,
                stored=Stored(bytes([number]) * 32, 10, "image/png"),
                name=f"周念安{number}.png",
                kind=kind,
                kept_back=number == 2,
                now=clock.now(),
            )
        mark_seen(draft)
        (case,) = file(prove(draft))
        return case, {row.name: row.space for row in rows(Evidence, case)}

    def test_open_ones_are_joint_private_ones_are_not(self, body):
        case, spaces = self.handed_in(withheld=False)
        assert list(spaces.values()) == [Space.JOINT, Space.COMPLAINANT, Space.COMPLAINANT]
        assert lender_view_of(case).files == ("周念安0.png",)

    def test_of_a_withheld_identity_none_is_open_nor_named(self, body):
        case, spaces = self.handed_in(withheld=True)
        assert set(spaces.values()) == {Space.COMPLAINANT}
        assert lender_view_of(case).files == ()

    def test_of_several_loans_no_lender_gets_a_file_that_may_be_anothers(self, body):
        draft, _ = make_draft(loans=[make_loan(make_lender()), make_loan(make_lender())])
        attach_file(
            draft,
            stored=Stored(b"1" * 32, 10, "image/png"),
            name="a.png",
            kind=EvidenceKind.CONTRACT,
            kept_back=False,
            now=clock.now(),
        )
        db.session.flush()
        mark_seen(draft)
        for case in file(prove(draft)):
            assert [row.space for row in rows(Evidence, case)] == [Space.COMPLAINANT]
            assert lender_view_of(case).files == ()

    def test_a_file_handed_in_later_wants_another_look(self, body):
        draft, _ = make_draft()
        attach_file(
            prove(draft),
            stored=Stored(b"1" * 32, 10, "image/png"),
            name="a.png",
            kind=EvidenceKind.CONTRACT,
            kept_back=False,
            now=clock.now(),
        )
        db.session.flush()
        with pytest.raises(Refused, match="complaint_incomplete"):
            file(draft)


class TestStaff:
    def test_an_officer_files_for_whoever_calls(self, body):
        officer = actor_of(make_officer(body))
        channel = {Step.CHANNEL: {"channel": Channel.PHONE, "words": "来电 0579"}}
        draft, _ = make_draft(actor=officer, changes=channel)
        vouch_for_contact(draft, actor=officer, now=clock.now())
        (case,) = file(draft, officer)
        assert (case.channel, case.body_id) == (Channel.PHONE, body.id)
        filed = next(row for row in rows(History, case) if row.event is Event.COMPLAINT_FILED)
        assert filed.actor_id == officer.account_id
        assert (Desk.COMPLAINANT, officer.account_id) not in {
            (seat.desk, seat.holder_id) for seat in case.seats
        }
        assert '"channel":"phone"' in db.session.get_one(Facts, filed.id).facts


class TestRefusals:
    """Each leaves no trace."""

    def refused(self, reason, draft):
        before = counts()
        with pytest.raises(Refused, match=reason):
            file(draft)
        assert counts() == before

    def test_a_contact_that_did_not_answer(self, noise):
        draft, _ = make_draft()
        self.refused("contact_not_proven", draft)

    def test_a_contact_that_changed_after_its_proof(self, noise):
        draft, _ = make_draft()
        prove(draft)
        contact = content_of(draft)["answers"]["contact"]
        other = {**contact, "phone": "+8613812345678"}
        save_step(draft, Step.CONTACT, answers=other, now=clock.now())
        mark_seen(draft)
        self.refused("contact_not_proven", draft)

    def test_a_step_left_open(self, noise):
        draft, _ = make_draft()
        save_step(prove(draft), Step.PRIOR, answers={}, now=clock.now())
        mark_seen(draft)
        self.refused("complaint_incomplete", draft)

    def test_no_consent_to_any_work(self, noise):
        draft, _ = make_draft(changes={Step.CONSENTS: {"mediation_body": False}})
        self.refused("complaint_incomplete", prove(draft))

    def test_no_body_to_work_on_it(self, session):
        draft, _ = make_draft()
        self.refused("no_body_takes_cases", prove(draft))

    def test_a_draft_that_was_filed(self, noise):
        draft, _ = make_draft()
        file(prove(draft))
        self.refused("draft_is_filed", draft)

    def test_a_page_that_filed_before(self, noise):
        once = secrets.token_bytes(32)
        first, _ = make_draft()
        file_complaint(prove(first), once=once, actor=nobody(), now=clock.now())
        db.session.flush()
        second, _ = make_draft()
        before = counts()
        with pytest.raises(Refused, match="draft_is_filed"):
            file_complaint(prove(second), once=once, actor=nobody(), now=clock.now())
        assert counts() == before


class TestRivals:
    def test_of_ten_at_once_one_files(self, app, session, body):
        draft, _ = make_draft()
        draft_id = prove(draft).id
        session.commit()
        outcomes, gate = [], threading.Barrier(10)

        def rival():
            with app.app_context():
                gate.wait()
                try:
                    with transaction():
                        fresh = draft_again(draft_id)
                        file_complaint(fresh, once=b"1" * 32, actor=nobody(), now=clock.now())
                except Refused as refusal:
                    outcomes.append(refusal.reason)
                else:
                    outcomes.append("filed")
                finally:
                    db.session.remove()

        threads = [threading.Thread(target=rival) for _ in range(10)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(outcomes) == ["draft_is_filed"] * 9 + ["filed"]
        session.expire_all()
        assert session.scalar(select(func.count()).select_from(Case)) == 1


class TestStatements:
    def test_their_number_does_not_grow_with_what_was_written(self, session, body):
        def statements_of(draft):
            prove(draft)
            session.commit()
            seen = []

            def note(_connection, _cursor, statement, *_rest):
                seen.append(statement)

            event.listen(db.engine, "before_cursor_execute", note)
            try:
                file(draft)
            finally:
                event.remove(db.engine, "before_cursor_execute", note)
            session.commit()
            return len(seen)

        small, _ = make_draft()
        happened = [{"key": n, "on": None, "words": f"第{n}件"} for n in range(40)]
        large, _ = make_draft(changes={Step.EVENTS: happened})
        assert statements_of(large) <= statements_of(small) <= 24


def test_the_role_of_a_visitor_is_that_of_a_complainant(session):
    case = make_case()
    account = db.session.scalar(select(func.count()).select_from(Account))
    assert account == 0
    filed = min(rows(History, case), key=lambda row: row.number)
    assert f'"role":"{Role.COMPLAINANT}"' in db.session.get_one(Facts, filed.id).facts
    assert db.session.scalar(select(func.count()).select_from(Draft)) == 1
