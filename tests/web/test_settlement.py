"""The pages of the agreement: drafted, read, signed, refused."""

from datetime import timedelta

import pytest

from mediation import clock
from mediation.domain.lifecycle import Stage
from mediation.domain.settlement import AgreementEnd, Part, read_back
from mediation.domain.spaces import Side
from mediation.queries import settlement
from mediation.services.days import day_of
from tests.factories.late_stages import agree, cast_at, draft, sign


@pytest.fixture(autouse=True)
def noise(session):
    """Another agreement, whose number fits no address here."""
    other = cast_at(Stage.AGREEMENT)
    session.commit()
    return settlement.unsigned(other.case)


@pytest.fixture
def cast(session):
    found = cast_at(Stage.AGREEMENT)
    session.commit()
    return found


@pytest.fixture
def agreement(cast):
    return settlement.unsigned(cast.case)


def at(cast, part="agreement"):
    return f"/cases/{cast.case.reference}/{part}"


def signed(agreement, signer, **changes):
    fields = {"shown": agreement.digest.hex(), "read": "1", "willing": "1", "name": signer}
    return fields | changes


def drafted(**changes):
    until = day_of(clock.now()) + timedelta(days=7)
    fields = {
        "parties": "投诉人：甲。被投诉人：乙。",
        "facts": "合同金额二万元。",
        "issues": "收费。",
        "terms": "停止催收。",
        "sign_by-year": until.year,
        "sign_by-month": until.month,
        "sign_by-day": until.day,
    }
    return fields | changes


class TestDraft:
    @pytest.fixture
    def cast(self, session):
        found = cast_at(Stage.MEDIATION)
        agree(found)
        session.commit()
        return found

    def test_is_proposed_from_the_accepted_offer(self, cast, client_of):
        page = client_of(cast.mediator).get(at(cast, "agreement/draft")).text
        assert cast.case.complainant_name in page
        assert "柒仟捌佰元整" in page

    def test_can_be_drafted_in_english(self, cast, client_of):
        mediator = client_of(cast.mediator)
        assert (
            "The complainant pays the respondent"
            in mediator.get(at(cast, "agreement/draft?language=en")).text
        )
        mediator.post(at(cast, "agreement/draft?language=en"), data=drafted())
        assert read_back(settlement.unsigned(cast.case).content)[0] == "en"
        assert mediator.get(at(cast, "agreement/draft?language=fr")).status_code == 404

    def test_is_laid_before_both_sides(self, cast, client_of):
        answer = client_of(cast.mediator).post(at(cast, "agreement/draft"), data=drafted())
        assert answer.status_code == 303
        parts = read_back(settlement.unsigned(cast.case).content)[1]
        assert parts[Part.FACTS] == "合同金额二万元。"
        assert "¥7,800.00" in parts[Part.PAYMENT]

    @pytest.mark.parametrize("part", ["parties", "facts", "issues", "terms"])
    def test_no_part_may_be_empty(self, cast, client_of, part):
        page = client_of(cast.mediator).post(
            at(cast, "agreement/draft"), data=drafted(**{part: ""})
        )
        assert "error-summary" in page.text
        assert settlement.unsigned(cast.case) is None

    def test_too_long_a_time_is_said_beside_its_field(self, cast, client_of):
        page = client_of(cast.mediator).post(
            at(cast, "agreement/draft"), data=drafted(**{"sign_by-year": 2027})
        )
        assert "最长" in page.text

    def test_is_not_the_sides_to_write(self, cast, client_of):
        for side in (cast.complainant, cast.lender):
            assert client_of(side).get(at(cast, "agreement/draft")).status_code == 404


class TestSign:
    def test_says_that_it_binds_and_warns_of_an_old_debt(self, cast, agreement, client_of):
        page = client_of(cast.complainant).get(at(cast, f"agreement/{agreement.id}/signature"))
        assert "一签就要做到" in page.text
        assert "第一百九十二条" in page.text
        assert agreement.digest.hex() in page.text

    def test_the_lender_is_not_warned_of_its_own_claim(self, cast, agreement, client_of):
        page = client_of(cast.lender).get(at(cast, f"agreement/{agreement.id}/signature"))
        assert "第一百九十二条" not in page.text

    def test_walks_from_side_to_side_until_it_binds(self, cast, agreement, client_of):
        address = at(cast, f"agreement/{agreement.id}/signature")
        for actor, name in (
            (cast.complainant, cast.case.complainant_name),
            (cast.lender, cast.lender.name),
            (cast.mediator, cast.mediator.name),
        ):
            answer = client_of(actor).post(address, data=signed(agreement, name))
            assert answer.status_code == 303
        assert cast.case.stage is Stage.PERFORMING
        page = client_of(cast.complainant).get(at(cast)).text
        assert "本协议自" in page
        assert page.count("sign-done") == 3

    @pytest.mark.parametrize(
        ("wrong", "words"),
        [
            ({"read": ""}, "请先读完全文"),
            ({"willing": ""}, "是真的才勾选"),
            ({"name": ""}, "error-summary"),
            ({"name": "别人"}, "不一样"),
        ],
    )
    def test_what_is_missing_is_said_and_nothing_signed(
        self, cast, agreement, client_of, wrong, words
    ):
        data = signed(agreement, cast.case.complainant_name, **wrong)
        page = client_of(cast.complainant).post(
            at(cast, f"agreement/{agreement.id}/signature"), data=data
        )
        assert page.status_code == 200
        assert words in page.text
        assert settlement.signatures(agreement) == []

    @pytest.mark.parametrize("shown", ["", "zz", "00" * 32])
    def test_a_text_that_was_not_shown_is_not_signed(self, cast, agreement, client_of, shown):
        data = signed(agreement, cast.case.complainant_name, shown=shown)
        answer = client_of(cast.complainant).post(
            at(cast, f"agreement/{agreement.id}/signature"), data=data
        )
        assert answer.status_code == 409
        assert settlement.signatures(agreement) == []

    def test_a_text_redrafted_meanwhile_is_not_signed(self, session, cast, agreement, client_of):
        borrower = client_of(cast.complainant)
        draft(cast, **{Part.TERMS: "另外的约定。"})
        session.commit()
        answer = borrower.post(
            at(cast, f"agreement/{agreement.id}/signature"),
            data=signed(agreement, cast.case.complainant_name),
        )
        assert answer.status_code == 409

    def test_one_of_another_case_is_not_found(self, cast, noise, client_of):
        for part in ("signature", "refusal"):
            answer = client_of(cast.lender).get(at(cast, f"agreement/{noise.id}/{part}"))
            assert answer.status_code == 404

    def test_a_refusal_is_asked_once_more(self, cast, agreement, client_of):
        borrower = client_of(cast.complainant)
        assert "不签这份协议吗" in borrower.get(at(cast, f"agreement/{agreement.id}/refusal")).text
        borrower.post(at(cast, f"agreement/{agreement.id}/refusal"), data={"words": ""})
        assert settlement.newest(cast.case).end is AgreementEnd.REFUSED


class TestIndex:
    def test_says_who_has_still_to_sign(self, session, cast, client_of):
        sign(cast, cast.lender)
        session.commit()
        page = client_of(cast.complainant).get(at(cast)).text
        assert page.count("待签署") == 1
        assert page.count("sign-done") == 1
        assert "去签署" in page
        assert "去签署" not in client_of(cast.lender).get(at(cast)).text
        assert "去签署" not in client_of(cast.mediator).get(at(cast)).text

    def test_while_it_is_being_written_the_sides_are_told_so(self, session, client_of):
        cast = cast_at(Stage.MEDIATION)
        agree(cast)
        session.commit()
        assert "协议正在起草" in client_of(cast.complainant).get(at(cast)).text
        assert "agreement/draft" in client_of(cast.mediator).get(at(cast)).text

    def test_the_arbitration_body_sees_no_text_that_was_never_signed(self, session, client_of):
        cast = cast_at(Stage.ARBITRATION)
        session.commit()
        assert "还没有协议" in client_of(cast.clerk).get(at(cast)).text


def test_signatures_show_the_side_that_signed(session, cast, agreement):
    sign(cast, cast.lender)
    assert [row.side for row in settlement.signatures(agreement)] == [Side.LENDER]
