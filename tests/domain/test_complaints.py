"""What a complaint must say, and how drafts become one."""

from datetime import date

import pytest

from mediation.domain.complaints import Attached, complaints_of, own_channel, with_answering
from mediation.domain.complaints import Involved as Co
from mediation.domain.lanes import Lane
from mediation.domain.parties import CompanyRole, ConsentKind, PartyKind


def content(lane=Lane.FEES, **answers):
    loan = {"key": 1, "name": "笺贷", "amount_fen": 5, "companies": [company("甲", "lender", 7)]}
    said = {
        "contact": {"name": "周念安", "phone": "1", "safe_number": "2", "hours": []},
        "loans": [loan],
        "story": {"story": "说来话长", "also": ["conduct"]},
        "consents": {"mediation_body": True, "arbitration": False},
    }
    return {"lane": lane, "answers": {**said, **answers}}


def company(name, role, organisation_id=None):
    return {"name": name, "role": role, "organisation_id": organisation_id}


class TestComplaintsOf:
    def test_nothing_without_a_lane(self):
        assert complaints_of({}) == []

    def test_each_loan_becomes_a_complaint_that_knows_no_other(self):
        loans = [
            {"key": 1, "name": "甲贷", "amount_fen": 1, "companies": [company("甲", "lender", 7)]},
            {"key": 2, "name": "乙贷", "amount_fen": 2, "companies": [company("乙", "lender", 8)]},
        ]
        first, second = complaints_of(content(loans=loans))
        assert (first.story, first.people) == (second.story, second.people)
        assert [row.name for row in first.companies] == ["甲"]
        assert (second.loan, second.amount_fen) == ({"name": "乙贷"}, 2)

    def test_of_several_loans_each_lender_learns_its_own_figures_and_no_sum(self):
        loans = [
            {"key": key, "companies": [company(name, "lender", key)], "details": {"paid_fen": key}}
            for key, name in ((1, "甲"), (2, "乙"))
        ]
        wishes = {"kinds": ["refund"], "amount_fen": 99}
        found = complaints_of(content(loans=loans, wishes=wishes))
        assert [complaint.details for complaint in found] == [{"paid_fen": 1}, {"paid_fen": 2}]
        assert [complaint.wishes for complaint in found] == [{"kinds": ["refund"]}] * 2
        (alone,) = complaints_of(content(loans=loans[:1], wishes=wishes))
        assert alone.wishes == wishes

    def test_who_complains_for_themselves_is_complainant_and_filer(self):
        (found,) = complaints_of(content())
        assert found.complainant is found.filer
        assert found.complainant.reach == {"safe_number": "2"}

    @pytest.mark.parametrize("kind", ["relative", "representative", "heir"])
    def test_who_files_for_another_stands_behind_them(self, kind):
        represented = {"name": "周大伟", "phone": "9", "relation": "parent", "fee": "no"}
        (found,) = complaints_of(content(who={"kind": kind}, represented=represented))
        assert [person.kind for person in found.people] == [PartyKind.COMPLAINANT, kind]
        assert (found.complainant.name, found.filer.name) == ("周大伟", "周念安")
        assert found.filer.authority == {"relation": "parent", "fee": "no"}
        assert found.complainant.authority == {}

    def test_a_bystander_carries_over_nothing_of_another_lane(self):
        said = content(
            Lane.BYSTANDER,
            who={"kind": "relative"},
            represented={"name": "周大伟"},
            wishes={"words": "退钱"},
            prior={"told": "yes"},
            identity={"withheld": False},
        )
        (found,) = complaints_of(said)
        assert [person.kind for person in found.people] == [PartyKind.BYSTANDER]
        assert (found.wishes, found.prior, found.loan, found.amount_fen) == ({}, {}, {}, None)
        assert found.identity_withheld

    def test_a_bystander_files_once_whatever_loans_were_named_before(self):
        loans = [
            {"key": 1, "companies": [company("甲", "lender", 7)]},
            {"key": 2, "companies": [company("乙", "collector", 8)]},
        ]
        (found,) = complaints_of(content(Lane.BYSTANDER, loans=loans))
        assert [row.name for row in found.companies] == ["甲", "乙"]

    def test_events_come_in_the_order_of_their_days(self):
        events = [
            {"key": 1, "on": None, "words": "c"},
            {"key": 2, "on": "2026-02-01", "words": "b"},
            {"key": 3, "on": "2026-01-01", "words": "a"},
        ]
        (found,) = complaints_of(content(events=events))
        assert [row.words for row in found.happenings] == ["a", "b", "c"]
        assert found.happenings[0].on == date(2026, 1, 1)

    def test_only_a_yes_is_a_consent(self):
        (found,) = complaints_of(content())
        assert found.consents == {ConsentKind.MEDIATION_BODY}

    def test_files_belong_to_every_sibling(self):
        file = Attached("contract", "a.pdf")
        (found,) = complaints_of(content(), [file])
        assert found.files == (file,)

    def test_somebody_unknown_is_a_company_without_a_name(self):
        (found,) = complaints_of(content(loans=[{"key": 1, "companies": [], "unknown": True}]))
        assert found.companies == (Co("", CompanyRole.UNKNOWN),)
        assert (found.respondent, found.against) == (None, "")


class TestWhoAnswers:
    @pytest.mark.parametrize(
        ("companies", "answers"),
        [
            ([Co("担保", CompanyRole.GUARANTOR, 1), Co("银行", CompanyRole.LENDER, 2)], "银行"),
            ([Co("写的", CompanyRole.LENDER), Co("平台", CompanyRole.PLATFORM, 1)], "平台"),
            ([Co("催收", CompanyRole.COLLECTOR, 1)], None),
            ([Co("写的", CompanyRole.LENDER)], None),
            ([], None),
        ],
        ids=["nearest to the money", "known before typed", "never a collector", "typed", "none"],
    )
    def test_one_known_company_at_most(self, companies, answers):
        marked = [row.name for row in with_answering(companies) if row.answers]
        assert marked == ([answers] if answers else [])

    def test_lists_know_the_case_by_the_first_name_where_nobody_can_answer(self):
        loans = [{"key": 1, "companies": [company("催收甲", "collector")]}]
        (found,) = complaints_of(content(loans=loans))
        assert found.against == "催收甲"


class TestOwnChannel:
    """Where somebody is told that another filed for them."""

    def channel(self, kind="relative", **represented):
        contact = {"name": "周念安", "phone": "1", "email": "An@example.com", "safe_number": "2"}
        said = {"who": {"kind": kind}, "contact": contact, "represented": represented}
        (found,) = complaints_of(content(**said))
        return own_channel(found)

    @pytest.mark.parametrize(
        ("represented", "channel"),
        [
            ({"phone": "3"}, ("sms", "3")),
            ({"phone": "3", "email": "wei@example.com"}, ("mail", "wei@example.com")),
            ({"phone": "3", "email": "an@example.com"}, ("sms", "3")),
            ({"phone": "1", "email": "an@example.com"}, None),
            ({"phone": "2"}, None),
            ({}, None),
        ],
    )
    def test_is_never_one_that_whoever_filed_reads_too(self, represented, channel):
        assert self.channel(**represented) == channel

    @pytest.mark.parametrize("kind", ["complainant", "heir"])
    def test_there_is_none_of_a_deceased_nor_where_nobody_acts(self, kind):
        assert self.channel(kind, phone="3") is None
