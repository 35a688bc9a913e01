"""Each company has a private room of its own with the mediation body, and reads no other."""

import pytest

from mediation import clock
from mediation.domain.answers import Contest, LenderAnswerKind
from mediation.domain.errors import NotPermitted
from mediation.domain.evidence import EvidenceKind
from mediation.domain.lifecycle import Stage
from mediation.domain.parties import CompanyRole
from mediation.domain.spaces import Space
from mediation.models.correspondence import Message
from mediation.queries import evidence
from mediation.services.answers import Reply, answer_complaint
from mediation.services.correspondence import mark_read, send_message
from mediation.services.evidence import disclose_evidence, submit_evidence, withdraw_evidence
from mediation.services.parties import add_company
from tests.factories.companies import cast_with_onlooker, repoint
from tests.factories.late_stages import PDF
from tests.factories.organisations import make_lender

PAGES = ("", "/messages", "/evidence")


@pytest.fixture
def pair(session):
    return cast_with_onlooker()


def write(cast, who, body, now, company_id=None):
    send_message(
        cast.case,
        body=body,
        space=Space.LENDER,
        once=body.ljust(22, "x"),
        company_id=company_id,
        actor=who,
        now=now,
    )


def hand_in(cast, who, name, now, space=Space.LENDER):
    return submit_evidence(
        cast.case,
        stored=PDF,
        name=name,
        kind=EvidenceKind.CONTRACT,
        space=space,
        actor=who,
        now=now,
    )


def reads(client, case, words):
    return any(words in client.get(f"/cases/{case.reference}{page}").text for page in PAGES)


class TestTwoCompanies:
    def test_do_not_read_what_the_other_writes_in_private(self, pair, client_of, session, now):
        cast, onlooker = pair
        write(cast, cast.lender, "被投诉机构的底线", now)
        write(cast, onlooker, "平台自己的说法", now)
        hand_in(cast, cast.lender, "底线.pdf", now)
        item = hand_in(cast, onlooker, "平台内部.pdf", now)
        session.commit()
        own = {
            cast.lender: ("被投诉机构的底线", "底线.pdf"),
            onlooker: ("平台自己的说法", "平台内部.pdf"),
        }
        for who, words in own.items():
            client = client_of(who)
            for others, said in own.items():
                for part in words if others is who else said:
                    assert reads(client, cast.case, part) == (others is who), part
        for words in ("被投诉机构的底线", "平台自己的说法", "底线.pdf", "平台内部.pdf"):
            assert reads(client_of(cast.officer), cast.case, words)
            assert not reads(client_of(cast.complainant), cast.case, words)
        file = f"/cases/{cast.case.reference}/evidence/{item.id}"
        for path in (file, f"{file}/file"):
            assert client_of(cast.lender).get(path).status_code == 404
        assert client_of(onlooker).get(file).status_code == 200

    def test_the_timeline_of_one_shows_nothing_of_the_other(self, pair, client_of, session, now):
        cast, onlooker = pair
        page = f"/cases/{cast.case.reference}"
        before = client_of(onlooker).get(page).text.count("tl-item")
        write(cast, cast.lender, "被投诉机构的底线", now)
        session.commit()
        assert client_of(onlooker).get(page).text.count("tl-item") == before

    def test_what_one_writes_does_not_stir_the_desk_of_the_other(self, pair, now):
        cast, onlooker = pair
        seat = next(s for s in cast.case.seats if s.holder_id == onlooker.organisation_id)
        seat.unread = False
        write(cast, cast.lender, "被投诉机构的底线", now)
        assert not seat.unread
        write(cast, cast.mediator, "问平台", now, company_id=onlooker.organisation_id)
        assert seat.unread

    def test_neither_takes_back_nor_opens_a_file_of_the_other(self, pair, session, now):
        cast, onlooker = pair
        joint = hand_in(cast, cast.lender, "合同.pdf", now, space=Space.JOINT)
        private = hand_in(cast, cast.lender, "底线.pdf", now)
        session.flush()
        with pytest.raises(NotPermitted, match="evidence_not_yours"):
            withdraw_evidence(cast.case, joint, actor=onlooker, now=now)
        with pytest.raises(NotPermitted, match="space_not_yours"):
            disclose_evidence(cast.case, private, actor=onlooker, now=now)
        assert evidence.by_id(cast.case, private.id, actor=onlooker) is None


class TestTheBody:
    def test_answers_each_company_in_its_own_room(self, pair, client_of):
        cast, onlooker = pair
        client, path = client_of(cast.mediator), f"/cases/{cast.case.reference}/messages"
        button = f"lender/{onlooker.organisation_id}"
        assert f'value="{button}"' in client.get(path).text
        for number, (space, words) in enumerate(
            [("lender", "只问被投诉机构"), (button, "只问平台")]
        ):
            data = {"body": words, "space": space, "once": str(number) * 22}
            assert client.post(path, data=data).status_code == 303
        assert reads(client_of(cast.lender), cast.case, "只问被投诉机构")
        assert not reads(client_of(cast.lender), cast.case, "只问平台")
        assert reads(client_of(onlooker), cast.case, "只问平台")
        assert not reads(client_of(onlooker), cast.case, "只问被投诉机构")

    def test_has_no_room_with_a_company_that_is_not_in_the_case(self, pair, now):
        cast, _ = pair
        with pytest.raises(NotPermitted, match="space_not_yours"):
            write(cast, cast.mediator, "问别家", now, company_id=make_lender().id)


class TestAnswers:
    def test_words_for_the_body_are_read_by_no_other_company(self, session, client_of, now):
        cast, onlooker = cast_with_onlooker(Stage.WITH_LENDER)
        reply = Reply(
            LenderAnswerKind.CONTESTS,
            to_complainant="合同写明了。",
            to_body="合作方已下线。",
            reasons=(Contest.DISCLOSED,),
        )
        answer_complaint(cast.case, reply, actor=cast.lender, now=now)
        session.commit()
        path = f"/cases/{cast.case.reference}/answer"
        for who, may_read in ((cast.lender, True), (cast.officer, True), (onlooker, False)):
            page = client_of(who).get(path).text
            assert reply.to_complainant in page
            assert (reply.to_body in page) == may_read


class TestACompanyNamedLater:
    def test_reads_nothing_that_the_one_before_wrote_in_private(self, session, client_of, now):
        cast, _ = cast_with_onlooker(Stage.WITH_LENDER)
        write(cast, cast.lender, "前一家的话", now)
        write(cast, cast.officer, "写给前一家", now)
        newcomer = repoint(cast)
        session.commit()
        client = client_of(newcomer)
        assert client.get(f"/cases/{cast.case.reference}").status_code == 200
        for words in ("前一家的话", "写给前一家"):
            assert not reads(client, cast.case, words)


class TestTheCompanyBefore:
    def test_does_not_find_the_case_after_re_pointing(self, session, client_of):
        cast, onlooker = cast_with_onlooker(Stage.WITH_LENDER)
        repoint(cast)
        session.commit()
        path = f"/cases/{cast.case.reference}"
        assert client_of(cast.lender).get(path).status_code == 404
        assert client_of(onlooker).get(path).status_code == 200

    def test_stays_where_it_has_another_role_in_the_loan(self, session, client_of):
        cast, _ = cast_with_onlooker(Stage.WITH_LENDER)
        add_company(
            cast.case,
            name="担保合同上的名字",
            role=CompanyRole.GUARANTOR,
            organisation_id=cast.lender.organisation_id,
            actor=cast.officer,
            now=clock.now(),
        )
        session.flush()
        repoint(cast)
        session.commit()
        assert client_of(cast.lender).get(f"/cases/{cast.case.reference}").status_code == 200


class TestReadByTheOtherSide:
    def test_is_what_the_company_that_answers_has_read(self, pair, client_of, session, now):
        cast, onlooker = pair
        message = send_message(
            cast.case,
            body="请双方看",
            space=Space.JOINT,
            once="j" * 22,
            actor=cast.complainant,
            now=now,
        )
        session.flush()
        page = f"/cases/{cast.case.reference}/messages"
        mark_read(cast.case, up_to=message.id, actor=onlooker, now=now)
        session.commit()
        assert "对方已读" not in client_of(cast.complainant).get(page).text
        mark_read(cast.case, up_to=message.id, actor=cast.lender, now=now)
        session.commit()
        assert "对方已读" in client_of(cast.complainant).get(page).text
        assert "messages/reading" not in client_of(cast.lender).get(page).text


class TestMessagesThatOneCannotRead:
    """To whoever may not read a message it is not there, whatever they do with its key."""

    @pytest.mark.parametrize("part", ["reading", "{key}/danger"])
    @pytest.mark.parametrize("who", ["complainant", "lender", "onlooker"])
    def test_are_not_found(self, pair, client_of, session, now, who, part):
        cast, onlooker = pair
        secret = send_message(
            cast.case,
            body="只给我们自己看",
            space=Space.STAFF,
            once="s" * 22,
            actor=cast.officer,
            now=now,
        )
        session.commit()
        client = client_of(onlooker if who == "onlooker" else getattr(cast, who))
        page = f"/cases/{cast.case.reference}/messages/{part.format(key=secret.id)}"
        assert client.post(page, data={"up_to": str(secret.id)}).status_code == 404

    def test_of_another_company_neither(self, pair, client_of, session, now):
        cast, onlooker = pair
        write(cast, cast.lender, "被投诉机构的底线", now)
        session.commit()
        message = session.query(Message).filter_by(case_id=cast.case.id).one()
        page = f"/cases/{cast.case.reference}/messages/reading"
        sent = {"up_to": str(message.id)}
        assert client_of(onlooker).post(page, data=sent).status_code == 404
        assert client_of(cast.lender).post(page, data=sent).status_code == 303
