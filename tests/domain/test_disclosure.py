"""What the lender gets to see of a complaint."""

import json
from dataclasses import asdict, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.domain.complaints import Attached, Complaint, Happening, Involved, Person
from mediation.domain.disclosure import (
    KEPT_BACK,
    MASK,
    lender_view,
    masked,
    masked_phone,
    space_of_file,
)
from mediation.domain.evidence import EvidenceKind
from mediation.domain.lanes import Lane
from mediation.domain.parties import CompanyRole, PartyKind
from mediation.domain.questions import QUESTIONS
from mediation.domain.spaces import Space

NAME, PHONE, EMAIL = "周念安", "+8613800001234", "nian.an@example.com"
SECRETS = [NAME, "13800001234", EMAIL, "账单.png", "HD-2025-0908", "13999990000", "helper"]


def complaint(lane=Lane.FEES, *, withheld=False, **changes):
    """A complaint in which everything that could tell who complains stands somewhere."""
    told = f"我是{NAME}，电话 13800001234，邮箱 {EMAIL}，同事 139 9999 0000，合同 HD-2025-0908 不写"
    said = {
        "lane": lane,
        "people": (Person(PartyKind.COMPLAINANT, NAME, PHONE, EMAIL, support={"words": "helper"}),),
        "companies": (Involved("甲金融", CompanyRole.LENDER, 7, answers=True),),
        "loan": {"name": "笺贷", "on": "2025-09-08", "contract": "HD-2025-0908", "phone": PHONE},
        "amount_fen": 2_400_000,
        "happenings": (Happening(f"{NAME}接到电话", date(2025, 10, 8)),),
        "story": told.replace("HD-2025-0908", ""),
        "details": {question.name: told[:30] for question in QUESTIONS[lane]},
        "prior": {"told": "yes", "on": "2025-12-01", "words": f"客服说{NAME}要还"},
        "wishes": {"kinds": ["refund"], "words": f"请退给{NAME}", "amount_fen": 100},
        "identity_withheld": withheld,
        "files": (Attached("contract", "账单.png"), Attached("identity", "证.png", kept_back=True)),
    }
    return Complaint(**{**said, **changes})


def everything(view):
    """All that stands in a view, as one text without blanks."""
    return json.dumps(asdict(view), ensure_ascii=False, default=str).replace(" ", "")


class TestWithheld:
    @pytest.mark.parametrize("lane", sorted(set(Lane) - {Lane.BYSTANDER}))
    @pytest.mark.parametrize("secret", SECRETS)
    def test_nothing_that_tells_who_complains_is_in_it(self, lane, secret):
        assert secret not in everything(lender_view(complaint(lane, withheld=True)))

    def test_no_figure_or_day_of_the_loan_is_in_it(self):
        view = lender_view(complaint(withheld=True))
        assert (view.loan, view.amount_fen) == ({}, None)
        assert "amount_fen" not in view.wishes
        assert [row.on for row in view.happenings] == [None]
        assert "on" not in view.prior

    def test_no_file_is_named(self):
        assert lender_view(complaint(withheld=True)).files == ()

    def test_who_acts_for_them_is_not_told_either(self):
        people = (
            Person(PartyKind.COMPLAINANT, NAME),
            Person(PartyKind.RELATIVE, "周大伟", "+8613700000000"),
        )
        view = lender_view(complaint(withheld=True, people=people, story="周大伟陪我去"))
        assert view.by is None
        assert "周大伟" not in everything(view)

    def test_what_it_is_about_is_told(self):
        details = {"named": ["guarantee"], "rate": "7.2%", "received_fen": 100}
        view = lender_view(complaint(withheld=True, details=details))
        assert view.lane is Lane.FEES
        assert view.details == {"named": ["guarantee"], "rate": "7.2%"}
        assert [company.name for company in view.companies] == ["甲金融"]

    @given(st.text(min_size=2, max_size=12), st.text(max_size=60), st.text(max_size=60))
    def test_no_name_survives_in_a_story(self, name, before, after):
        people = (Person(PartyKind.COMPLAINANT, name),)
        story = f"{before}{name}{after}"
        view = lender_view(complaint(withheld=True, people=people, story=story))
        left = view.story.replace(MASK, "")
        assert name.lower() not in left.lower() or name in MASK


class TestOpen:
    def test_name_loan_and_files_are_told(self):
        view = lender_view(complaint())
        assert (view.name, view.phone, view.amount_fen) == (NAME, PHONE, 2_400_000)
        assert view.loan["contract"] == "HD-2025-0908"
        assert view.files == ("账单.png",)

    @pytest.mark.parametrize("secret", [EMAIL, "13999990000", "helper", "证.png"])
    def test_contact_others_numbers_support_and_private_papers_stay_back(self, secret):
        assert secret not in everything(lender_view(complaint()))

    def test_a_number_that_is_not_the_loans_is_only_hinted_at(self):
        view = lender_view(complaint(loan={"name": "笺贷"}))
        assert view.phone == masked_phone(PHONE)
        assert "1380000" not in view.phone

    def test_it_is_told_who_acts_for_somebody_but_not_their_name(self):
        people = (Person(PartyKind.COMPLAINANT, NAME), Person(PartyKind.RELATIVE, "周大伟"))
        view = lender_view(complaint(people=people, story=""))
        assert view.by is PartyKind.RELATIVE
        assert "周大伟" not in everything(view)

    def test_callers_numbers_of_the_conduct_lane_stay_back(self):
        view = lender_view(complaint(Lane.CONDUCT, details={"numbers": "1", "since": "2026-01-01"}))
        assert view.details == {"since": "2026-01-01"}


class TestBystander:
    def bystander(self, **details):
        people = (Person(PartyKind.BYSTANDER, NAME, PHONE, EMAIL),)
        details = {"number": "+8613711112222", "often": "often_daily", **details}
        return complaint(Lane.BYSTANDER, withheld=True, people=people, details=details)

    def test_the_number_is_told_with_their_consent_only(self):
        assert lender_view(self.bystander(reveal_number=True)).phone == "+8613711112222"
        assert lender_view(self.bystander(reveal_number=False)).phone == ""
        assert "13711112222" not in everything(lender_view(self.bystander()))

    def test_no_debt_no_wish_and_no_name_is_told(self):
        view = lender_view(self.bystander(reveal_number=True))
        assert (view.loan, view.amount_fen, view.wishes, view.name) == ({}, None, {}, "")
        for secret in (NAME, "13800001234", EMAIL):
            assert secret not in everything(view)


class TestFingerprint:
    def test_it_is_the_same_for_the_same_picture_only(self):
        assert lender_view(complaint()).fingerprint == lender_view(complaint()).fingerprint
        assert lender_view(complaint()).fingerprint != lender_view(complaint(story="x")).fingerprint

    def test_what_the_lender_does_not_see_does_not_change_it(self):
        other = (replace(complaint().people[0], email="x@example.com"),)
        before, after = lender_view(complaint()), lender_view(complaint(people=other))
        assert before.fingerprint == after.fingerprint


class TestMasking:
    @pytest.mark.parametrize(
        "text",
        [
            "13800001234",
            "138 0000 1234",
            "138-0000-1234",
            "+86 13800001234",
            "010-12345678",
            "11010119900307123X",
            "6222 0202 0001 2345 678",
            "a.b+c@mail.example.cn",
        ],
    )
    def test_numbers_and_addresses_are_blackened(self, text):
        assert masked(f"请打{text}找我") == f"请打{MASK}找我"

    @pytest.mark.parametrize("text", ["2026-03-08", "20260308", "24000", "¥1,234.56", "36.5%"])
    def test_days_and_sums_stay(self, text):
        assert masked(f"那是{text}的事") == f"那是{text}的事"

    def test_an_empty_name_blackens_nothing(self):
        people = (Person(PartyKind.COMPLAINANT, ""),)
        assert lender_view(complaint(withheld=True, people=people, story="一切")).story == "一切"


class TestFiles:
    @pytest.mark.parametrize("kind", sorted(EvidenceKind))
    def test_of_a_withheld_identity_no_file_is_open(self, kind):
        assert space_of_file(kind, withheld=True, kept_back=False) is Space.COMPLAINANT

    @pytest.mark.parametrize("kind", sorted(KEPT_BACK))
    def test_private_papers_are_never_open(self, kind):
        assert space_of_file(kind, withheld=False, kept_back=False) is Space.COMPLAINANT

    def test_the_rest_is_open_unless_kept_back(self):
        assert space_of_file(EvidenceKind.CONTRACT, withheld=False, kept_back=False) is Space.JOINT
        kept = space_of_file(EvidenceKind.CONTRACT, withheld=False, kept_back=True)
        assert kept is Space.COMPLAINANT
