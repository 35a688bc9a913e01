"""Drafts: everything typed is kept, nobody else gets at it, and it goes when its time is over."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from mediation import clock
from mediation.domain.accounts import token_hash
from mediation.domain.errors import NotFound, NotPermitted, Refused
from mediation.domain.evidence import EvidenceKind
from mediation.domain.intake import Step, answer, rules_of_filing
from mediation.domain.lanes import Lane
from mediation.domain.parties import CompanyRole
from mediation.domain.permissions import nobody
from mediation.gateways.files import Stored
from mediation.models.accounts import Pass
from mediation.models.intake import Draft, DraftFile
from mediation.models.notices import Notice
from mediation.queries.intake import content_of, draft_of_token, drafts_of, files_of
from mediation.services.draft_rows import (
    add_company,
    add_event,
    add_loan,
    change_loan,
    events_of,
    loans_of,
    mark_unknown,
    remove_company,
    remove_event,
    remove_loan,
)
from mediation.services.drafts import (
    attach_file,
    choose_lane,
    delete_draft,
    keep_typed,
    link_to_draft,
    remove_file,
    save_details,
    save_step,
    send_link,
    start_draft,
)
from mediation.services.intake import file_complaint
from tests.factories.accounts import actor_of, make_borrower, make_lender_clerk, make_officer
from tests.factories.cases import make_case
from tests.factories.drafts import make_draft, prove
from tests.factories.organisations import make_mediation_body


@pytest.fixture
def draft(session):
    make_draft()  # Somebody else's.
    found, _ = start_draft(lane=Lane.FEES, locale="en", actor=nobody(), now=clock.now())
    session.flush()
    return found


def picture(octet=b"1"):
    return Stored(octet * 32, 10, "image/png")


class TestStartDraft:
    def test_its_secret_is_kept_as_a_hash_alone(self, session):
        draft, token = start_draft(lane=Lane.CONDUCT, locale="en", actor=nobody(), now=clock.now())
        assert draft.token_hash == token_hash(token)
        assert draft_of_token(token_hash(token), as_of=clock.now()) is draft
        assert draft_of_token(token_hash("another"), as_of=clock.now()) is None

    def test_nobody_but_its_owner_finds_it(self, session):
        borrower, other = actor_of(make_borrower()), actor_of(make_borrower())
        draft, _ = make_draft(actor=borrower)
        assert drafts_of(borrower, as_of=clock.now()) == [draft]
        assert drafts_of(other, as_of=clock.now()) == []
        assert drafts_of(nobody(), as_of=clock.now()) == []

    def test_what_an_officer_writes_is_the_officers_and_no_complaint_of_theirs(self, session):
        officer = actor_of(make_officer())
        draft, _ = make_draft(actor=officer)
        assert (draft.account_id, draft.entered_by_id) == (None, officer.account_id)
        assert draft.body_id == officer.organisation_id
        assert drafts_of(officer, as_of=clock.now()) == [draft]

    def test_a_lender_files_nothing(self, session):
        lender = actor_of(make_lender_clerk())
        with pytest.raises(NotPermitted):
            start_draft(lane=Lane.FEES, locale="en", actor=lender, now=clock.now())

    def test_another_lane_sets_aside_what_only_the_first_asked(self, draft):
        key = add_loan(draft, values={"name": "甲贷"}, now=clock.now())
        save_details(draft, key, answers={"received_fen": 1}, now=clock.now())
        save_step(draft, Step.STORY, answers={"story": "x"}, now=clock.now())
        choose_lane(draft, lane=Lane.CONDUCT, now=clock.now())
        assert loans_of(draft)[0]["details"] == {}
        assert loans_of(draft)[0]["name"] == "甲贷"
        assert answer(content_of(draft), Step.STORY) == {"story": "x"}

    def test_the_same_lane_again_loses_nothing(self, draft):
        key = add_loan(draft, values={}, now=clock.now())
        save_details(draft, key, answers={"received_fen": 1}, now=clock.now())
        choose_lane(draft, lane=Lane.FEES, now=clock.now())
        assert loans_of(draft)[0]["details"] == {"received_fen": 1}


class TestKeeping:
    def test_every_save_gives_it_its_whole_time_again(self, draft):
        clock.advance(timedelta(days=20))
        save_step(draft, Step.STORY, answers={"story": "x"}, now=clock.now())
        assert draft.expires_at == clock.now() + rules_of_filing().expires_after

    def test_what_was_typed_in_vain_stands_beside_what_was_kept(self, draft):
        save_step(draft, Step.STORY, answers={"story": "gut"}, now=clock.now())
        keep_typed(draft, Step.STORY, typed=[("story", "")], now=clock.now())
        content = content_of(draft)
        assert answer(content, Step.STORY) == {"story": "gut"}
        assert content["typed"]["story"] == [["story", ""]]

    def test_it_lies_sealed(self, draft, session):
        save_step(draft, Step.STORY, answers={"story": "借款二万四"}, now=clock.now())
        session.flush()
        assert "借款二万四".encode() not in session.scalar(
            select(Draft._content).where(Draft.id == draft.id)
        )

    def test_another_contact_has_proved_nothing(self, draft):
        contact = {"name": "周", "phone": "+8613800000001"}
        save_step(draft, Step.CONTACT, answers=contact, now=clock.now())
        prove(draft)
        save_step(draft, Step.CONTACT, answers={**contact, "name": "周念安"}, now=clock.now())
        assert draft.proven_at is not None
        safer = {**contact, "safe_number": "+8613800000002"}
        save_step(draft, Step.CONTACT, answers=safer, now=clock.now())
        assert draft.proven_at is None

    def test_a_filed_one_is_written_on_no_more(self, session):
        make_mediation_body()
        draft, _ = make_draft()
        file_complaint(prove(draft), once=b"1" * 32, actor=nobody(), now=clock.now())
        with pytest.raises(Refused, match="draft_is_filed"):
            save_step(draft, Step.STORY, answers={"story": "x"}, now=clock.now())


class TestSaveDetails:
    def test_a_loans_own_figures_stay_with_it_the_rest_is_kept_once(self, draft):
        choose_lane(draft, lane=Lane.HARDSHIP, now=clock.now())
        first = add_loan(draft, values={}, now=clock.now())
        second = add_loan(draft, values={}, now=clock.now())
        both = {"income_fen": 5, "can_pay_fen": 1}
        save_details(draft, first, answers=both, now=clock.now())
        save_details(draft, second, answers={"can_pay_fen": 2}, now=clock.now())
        assert answer(content_of(draft), Step.DETAILS) == {"income_fen": 5}
        assert [loan["details"]["can_pay_fen"] for loan in loans_of(draft)] == [1, 2]


class TestRows:
    def test_loans_and_their_companies_come_and_go(self, draft):
        first = add_loan(draft, values={"name": "甲贷"}, now=clock.now())
        second = add_loan(draft, values={"name": "乙贷"}, now=clock.now())
        for role in (CompanyRole.LENDER, CompanyRole.LENDER, CompanyRole.FUNDER):
            add_company(draft, first, name="甲", role=role, organisation_id=None, now=clock.now())
        change_loan(draft, first, values={"name": "丙贷"}, now=clock.now())
        mark_unknown(draft, second, now=clock.now())
        loans = loans_of(draft)
        assert [(row["name"], len(row["companies"])) for row in loans] == [("丙贷", 2), ("乙贷", 0)]
        assert loans[1]["unknown"]

        remove_company(draft, first, 0, now=clock.now())
        remove_loan(draft, second, now=clock.now())
        remove_loan(draft, second, now=clock.now())
        (left,) = loans_of(draft)
        assert [row["role"] for row in left["companies"]] == [CompanyRole.FUNDER]

    def test_a_company_named_at_last_ends_the_not_knowing(self, draft):
        key = add_loan(draft, values={}, now=clock.now())
        mark_unknown(draft, key, now=clock.now())
        add_company(
            draft, key, name="甲", role=CompanyRole.LENDER, organisation_id=None, now=clock.now()
        )
        assert not loans_of(draft)[0]["unknown"]

    def test_a_loan_that_is_not_there_is_not_found(self, draft):
        with pytest.raises(NotFound):
            change_loan(draft, 7, values={}, now=clock.now())

    def test_there_is_room_for_so_many_loans(self, draft):
        most = rules_of_filing().most["loans"]
        for number in range(most):
            add_loan(draft, values={"name": str(number)}, now=clock.now())
        with pytest.raises(Refused, match="too_many_loans"):
            add_loan(draft, values={}, now=clock.now())

    def test_events_stand_by_their_day_and_once_each(self, draft):
        for words, on in [("b", "2026-02-01"), ("c", None), ("a", "2026-01-01"), ("c", None)]:
            add_event(draft, words=words, on=on, now=clock.now())
        assert [row["words"] for row in events_of(draft)] == ["a", "b", "c"]
        remove_event(draft, events_of(draft)[1]["key"], now=clock.now())
        assert [row["words"] for row in events_of(draft)] == ["a", "c"]


class TestFiles:
    def attach(self, draft, name="a.png", octet=b"1"):
        return attach_file(
            draft,
            stored=picture(octet),
            name=name,
            kind=EvidenceKind.CONTRACT,
            kept_back=False,
            now=clock.now(),
        )

    def test_they_are_listed_and_removed_by_their_own_draft_only(self, draft, session):
        row = self.attach(draft)
        other, _ = make_draft()
        session.flush()
        remove_file(other, file_id=row.id, now=clock.now())
        session.flush()
        assert files_of(draft) == [row]
        for _ in range(2):
            remove_file(draft, file_id=row.id, now=clock.now())
            session.flush()
        assert files_of(draft) == []

    def test_there_is_room_for_so_many(self, draft, session):
        for number in range(rules_of_filing().most["files"]):
            self.attach(draft, octet=bytes([number]))
            session.flush()
        with pytest.raises(Refused, match="too_many_files"):
            self.attach(draft)


class TestLinks:
    def test_a_link_opens_the_draft_until_its_end(self, draft, session):
        token = link_to_draft(draft, now=clock.now())
        session.flush()
        for _ in range(2):  # Opening uses nothing up.
            assert draft_of_token(token_hash(token), as_of=clock.now()) is draft
        clock.advance(rules_of_filing().expires_after)
        assert draft_of_token(token_hash(token), as_of=clock.now()) is None

    def test_it_opens_no_other_draft(self, draft, session):
        other, _ = make_draft(phone="+8613800000001")
        tokens = [link_to_draft(each, now=clock.now()) for each in (draft, other)]
        session.flush()
        found = [draft_of_token(token_hash(token), as_of=clock.now()) for token in tokens]
        assert found == [draft, other]

    def test_it_is_sent_to_a_proven_contact_only(self, session):
        draft, _ = make_draft()
        with pytest.raises(Refused, match="contact_not_proven"):
            send_link(draft, now=clock.now())
        send_link(prove(draft), now=clock.now())
        notice = session.scalar(select(Notice).where(Notice.kind == "draft_link"))
        assert notice.recipient == answer(content_of(draft), Step.CONTACT)["phone"]


class TestDeleteDraft:
    def test_nothing_of_it_is_left(self, draft, session):
        TestFiles().attach(draft)
        link_to_draft(draft, now=clock.now())
        session.flush()
        gone = draft.id
        delete_draft(draft, actor=nobody(), now=clock.now())
        session.flush()
        for table, column in ((Draft, Draft.id), (DraftFile, DraftFile.draft_id)):
            assert not session.scalar(select(func.count(table.id)).where(column == gone))
        assert not session.scalar(select(func.count(Pass.id)).where(Pass.subject_id == gone))
        assert session.scalar(select(func.count(Draft.id))) == 1

    def test_what_was_filed_stays(self, session):
        case = make_case()
        draft = session.scalar(select(Draft).where(Draft.filing_id == case.filing_id))
        delete_draft(draft, actor=nobody(), now=clock.now())
        session.commit()
        session.refresh(case)
        assert case.story
