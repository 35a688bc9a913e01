"""The work list and the page of jobs: each thing to its own people, done once, nobody's data."""

import pytest
from sqlalchemy import select

from mediation.domain.lifecycle import Stage
from mediation.domain.roles import Role
from mediation.domain.work import WorkKind
from mediation.jobs.schedule import SCHEDULE
from mediation.models.notices import Notice
from mediation.models.work import WorkItem
from mediation.services.jobs import beat, claim_slot, note_runs
from mediation.services.notices import tell
from mediation.services.work import ask_for
from mediation.wording.catalogue import catalogue_of
from tests.factories.accounts import make_member
from tests.factories.stages import cast_at

KINDS = {"deadline_missed": "lender_answer", "impossible": "clockless"}


@pytest.fixture
def cast(session, now):
    found, other = cast_at(Stage.WITH_LENDER), cast_at(Stage.WITH_LENDER)
    for one in (found, other):
        for kind, detail in KINDS.items():
            ask_for(
                WorkKind(kind),
                key=f"{kind}/{one.case.id}",
                body_id=one.case.body_id,
                case_id=one.case.id,
                detail=detail,
                now=now,
            )
    session.commit()
    return found


def items(session, **which):
    session.rollback()
    return session.scalars(select(WorkItem).filter_by(**which)).all()


class TestTheList:
    def test_shows_an_officer_what_is_their_bodys_alone(self, cast, client_of):
        page = client_of(cast.officer).get("/work").text
        assert page.count("/done") == 2
        assert page.count(f'"/cases/{cast.case.reference}"') == 2

    def test_names_no_address_in_full(self, cast, client_of, session, now):
        sent = {"channel": "mail", "recipient": "zhou@example.net", "locale": "en"}
        tell("draft_reminder", key="gone", **sent, now=now, path="/")
        session.flush()
        notice = session.scalar(select(Notice).where(Notice.key.startswith("gone")))
        said = {"body_id": cast.case.body_id, "notice_id": notice.id}
        ask_for(WorkKind.UNDELIVERABLE, key="u/1", **said, now=now)
        session.commit()
        page = client_of(cast.officer).get("/work").text
        assert "zh…@e…" in page
        assert "zhou@example.net" not in page

    def test_a_thing_is_done_once(self, cast, client_of, session):
        [item, _] = items(session, body_id=cast.case.body_id)
        client = client_of(cast.officer)
        assert client.post(f"/work/{item.id}/done").status_code == 303
        assert client.post(f"/work/{item.id}/done").status_code == 409
        [item] = items(session, id=item.id)
        assert item.done_by_id == cast.officer.account_id
        assert client.get("/work").text.count("/done") == 1

    def test_nobody_sees_to_what_is_anothers(self, cast, client_of, session):
        [other, _] = [i for i in items(session) if i.body_id != cast.case.body_id]
        assert client_of(cast.officer).post(f"/work/{other.id}/done").status_code == 404
        admin = client_of(make_member(Role.ADMIN))
        assert admin.post(f"/work/{other.id}/done").status_code == 404
        assert "/done" not in admin.get("/work").text

    def test_what_belongs_to_no_body_is_the_admins(self, cast, client_of, session, now):
        ask_for(WorkKind.IMPOSSIBLE, key="impossible/x", detail="notice_stuck", now=now)
        session.commit()
        admin = client_of(make_member(Role.ADMIN))
        assert admin.get("/work").text.count("/done") == 1
        assert 'href="/work"' in admin.get("/admin").text

    def test_is_counted_on_the_officers_desk(self, cast, client_of):
        assert 'href="/work"' in client_of(cast.officer).get("/cases").text


class TestThePageOfJobs:
    def test_shows_how_every_job_fares(self, client_of, session, now):
        note_runs("warn_deadlines", handled=7, failed=1, took_ms=41, error="KeyError", now=now)
        beat("here:1", started_at=now, now=now)
        claim_slot("expire_drafts", now, process="gone:2", now=now)
        session.commit()
        page = client_of(make_member(Role.ADMIN)).get("/admin/jobs").text
        for said in ("KeyError", "here:1", "gone:2", *(job.name for job in SCHEDULE)):
            assert said in page

    def test_is_the_admins(self, cast, client_of):
        assert client_of(cast.officer).get("/admin/jobs").status_code in (403, 404)

    @pytest.mark.parametrize("locale", ["en", "zh_CN"])
    def test_every_job_has_its_name_in_words(self, locale):
        texts = catalogue_of(locale).texts
        assert [job.name for job in SCHEDULE if f"job.{job.name}" not in texts] == []
