"""Filing through the pages, without script: one thing a page, and nothing typed is lost."""

import re
from io import BytesIO

import pytest
from sqlalchemy import func, select

from mediation import clock
from mediation.domain.intake import Step, rules_of_filing
from mediation.domain.lanes import Lane
from mediation.models.cases import Case
from mediation.models.evidence import Evidence
from mediation.models.intake import Draft
from mediation.models.organisations import Organisation
from mediation.queries.intake import content_of
from tests.factories.accounts import PASSWORD, make_borrower, make_lender_clerk, make_officer
from tests.factories.drafts import last_code, make_draft, prove
from tests.factories.organisations import make_lender, make_mediation_body

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 100
ONCE = "0123456789abcdefghijkl"

ANSWERS = {
    Step.WHO: {"kind": "complainant"},
    Step.CONTACT: {"name": "周念安", "phone": "138 0000 1234", "hours": ["evening", "noon"]},
    Step.STORY: {"story": "借 24000，到手 22800。"},
    Step.PRIOR: {"told": "no"},
    Step.WISHES: {"words": "退还担保费"},
    Step.SUPPORT: {"needs": ["slow"]},
    Step.IDENTITY: {"withheld": "yes"},
    Step.CONSENTS: {
        "mediation_body": "yes",
        "pass_to_lender": "yes",
        "sensitive": "no",
        "arbitration": "no",
    },
}
DETAILS = {
    Lane.FEES: {"received_fen": "２2,800"},
    Lane.CONDUCT: {"often": "often_many", "since-year": "2026", "since-month": "1"},
    Lane.IDENTITY: {"known": "征信里多了一笔"},
    Lane.HARDSHIP: {"can_pay_fen": "800"},
    Lane.BYSTANDER: {"number": "13711112222", "reveal_number": "1"},
}
DETAILS[Lane.CONDUCT]["since-day"] = "10"


@pytest.fixture
def lender(session):
    make_mediation_body()
    found = make_lender(name="禾渡消费金融", aliases="笺贷")
    session.commit()
    return found


def page(answer):
    assert answer.status_code == 200, answer.status_code
    return answer.get_data(as_text=True)


def went_to(answer):
    assert answer.status_code == 303, page(answer)
    return answer.location


def begin(client, lane=Lane.FEES):
    return went_to(client.post("/file", data={"lane": lane}))


def name_company(client, words="笺贷", role="lender", key=1):
    shown = page(client.get(f"/file/loans/{key}/company?q={words}"))
    known = re.findall(r'name="known" value="(\d+)"', shown)
    data = {"role": role, **({"known": known[0]} if known else {})}
    return went_to(client.post(f"/file/loans/{key}/company?q={words}", data=data))


def answer_all(client, lane=Lane.FEES, **changes):
    """Walk from page to page as the redirects lead; returns the steps that were seen."""
    seen, way = [], begin(client, lane)
    given = {**ANSWERS, Step.DETAILS: DETAILS[lane], **changes}
    while way != "/file/check":
        step = way.split("?")[0].removeprefix("/file/")
        seen.append(step)
        page(client.get(way, follow_redirects=True))
        way = answer_one(client, step, given)
    return seen


def answer_one(client, step, given):
    match step:
        case "code":
            client.post("/file/code", data={"act": "send"})
            return went_to(client.post("/file/code", data={"code": last_code()}))
        case "loans":
            client.post("/file/loans/callers")  # Of a bystander; nothing for others.
            client.post("/file/loans/new", data={"name": "笺贷", "amount_fen": "24000"})
            name_company(client)
            return went_to(client.post("/file/loans"))
        case "events" | "files":
            return went_to(client.post(f"/file/{step}", data={"done": "1"}))
        case "view":
            return see_view(client)
    return went_to(client.post(f"/file/{step}", data=given.get(step, {})))


def see_view(client):
    shown = page(client.get("/file/view"))
    fingerprint = re.search(r'name="view" value="(\w+)"', shown)[1]
    return went_to(client.post("/file/view", data={"view": fingerprint}))


def file(client, once=ONCE):
    return client.post("/file/check", data={"truth": "1", "once": once})


class TestTheWholeWay:
    @pytest.mark.parametrize("lane", sorted(Lane))
    def test_ends_with_a_receipt_that_names_number_and_code(self, client, session, lender, lane):
        answer_all(client, lane)
        assert went_to(file(client)) == "/file/receipt"
        case = session.scalar(select(Case))
        receipt = page(client.get("/file/receipt"))
        assert case.reference in receipt
        assert case.follow_up_code in receipt
        assert "照常计息" in receipt
        assert case.lane is lane

    def test_a_bystander_is_asked_for_no_loan_and_no_wish(self, client, lender):
        steps = answer_all(client, Lane.BYSTANDER)
        assert not {"who", "prior", "wishes", "identity", "events"} & set(steps)

    def test_from_the_receipt_one_gets_into_the_case(self, client, session, lender):
        answer_all(client)
        file(client)
        reference = session.scalar(select(Case.reference))
        way = went_to(client.post("/file/receipt/visit", data={"reference": reference}))
        assert way == f"/cases/{reference}"
        assert "退还担保费" in page(client.get(f"{way}/complaint"))

    def test_but_into_no_other(self, client, session, lender):
        answer_all(client)
        file(client)
        assert client.post("/file/receipt/visit", data={"reference": "x"}).status_code == 404

    def test_the_receipt_is_not_shown_for_ever_nor_on_another_device(
        self, client, client_of, session, lender
    ):
        answer_all(client)
        file(client)
        assert went_to(client_of(make_borrower()).get("/file/receipt")) == "/status"
        clock.advance(rules_of_filing().keep_receipt)
        assert went_to(client.get("/file/receipt")) == "/status"

    def test_it_can_be_forgotten_at_once(self, client, lender):
        answer_all(client)
        file(client)
        client.post("/file/receipt/forgetting")
        assert went_to(client.get("/file/receipt")) == "/status"

    def test_sent_ten_times_it_files_once(self, client, session, lender):
        answer_all(client)
        for number in range(10):
            assert went_to(file(client, f"{ONCE[:-1]}{number}")) == "/file/receipt"
        assert session.scalar(select(func.count(Case.id))) == 1

    def test_several_loans_become_several_numbers(self, client, session, lender):
        answer_all(client)
        client.post("/file/loans/new", data={"name": "另一笔"})
        name_company(client, "橙橡网络", "platform", key=2)
        assert "2 笔借款" in page(client.get("/file/loans"))
        assert "还差 2 步" in page(client.get("/file/check"))
        way = client.post("/file/details?from=check", data=DETAILS[Lane.FEES])
        assert went_to(way) == "/file/details?loan=2&from=check"
        assert "另一笔" in page(client.get("/file/details?loan=2"))
        way = client.post("/file/details?loan=2&from=check", data={"received_fen": "5000"})
        assert went_to(way) == "/file/check"
        see_view(client)
        file(client)
        receipt = page(client.get("/file/receipt"))
        for reference in session.scalars(select(Case.reference)):
            assert reference in receipt
        assert session.scalar(select(func.count(Case.id))) == 2


class TestForAnother:
    """The person for whom somebody files is told too, and whoever files knows it."""

    @pytest.mark.parametrize(
        ("phone", "said"),
        [
            ("13911112222", "您替周大伟提交的事，我们已经用本人的联系方式告诉了本人"),
            ("138 0000 1234", "您替周大伟提交的事，还没能告诉本人"),
        ],
    )
    def test_the_receipt_says_whether_they_were_told(self, client, lender, phone, said):
        represented = {"name": "周大伟", "phone": phone, "relation": "parent"}
        represented |= {"authority": "written", "fee": "no"}
        answer_all(client, **{Step.WHO: {"kind": "relative"}, Step.REPRESENTED: represented})
        file(client)
        assert said in page(client.get("/file/receipt"))

    def test_whoever_files_for_themselves_reads_nothing_of_it(self, client, lender):
        answer_all(client)
        file(client)
        assert "告诉本人" not in page(client.get("/file/receipt"))


class TestSeveralLoans:
    """What goes to one company names no other, unless its writer wants that."""

    @pytest.fixture
    def two(self, client, lender):
        answer_all(client)
        client.post("/file/loans/new", data={"name": "另一笔"})
        name_company(client, "橙橡网络", "platform", key=2)

    def view_of(self, client, story):
        client.post("/file/story", data={"story": story})
        return page(client.get("/file/view"))

    def test_where_a_text_names_another_company_its_writer_is_warned(self, client, two):
        shown = self.view_of(client, "橙橡网络和笺贷都来催")
        first, second = shown.split("第 2 笔借款", 1)
        assert "提到了橙橡网络。" in first
        assert "提到了笺贷。" in second
        assert 'href="/file/story">回去改一改' in first

    def test_and_can_go_on_all_the_same(self, client, two):
        self.view_of(client, "橙橡网络也来催")
        assert see_view(client) == "/file/consents"

    def test_no_name_no_warning(self, client, two):
        assert "提到了" not in self.view_of(client, "两家都来催")


class TestNothingTypedIsLost:
    def test_wrong_values_come_back_as_typed_with_what_to_mend(self, client, session, lender):
        begin(client)
        typed = {"name": "周念安", "phone": "12", "email": "nobody", "hours": ["noon"]}
        for shown in (
            page(client.post("/file/contact", data=typed)),
            page(client.get("/file/contact")),
        ):
            assert 'value="周念安"' in shown
            assert 'value="12"' in shown
            assert 'value="nobody"' in shown
            assert shown.count("field-error") == 2
            assert re.search(r'value="noon" checked|value="noon"[^>]*checked', shown)
        assert content_of(session.scalar(select(Draft)))["typed"]["contact"]

    def test_what_was_right_before_stays_until_it_is_right_again(self, client, session, lender):
        begin(client)
        client.post("/file/story", data={"story": "说来话长"})
        assert "这一项要填" in page(client.post("/file/story", data={"story": ""}))
        kept = content_of(session.scalar(select(Draft)))
        assert kept["answers"]["story"]["story"] == "说来话长"
        assert went_to(client.post("/file/story", data={"story": "重写"})) == "/file/details"
        assert "typed" not in page(client.get("/file/story"))

    def test_to_go_on_later_keeps_half_a_page(self, client, session, lender):
        begin(client)
        answer = client.post("/file/contact", data={"name": "周念安", "later": "1"})
        assert went_to(answer) == "/file/later"
        assert 'value="周念安"' in page(client.get("/file/contact"))

    def test_what_was_typed_in_vain_is_named_on_the_check_page(self, client, lender):
        answer_all(client)
        client.post("/file/wishes", data={"words": "", "amount_fen": "很多"})
        assert "还差 1 步" in page(client.get("/file/check"))
        assert client.post("/file/check", data={"truth": "1", "once": ONCE}).status_code == 409

    def test_a_change_from_the_check_page_leads_back_to_it(self, client, lender):
        answer_all(client)
        way = client.post("/file/prior?from=check", data={"told": "yes"})
        assert went_to(way) == "/file/check"

    def test_a_change_of_the_story_wants_another_look_at_what_the_lender_sees(self, client, lender):
        answer_all(client)
        client.post("/file/story", data={"story": "全都不一样了"})
        assert "还差 1 步" in page(client.get("/file/check"))
        see_view(client)
        assert went_to(file(client)) == "/file/receipt"


class TestCompanies:
    def test_a_known_one_is_found_by_its_app_and_an_unknown_one_written_as_typed(
        self, client, session, lender
    ):
        begin(client)
        client.post("/file/loans/new", data={"name": "笺贷"})
        name_company(client, "笺贷", "lender")
        name_company(client, "橙橡网络", "member_shop")
        (loan,) = content_of(session.scalar(select(Draft)))["answers"]["loans"]
        assert [(row["name"], row["organisation_id"]) for row in loan["companies"]] == [
            ("禾渡消费金融", lender.id),
            ("橙橡网络", None),
        ]

    def test_none_of_those_found_is_an_answer(self, client, session, lender):
        begin(client)
        client.post("/file/loans/new", data={"name": "笺贷"})
        data = {"role": "lender", "known": "typed"}
        client.post("/file/loans/1/company?q=笺贷", data=data)
        (loan,) = content_of(session.scalar(select(Draft)))["answers"]["loans"]
        assert loan["companies"][0]["organisation_id"] is None

    def test_a_company_that_was_not_found_is_not_taken(self, client, session, lender):
        other = make_lender(name="别家银行")
        session.commit()
        begin(client)
        client.post("/file/loans/new", data={"name": "笺贷"})
        data = {"role": "lender", "known": str(other.id)}
        page(client.post("/file/loans/1/company?q=笺贷", data=data))
        (loan,) = content_of(session.scalar(select(Draft)))["answers"]["loans"]
        assert loan["companies"] == []

    def test_not_knowing_is_an_answer_too(self, client, session, lender):
        begin(client, Lane.CONDUCT)
        client.post("/file/loans/new", data={})
        client.post("/file/loans/1/company", data={"unknown": "1"})
        assert went_to(client.post("/file/loans")) == "/file/events"

    def test_a_loan_without_any_company_is_asked_for_it(self, client, lender):
        begin(client)
        client.post("/file/loans/new", data={"name": "笺贷"})
        assert went_to(client.post("/file/loans")) == "/file/loans/1/company"

    def test_what_is_searched_for_is_shown_as_text(self, client, lender):
        begin(client)
        client.post("/file/loans/new", data={})
        shown = page(client.get("/file/loans/1/company?q=<script>alert(1)</script>"))
        assert "<script>alert" not in shown


class TestFilesAndEvents:
    def test_a_file_is_kept_listed_and_becomes_evidence(self, client, session, lender):
        answer_all(client, identity={"withheld": "no"})
        data = {"files": (BytesIO(PNG), "../账单.png"), "kind": "contract"}
        assert went_to(client.post("/file/files", data=data)) == "/file/files"
        assert "账单.png" in page(client.get("/file/files"))
        see_view(client)
        file(client)
        row = session.scalar(select(Evidence))
        assert (row.size, "/" in row.name) == (len(PNG), False)

    def test_what_is_no_paper_is_refused_and_said(self, client, session, lender):
        begin(client)
        data = {"files": (BytesIO(b"MZ\0\0"), "virus.exe"), "kind": "other"}
        assert "不收这种文件" in page(client.post("/file/files", data=data))

    def test_it_can_be_taken_out_by_its_own_draft_only(self, client, client_of, session, lender):
        begin(client)
        data = {"files": (BytesIO(PNG), "a.png"), "kind": "contract"}
        client.post("/file/files", data=data)
        (address,) = re.findall(r"/file/files/\d+/removal", page(client.get("/file/files")))
        other = client_of(make_borrower())
        begin(other)
        other.post(address)
        assert "a.png" in page(client.get("/file/files"))
        client.post(address)
        assert "a.png" not in page(client.get("/file/files"))

    def test_what_stands_in_the_boxes_is_written_down_by_either_button(
        self, client, session, lender
    ):
        begin(client)
        data = {"words": "打了十通电话", "on-year": "2026", "on-month": "2", "on-day": "30"}
        assert "2 月没有 30 日" in page(client.post("/file/events", data={**data, "done": "1"}))
        data["on-day"] = "3"
        assert went_to(client.post("/file/events", data={**data, "done": "1"})) == "/file/story"
        assert "打了十通电话" in page(client.get("/file/events"))


class TestProof:
    def test_a_wrong_code_is_said_and_counted(self, client, lender):
        begin(client)
        client.post("/file/contact", data=ANSWERS[Step.CONTACT])
        client.post("/file/code", data={"act": "send"})
        wrong = f"{(int(last_code()) + 1) % 1_000_000:06}"
        for _ in range(5):
            assert "field-error" in page(client.post("/file/code", data={"code": wrong}))
        assert client.post("/file/code", data={"code": last_code()}).status_code == 409

    def test_a_right_code_whose_answer_was_lost_may_come_again(self, client, lender):
        begin(client)
        client.post("/file/contact", data=ANSWERS[Step.CONTACT])
        client.post("/file/code", data={"act": "send"})
        first, again = (client.post("/file/code", data={"code": last_code()}) for _ in range(2))
        assert (again.status_code, again.location) == (first.status_code, first.location)
        assert again.status_code == 303

    def test_it_can_wait_but_not_beyond_filing(self, client, lender):
        begin(client)
        for step in (Step.CONTACT, Step.STORY):
            client.post(f"/file/{step}", data=ANSWERS[step])
        assert "核实联系方式" in page(client.get("/file/check"))


class TestComingBack:
    def test_the_link_opens_on_another_device_and_looking_uses_nothing_up(
        self, client, client_of, app, session, lender
    ):
        begin(client)
        client.post("/file/story", data={"story": "说来话长"})
        shown = page(client.post("/file/link", data={"by": "screen"}))
        address = re.search(r"/file/resume/[\w-]+", shown)[0]
        other = client_of(make_borrower())
        for _ in range(3):
            assert "说来话长" not in page(other.get(address))
        assert went_to(other.post(address)) == "/file/who"
        assert "说来话长" in page(other.get("/file/story"))

    def test_a_made_up_link_opens_nothing(self, client, lender):
        assert client.get("/file/resume/x").status_code == 404
        assert client.post("/file/resume/x").status_code == 404

    def test_signing_in_on_the_way_loses_nothing(self, client, session, lender):
        borrower = make_borrower()
        email = borrower.email
        session.commit()
        begin(client)
        client.post("/file/story", data={"story": "说来话长"})
        client.post("/login", data={"email": email, "password": PASSWORD})
        assert "说来话长" in page(client.get("/file/story"))

    def test_an_account_finds_its_draft_anywhere(self, client_of, session, lender):
        borrower = make_borrower()
        begin(client_of(borrower))
        elsewhere = client_of(borrower)
        shown = page(elsewhere.get("/file"))
        address = re.search(r"/file/drafts/\d+/resumption", shown)[0]
        assert went_to(elsewhere.post(address)) == "/file/who"
        assert client_of(make_borrower()).post(address).status_code == 404

    def test_without_a_draft_every_step_leads_to_the_beginning(self, client, lender):
        for step in Step:
            assert went_to(client.get(f"/file/{step}")) == "/file"

    def test_a_step_that_is_none_is_not_found(self, client, lender):
        begin(client)
        assert client.get("/file/nowhere").status_code == 404

    def test_deleting_asks_once_more_and_leaves_nothing(self, client, session, lender):
        begin(client)
        assert session.scalar(select(func.count(Draft.id))) == 1
        page(client.get("/file/deletion"))
        client.post("/file/deletion")
        assert session.scalar(select(func.count(Draft.id))) == 0
        assert went_to(client.get("/file/story")) == "/file"

    def test_a_twin_is_shown_to_the_proven_contact_and_can_be_taken_up(
        self, client, session, lender
    ):
        begun, _ = make_draft(lender=lender, phone="+8613800001234")
        prove(begun)
        begun_id = begun.id
        session.commit()
        begin(client)
        client.post("/file/contact", data=ANSWERS[Step.CONTACT])
        client.post("/file/loans/new", data={"name": "笺贷"})
        name_company(client)
        address = f"/file/drafts/{begun_id}/resumption"
        assert address not in page(client.get("/file/loans"))
        assert client.post(address).status_code == 404
        answer_one(client, "code", {})
        assert address in page(client.get("/file/loans"))
        assert went_to(client.post(address)) == "/file/check"

    def test_a_draft_is_not_to_be_had_for_its_telephone_number_and_ones_own_address(
        self, client, session, lender
    ):
        begun, _ = make_draft(lender=lender, phone="+8613800001234")
        prove(begun)
        begun_id = begun.id
        session.commit()
        begin(client)
        typed = {**ANSWERS[Step.CONTACT], "email": "curious@example.com"}
        client.post("/file/contact", data=typed)
        client.post("/file/loans/new", data={"name": "笺贷"})
        name_company(client)
        answer_one(client, "code", {})
        address = f"/file/drafts/{begun_id}/resumption"
        assert address not in page(client.get("/file/loans"))
        assert client.post(address).status_code == 404


class TestStaff:
    @pytest.fixture
    def officer(self, session, lender):
        found = make_officer(session.scalar(select(Organisation).filter_by(kind="mediation_body")))
        found.name = "何清"
        session.commit()
        return found

    def test_an_officer_writes_it_down_and_vouches(self, client_of, session, officer):
        client = client_of(officer)
        assert begin(client) == "/file/channel"
        shown = page(client.get("/file/channel"))
        assert "录入人：何清" in shown
        client.post("/file/channel", data={"channel": "phone"})
        for step in (Step.WHO, Step.CONTACT, Step.STORY, Step.PRIOR, Step.WISHES):
            client.post(f"/file/{step}", data=ANSWERS[step])
        answer_one(client, "loans", {})
        client.post("/file/details", data=DETAILS[Lane.FEES])
        assert client.post("/file/code", data={"seen": "1"}).status_code == 303
        for step in (Step.IDENTITY, Step.CONSENTS):
            client.post(f"/file/{step}", data=ANSWERS[step])
        see_view(client)
        file(client)
        case = session.scalar(select(Case))
        assert case.channel == "phone"
        assert case.follow_up_code in page(client.get("/file/receipt"))

    def test_nobody_but_that_officer_goes_on_with_it(self, client_of, session, officer):
        client = client_of(officer)
        begin(client)
        shown = page(client.post("/file/link", data={"by": "screen"}))
        address = re.search(r"/file/resume/[\w-]+", shown)[0]
        assert client_of(make_borrower()).post(address).status_code == 404

    def test_a_lender_files_nothing(self, client_of, session, lender):
        client = client_of(make_lender_clerk(lender))
        assert client.get("/file").status_code == 403
        assert client.post("/file", data={"lane": "fees"}).status_code == 403


class TestEveryPage:
    @pytest.mark.parametrize("locale", ["zh_CN", "en"])
    def test_names_the_way_to_help_in_danger(self, client, session, lender, locale):
        client.post("/language", data={"locale": locale})
        begin(client)
        assert "/danger" in page(client.get("/file?new=1"))
        for step in (*ANSWERS, Step.DETAILS, Step.EVENTS, Step.FILES, Step.CODE, Step.CHECK):
            shown = page(client.get(f"/file/{step}", follow_redirects=True))
            assert '<a href="/danger">' in shown, step

    def test_says_which_step_of_how_many_this_is(self, client, lender):
        begin(client)
        assert "第 2 步，共 16 步" in page(client.get("/file/who"))
        begin(client, Lane.BYSTANDER)
        assert "第 2 步，共 11 步" in page(client.get("/file/contact"))
