"""What the same contact filed or began about the same company, told to nobody else."""

from datetime import timedelta

import pytest

from mediation import clock
from mediation.domain.intake import Step, rules_of_filing
from mediation.domain.lifecycle import Stage
from mediation.models.organisations import Organisation
from mediation.queries.twins import related_cases, twins_of
from mediation.services.drafts import save_step
from mediation.services.proofs import vouch_for_contact
from tests.factories.accounts import actor_of, make_officer
from tests.factories.cases import make_case
from tests.factories.drafts import make_draft, make_loan, prove
from tests.factories.organisations import make_lender, make_mediation_body
from tests.factories.stages import cast_at

PHONE, EMAIL = "+8613812345678", "nian.an@example.com"


@pytest.fixture
def lender(session):
    found = make_lender()
    make_case(lender=found)  # Somebody else about the same company.
    other = {**make_loan(make_lender()), "contract": "of another loan"}
    make_case(phone=PHONE, loans=[other])  # The same contact about another company.
    prove(make_draft(lender=found)[0])
    return found


def twins(draft, session):
    session.flush()
    return twins_of(draft, as_of=clock.now())


class TestTwins:
    def test_nothing_where_there_is_nothing(self, lender, session):
        draft, _ = make_draft(lender=lender, phone="+8613700001111")
        assert twins(prove(draft), session) == []

    def test_a_filed_complaint_is_found_by_number(self, lender, session):
        case = make_case(lender=lender, phone=PHONE)
        draft, _ = make_draft(lender=lender, phone=PHONE)
        (twin,) = twins(prove(draft), session)
        assert (twin.reference, twin.company) == (case.reference, lender.name)

    def test_or_by_address(self, lender, session):
        case = make_case(lender=lender, email=EMAIL)
        draft, _ = make_draft(lender=lender, email=EMAIL.upper())
        (twin,) = twins(prove(draft), session)
        assert twin.reference == case.reference

    def test_a_draft_is_found_once_its_contact_is_proven(self, lender, session):
        begun, _ = make_draft(lender=lender, phone=PHONE)
        draft, _ = make_draft(lender=lender, phone=PHONE)
        prove(draft)
        assert twins(draft, session) == []
        prove(begun)
        assert [twin.draft_id for twin in twins(draft, session)] == [begun.id]

    def test_whoever_has_not_proven_the_contact_learns_nothing(self, lender, session):
        make_case(lender=lender, phone=PHONE)
        draft, _ = make_draft(lender=lender, phone=PHONE)
        assert twins(draft, session) == []

    @pytest.mark.parametrize("theirs", [{}, {"email": "kim@example.com"}])
    def test_what_is_typed_beside_the_proven_address_shows_nothing(self, lender, session, theirs):
        make_case(lender=lender, phone=PHONE, **theirs)
        prove(make_draft(lender=lender, phone=PHONE, **theirs)[0])
        curious, _ = make_draft(lender=lender, phone=PHONE, email="curious@example.com")
        assert twins(prove(curious), session) == []

    def test_nor_is_what_somebody_else_typed_beside_theirs(self, lender, session):
        make_case(lender=lender, phone=PHONE, email="curious@example.com")
        prove(make_draft(lender=lender, phone=PHONE, email="curious@example.com")[0])
        draft, _ = make_draft(lender=lender, phone=PHONE)
        assert twins(prove(draft), session) == []

    def test_the_safe_number_that_answered_counts_and_not_the_telephone(self, lender, session):
        reach = {Step.CONTACT: {"name": "周念安", "phone": PHONE, "safe_number": "+8613900008888"}}
        case = make_case(lender=lender, changes=reach)
        by_safe, _ = make_draft(lender=lender, phone="+8613900008888")
        by_phone, _ = make_draft(lender=lender, phone=PHONE)
        assert [twin.reference for twin in twins(prove(by_safe), session)] == [case.reference]
        assert twins(prove(by_phone), session) == []

    def test_another_contact_written_after_the_proof_shows_nothing(self, lender, session):
        make_case(lender=lender, phone=PHONE)
        draft, _ = make_draft(lender=lender)
        prove(draft)
        save_step(draft, Step.CONTACT, answers={"name": "周念安", "phone": PHONE}, now=clock.now())
        assert twins(draft, session) == []

    def test_a_draft_is_offered_only_to_whoever_may_open_it(self, lender, session):
        body = make_mediation_body()
        officer, colleague = (actor_of(make_officer(body)) for _ in range(2))
        theirs = [
            make_draft(lender=lender, phone=PHONE, actor=by)[0] for by in (officer, colleague)
        ]
        for draft, by in zip(theirs, (officer, colleague), strict=True):
            vouch_for_contact(draft, actor=by, now=clock.now())
        own = prove(make_draft(lender=lender, phone=PHONE)[0])
        here = prove(make_draft(lender=lender, phone=PHONE)[0])
        again, _ = make_draft(lender=lender, phone=PHONE, actor=officer)
        vouch_for_contact(again, actor=officer, now=clock.now())
        assert [twin.draft_id for twin in twins(here, session)] == [own.id]
        assert [twin.draft_id for twin in twins(again, session)] == [theirs[0].id]

    def test_an_officer_is_shown_the_cases_of_their_own_body(self, lender, session):
        body = make_mediation_body()
        make_case(lender=lender, phone=PHONE, body=make_mediation_body())
        case = make_case(lender=lender, phone=PHONE, body=body)
        officer = actor_of(make_officer(body))
        draft, _ = make_draft(lender=lender, phone=PHONE, actor=officer)
        vouch_for_contact(draft, actor=officer, now=clock.now())
        assert [twin.reference for twin in twins(draft, session)] == [case.reference]

    def test_a_company_that_was_typed_in_is_known_by_its_name(self, session):
        typed = make_loan(name="")
        row = {"organisation_id": None, "name": "某某 分期", "role": "platform"}
        typed |= {"contract": "", "companies": [row]}
        case = make_case(loans=[typed], phone=PHONE)
        begun, _ = make_draft(loans=[typed], phone=PHONE)
        prove(begun)
        named = {**typed, "companies": [{**row, "name": "某某分期有限公司"}]}
        draft, _ = make_draft(loans=[named], phone=PHONE)
        found = twins(prove(draft), session)
        assert [(twin.reference, twin.draft_id) for twin in found] == [
            (case.reference, None),
            (None, begun.id),
        ]

    def test_so_is_the_contract_of_another_company(self, session):
        case = make_case(lender=make_lender(), phone=PHONE)
        draft, _ = make_draft(lender=make_lender(), phone=PHONE)
        assert [twin.reference for twin in twins(prove(draft), session)] == [case.reference]

    def test_another_company_is_no_twin(self, lender, session):
        make_case(lender=lender, phone=PHONE)
        loan = {**make_loan(make_lender()), "contract": "another"}
        draft, _ = make_draft(phone=PHONE, loans=[loan])
        assert twins(prove(draft), session) == []

    def test_what_lies_long_back_is_no_twin(self, lender, session):
        make_case(lender=lender, phone=PHONE)
        session.commit()
        clock.advance(rules_of_filing().duplicates_within + timedelta(hours=1))
        draft, _ = make_draft(lender=lender, phone=PHONE)
        assert twins(prove(draft), session) == []


class TestRelated:
    def test_an_officer_sees_the_other_open_cases_of_the_person_about_the_company(self, session):
        lender = make_lender()
        cast = cast_at(Stage.RECEIVED, lender=lender, phone=PHONE)
        body = session.get_one(Organisation, cast.case.body_id)
        same = make_case(lender=lender, phone=PHONE, body=body)
        make_case(lender=lender, body=body)  # Somebody else's.
        make_case(lender=lender, phone=PHONE, body=make_mediation_body())
        session.flush()
        found = [one.reference for one in related_cases(cast.case, actor=cast.officer)]
        assert found == [same.reference]
