"""The guide as readers walk it: by GET, without a session, and with letters that leave no trace."""

from html import unescape

import pytest
from sqlalchemy import func, select, text

from mediation.db import db
from mediation.domain.guide import Leaf, the_guide
from mediation.domain.letters import BLANK
from mediation.models.guide import AdviceRating

GUIDE = the_guide()
ENGLISH = {"Accept-Language": "en"}


def ratings(session):
    session.expire_all()
    return session.scalars(select(AdviceRating)).all()


def where(answer):
    assert answer.status_code == 303
    return answer.headers["Location"]


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_every_node_opens_without_a_session(client, language):
    for name, node in GUIDE.nodes.items():
        answer = client.get(f"/guide/{name}", headers={"Accept-Language": language})
        words = node.title if isinstance(node, Leaf) else node.ask
        said = words.of(language.replace("-", "_")) in unescape(answer.text)
        assert (name, answer.status_code, said) == (name, 200, True)
        assert "Set-Cookie" not in answer.headers


class TestQuestions:
    def test_the_first_one_is_at_guide(self, client):
        page = client.get("/guide").text
        assert "您现在遇到的，最像哪一种？" in page
        assert "第 1 题，最多 3 题" in page

    def test_a_lane_of_the_front_page_is_its_answer(self, client):
        assert where(client.get("/guide?lane=fees")) == "/guide/fees?from=start"

    def test_an_answer_leads_on_and_the_way_back_is_there(self, client):
        to = where(client.get("/guide/bystander?asked=1&answer=threat"))
        assert to == "/guide/threat?from=bystander"
        assert 'href="/guide/bystander"' in client.get(to).text

    def test_without_an_answer_the_question_comes_again(self, client):
        page = client.get("/guide/fees?asked=1").text
        assert "选一项，才能继续" in page
        assert "<title>错误：" in page
        assert 'aria-invalid="true"' in page

    @pytest.mark.parametrize("answer", ["nowhere", "//evil.example", "night%0d%0aX: y", "<b>"])
    def test_an_answer_that_is_none_leads_nowhere(self, client, answer):
        page = client.get(f"/guide/fees?asked=1&answer={answer}")
        assert page.status_code == 200
        assert "选一项，才能继续" in page.text
        assert "<b>" not in page.text

    def test_further_answers_are_offered_at_the_end(self, client):
        to = where(client.get("/guide/conduct-how?asked=1&answer=many-calls&answer=night"))
        assert to == "/guide/night?from=conduct-how&also=many-calls"
        page = client.get(to).text
        assert "您还选了这些" in page
        assert 'href="/guide/many-calls"' in page

    def test_further_answers_come_along_through_the_next_question(self, client):
        to = where(client.get("/guide/conduct?asked=1&answer=conduct-how&answer=family-told"))
        assert to == "/guide/family-told?from=conduct&also=conduct-how"
        to = where(client.get("/guide/conduct-how?asked=1&answer=night&also=family-told"))
        assert to.endswith("&also=family-told")

    def test_an_unknown_node_is_not_found(self, client):
        assert client.get("/guide/nowhere").status_code == 404


class TestLeaves:
    def test_danger_shows_the_number_before_any_word(self, client):
        page = client.get("/guide/self-harm").text
        main = page[page.index("<main") :]
        assert main.index("tel:12356") < main.index("您能看到这里")
        assert 'name="kind" value="self_harm"' in main

    def test_filing_names_its_lane_and_what_to_have_at_hand(self, client):
        page = client.get("/guide/night").text
        assert "/file?lane=conduct" in page
        assert "投诉时手边有这些" in page
        assert "都不会让利息停下来" in page

    def test_a_rule_says_how_far_it_binds_and_whether_it_was_read(self, client):
        page = client.get("/guide/night").text
        assert "推荐性标准，不是法律" in page
        assert "未核对原文" in page


class TestRating:
    def rate(self, client, leaf="night", useful="yes", **headers):
        return client.post(f"/guide/{leaf}/rating", data={"useful": useful}, headers=headers)

    def test_keeps_a_yes_or_no_and_nothing_else(self, client, session, now):
        assert where(self.rate(client)) == "/guide/night"
        [rating] = ratings(session)
        assert (rating.leaf, rating.version, rating.useful) == ("night", GUIDE.version, True)
        assert rating.rated_at == now
        columns = set(AdviceRating.__table__.columns.keys())
        assert columns == {"id", "leaf", "version", "useful", "rated_at"}

    def test_counts_a_browser_once(self, client, session):
        self.rate(client)
        self.rate(client, useful="no")
        assert len(ratings(session)) == 1
        assert "您已经答过了" in client.get("/guide/night").text

    @pytest.mark.parametrize(
        ("leaf", "useful"), [("nowhere", "yes"), ("conduct", "yes"), ("night", "perhaps")]
    )
    def test_takes_nothing_else(self, client, session, leaf, useful):
        assert self.rate(client, leaf, useful).status_code == 404
        assert ratings(session) == []

    def test_another_site_cannot_rate(self, client, session):
        assert self.rate(client, **{"Sec-Fetch-Site": "cross-site"}).status_code == 400
        assert ratings(session) == []


def rows():
    """How many rows there are in all tables together."""
    db.session.rollback()
    return sum(
        db.session.scalar(select(func.count()).select_from(table))
        for table in db.metadata.sorted_tables
    )


class TestLetters:
    FILLED = {"ticks": ["night"], "company": "笺贷", "name": "周念安", "hours": "18:00"}

    def write(self, client, letter="conduct", data=None, **options):
        return client.post(f"/guide/letters/{letter}?from=night", data=data or {}, **options)

    @pytest.mark.parametrize("letter", list(GUIDE.letters))
    def test_each_opens_and_can_be_printed_empty(self, client, letter):
        assert GUIDE.letters[letter].title.zh in client.get(f"/guide/letters/{letter}").text
        answer = self.write(client, letter)
        assert answer.status_code == 200
        assert BLANK in answer.text

    def test_what_was_answered_on_the_way_is_ticked(self, client):
        page = client.get("/guide/letters/conduct?from=night").text
        assert 'value="night" checked' in page
        assert 'value="many" checked' not in page

    def test_is_filled_with_the_answers(self, client):
        page = self.write(client, data=self.FILLED).text
        for words in ("致 笺贷：", "22:00 到次日 8:00", "周念安", "不表示我承认", "2026年3月4日"):
            assert words in page

    def test_an_english_reader_gets_the_chinese_letter_and_its_meaning(self, client):
        page = self.write(client, data=self.FILLED, headers=ENGLISH).text
        assert "致 笺贷：" in page
        assert "To 笺贷:" in page

    def test_leaves_no_trace(self, client, session, caplog):
        before = rows()
        with caplog.at_level("DEBUG"):
            answer = self.write(client, data=self.FILLED)
        assert rows() == before
        assert "周念安" not in caplog.text
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Cache-Control"] == "no-store"

    def test_what_was_typed_is_shown_as_text(self, client):
        page = self.write(client, data={"company": "<script>alert(1)</script>"}).text
        assert "<script>alert" not in page

    def test_can_be_saved_as_a_file_whose_name_says_nothing(self, client):
        answer = self.write(client, data=self.FILLED | {"download": "1"})
        assert answer.mimetype == "text/plain"
        assert answer.headers["Content-Disposition"] == 'attachment; filename="letter-conduct.txt"'
        assert "致 笺贷：" in answer.text

    def test_what_is_too_long_comes_back_as_typed(self, client):
        page = self.write(client, data={"name": "长" * 121}).text
        assert "长" * 121 in page
        assert "error-summary" in page
        assert 'class="paper"' not in page

    def test_an_unknown_letter_is_not_found(self, client):
        assert client.get("/guide/letters/love").status_code == 404


def test_ratings_are_found_by_an_index(session):
    if session.get_bind().dialect.name == "sqlite":
        from_plan = "EXPLAIN QUERY PLAN "
        query = "SELECT leaf, useful, count(*) FROM advice_ratings WHERE version='x' GROUP BY 1, 2"
        plan = str(session.execute(text(from_plan + query)).all())
        assert "ix_advice_ratings_version_leaf_useful" in plan
