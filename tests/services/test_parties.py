"""What may still change about a filed complaint: who is known, who acts, what is agreed to."""

import pytest
from sqlalchemy import func, select

from mediation import clock
from mediation.db import db
from mediation.domain.complaints import Person
from mediation.domain.errors import NotPermitted, Refused
from mediation.domain.events import Event
from mediation.domain.lanes import Lane
from mediation.domain.lifecycle import Stage, Turn
from mediation.domain.outcomes import Missing
from mediation.domain.parties import CompanyRole, ConsentKind, PartyKind
from mediation.domain.spaces import Space
from mediation.models.history import History
from mediation.models.parties import Company, Party
from mediation.queries import cases, search
from mediation.queries.complaints import complaint_of, consents_of, lender_view_of
from mediation.services.completion import complete_complaint
from mediation.services.consents import give_consent, withdraw_consent
from mediation.services.parties import (
    add_company,
    add_representative,
    ask_to_look,
    reveal_identity,
    see_lender_view,
)
from tests.factories.accounts import actor_of, make_lender_clerk
from tests.factories.organisations import make_lender
from tests.factories.stages import cast_at
from tests.services.traces import told


def last_event(case):
    db.session.flush()
    return db.session.scalar(
        select(History).where(History.case_id == case.id).order_by(History.number.desc()).limit(1)
    )


def refused(reason, verb, case, **arguments):
    """The verb refuses, and neither chain nor rows have changed."""
    before = case.chain_count, db.session.scalar(select(func.count(Party.id)))
    with pytest.raises(Refused, match=reason):
        verb(case, **arguments, now=clock.now())
    assert (case.chain_count, db.session.scalar(select(func.count(Party.id)))) == before


class TestRevealIdentity:
    @pytest.mark.parametrize("stage", [Stage.RECEIVED, Stage.WITH_LENDER, Stage.NEGOTIATION])
    def test_the_lender_then_knows(self, session, stage):
        cast = cast_at(stage, withheld=True)
        assert lender_view_of(cast.case).name == ""
        reveal_identity(cast.case, actor=cast.complainant, now=clock.now())
        assert last_event(cast.case).event is Event.IDENTITY_REVEALED
        assert lender_view_of(cast.case).name == cast.case.complainant_name

    def test_where_its_answer_waits_the_turn_is_the_lenders(self, session):
        cast = cast_at(Stage.WITH_LENDER, withheld=True)
        reveal_identity(cast.case, actor=cast.complainant, now=clock.now())
        assert cast.case.turn is Turn.LENDER

    def test_elsewhere_the_turn_stays_where_it_was(self, session):
        cast = cast_at(Stage.RECEIVED, withheld=True)
        reveal_identity(cast.case, actor=cast.complainant, now=clock.now())
        assert cast.case.turn is Turn.OFFICER
        assert {seat.desk for seat in cast.case.seats if seat.mine} == {"officer"}

    def test_then_the_lender_finds_it_by_name(self, session):
        cast = cast_at(Stage.WITH_LENDER, withheld=True, name="欧阳惜惜")
        assert not search.found("欧阳惜惜", actor=cast.lender, limit=5)
        reveal_identity(cast.case, actor=cast.complainant, now=clock.now())
        session.flush()
        assert list(search.found("欧阳惜惜", actor=cast.lender, limit=5)) == [cast.case.id]

    def test_twice_is_refused(self, session):
        cast = cast_at(Stage.RECEIVED)
        refused("identity_known_already", reveal_identity, cast.case, actor=cast.complainant)

    def test_a_bystander_stays_unnamed(self, session):
        cast = cast_at(Stage.RECEIVED, lane=Lane.BYSTANDER)
        refused("bystander_stays_unnamed", reveal_identity, cast.case, actor=cast.complainant)

    def test_nobody_does_it_for_them(self, session):
        cast = cast_at(Stage.WITH_LENDER, withheld=True)
        for actor in (cast.officer, cast.lender):
            with pytest.raises(NotPermitted):
                reveal_identity(cast.case, actor=actor, now=clock.now())
        assert cast.case.identity_withheld


class TestConsents:
    def kinds(self, case):
        db.session.flush()
        return {row.kind for row in consents_of(case) if row.withdrawn_at is None}

    def test_given_and_taken_back_each_an_event_that_the_lender_does_not_read(self, session):
        cast = cast_at(Stage.RECEIVED)
        give_consent(
            cast.case, kind=ConsentKind.ARBITRATION, actor=cast.complainant, now=clock.now()
        )
        given = last_event(cast.case)
        assert (given.event, given.space) == (Event.CONSENT_GIVEN, Space.COMPLAINANT)
        assert ConsentKind.ARBITRATION in self.kinds(cast.case)
        withdraw_consent(
            cast.case, kind=ConsentKind.ARBITRATION, actor=cast.complainant, now=clock.now()
        )
        assert last_event(cast.case).event is Event.CONSENT_WITHDRAWN
        assert ConsentKind.ARBITRATION not in self.kinds(cast.case)
        assert len(consents_of(cast.case)) == 4

    def test_given_twice_or_taken_back_twice_is_refused(self, session):
        cast = cast_at(Stage.RECEIVED)
        given = {"kind": ConsentKind.SENSITIVE, "actor": cast.complainant}
        refused("consent_already_given", give_consent, cast.case, **given)
        missing = {"kind": ConsentKind.ARBITRATION, "actor": cast.complainant}
        refused("consent_not_given", withdraw_consent, cast.case, **missing)

    def test_nobody_else_consents(self, session):
        cast = cast_at(Stage.RECEIVED)
        for verb in (give_consent, withdraw_consent):
            with pytest.raises(NotPermitted):
                verb(cast.case, kind=ConsentKind.SENSITIVE, actor=cast.officer, now=clock.now())


class TestAddRepresentative:
    def person(self, **changes):
        said = {
            "kind": PartyKind.RELATIVE,
            "name": "周大伟",
            "phone": "+8613911112222",
            "authority": {"relation": "parent", "authority": "written", "fee": "no"},
        }
        return Person(**{**said, **changes})

    def test_they_stand_in_the_case_with_their_authority(self, session):
        cast = cast_at(Stage.RECEIVED)
        add_representative(cast.case, person=self.person(), actor=cast.complainant, now=clock.now())
        session.flush()
        people = complaint_of(cast.case).people
        assert [row.kind for row in people] == [PartyKind.COMPLAINANT, PartyKind.RELATIVE]
        assert people[1].authority["relation"] == "parent"
        assert list(search.found("周大伟", actor=cast.officer, limit=5)) == [cast.case.id]

    def test_of_a_withheld_identity_the_lender_reads_no_event(self, session):
        cast = cast_at(Stage.WITH_LENDER, withheld=True)
        add_representative(cast.case, person=self.person(), actor=cast.complainant, now=clock.now())
        assert last_event(cast.case).space is Space.COMPLAINANT

    @pytest.mark.parametrize(
        ("changes", "reason"),
        [
            ({"kind": PartyKind.BYSTANDER}, "party_kind_wrong"),
            ({"phone": ""}, "contact_missing"),
        ],
    )
    def test_what_is_no_representative_is_refused(self, session, changes, reason):
        cast = cast_at(Stage.RECEIVED)
        person = self.person(**changes)
        refused(reason, add_representative, cast.case, person=person, actor=cast.complainant)

    def test_the_same_person_twice_is_refused(self, session):
        cast = cast_at(Stage.RECEIVED)
        person = self.person()
        add_representative(cast.case, person=person, actor=cast.complainant, now=clock.now())
        session.flush()
        again = {"person": person, "actor": cast.complainant}
        refused("party_already_there", add_representative, cast.case, **again)


class TestAddCompany:
    def test_who_must_answer_does_not_change(self, session):
        cast = cast_at(Stage.RECEIVED)
        named = {"name": "橙橡", "role": CompanyRole.MEMBER_SHOP, "organisation_id": None}
        add_company(cast.case, **named, actor=cast.complainant, now=clock.now())
        session.flush()
        companies = session.scalars(select(Company).where(Company.case_id == cast.case.id)).all()
        assert [row.answers for row in companies] == [True, False]
        refused("company_already_there", add_company, cast.case, **named, actor=cast.officer)

    def test_it_is_found_by_it_and_told_nothing(self, session):
        cast, other = cast_at(Stage.NEGOTIATION), make_lender(name="橙橡普惠")
        clerk = actor_of(make_lender_clerk(other))
        before = told(cast.case)
        add_company(
            cast.case,
            name="橙橡",
            role=CompanyRole.FUNDER,
            organisation_id=other.id,
            actor=cast.complainant,
            now=clock.now(),
        )
        session.flush()
        assert list(search.found("橙橡普惠", actor=cast.officer, limit=5)) == [cast.case.id]
        assert cases.by_reference(cast.case.reference, actor=clerk) is None
        assert told(cast.case) == before

    def test_a_body_that_is_no_company_is_refused(self, session):
        cast = cast_at(Stage.RECEIVED)
        named = {"name": "", "role": CompanyRole.FUNDER, "organisation_id": cast.case.body_id}
        refused("company_unknown", add_company, cast.case, **named, actor=cast.officer)


class TestSeeLenderView:
    def test_it_is_noted_for_the_complainants_side_only(self, session):
        cast = cast_at(Stage.RECEIVED, withheld=True)
        view = lender_view_of(cast.case).fingerprint
        see_lender_view(cast.case, view=view, actor=cast.complainant, now=clock.now())
        event = last_event(cast.case)
        assert (event.event, event.space) == (Event.LENDER_VIEW_SEEN, Space.COMPLAINANT)
        with pytest.raises(NotPermitted):
            see_lender_view(cast.case, view=view, actor=cast.officer, now=clock.now())

    def test_what_changed_meanwhile_has_not_been_looked_at(self, session):
        cast = cast_at(Stage.RECEIVED, withheld=True)
        old = {"view": "of yesterday", "actor": cast.complainant}
        refused("lender_view_changed", see_lender_view, cast.case, **old)


class TestAskToLook:
    def changed(self, **answers):
        """A withheld complaint to which something was added after its writer had looked."""
        cast = cast_at(Stage.RETURNED, withheld=True, **answers)
        complete_complaint(
            cast.case,
            words={Missing.FACTS: "补充：那天打到了单位"},
            files=[],
            actor=cast.complainant,
            now=clock.now(),
        )
        db.session.flush()
        return cast

    def test_the_case_waits_for_the_complainant_until_they_have_looked(self, session):
        cast = self.changed()
        ask_to_look(cast.case, actor=cast.officer, now=clock.now())
        assert (last_event(cast.case).event, cast.case.turn) == (
            Event.LENDER_VIEW_REQUESTED,
            Turn.COMPLAINANT,
        )
        assert told(cast.case)[-1] == "lender_view_requested"
        view = lender_view_of(cast.case).fingerprint
        see_lender_view(cast.case, view=view, actor=cast.complainant, now=clock.now())
        assert cast.case.turn is Turn.OFFICER
        assert told(cast.case)[-1] == "lender_view_seen"

    def test_nobody_is_asked_for_what_they_did(self, session):
        cast = cast_at(Stage.RECEIVED, withheld=True)
        refused("lender_view_is_seen", ask_to_look, cast.case, actor=cast.officer)
        known = cast_at(Stage.RECEIVED)
        refused("identity_known_already", ask_to_look, known.case, actor=known.officer)

    def test_nobody_is_asked_twice_before_they_have_looked(self, session):
        cast = self.changed()
        ask_to_look(cast.case, actor=cast.officer, now=clock.now())
        refused("look_asked_already", ask_to_look, cast.case, actor=cast.officer)

    def test_who_looked_is_asked_anew_of_what_changed_since_with_the_lender(self, session):
        cast = cast_at(Stage.WITH_LENDER, withheld=True)
        cast.case.story = "补充：那天打到了单位"
        for _ in range(2):
            ask_to_look(cast.case, actor=cast.officer, now=clock.now())
            refused("look_asked_already", ask_to_look, cast.case, actor=cast.officer)
            view = lender_view_of(cast.case).fingerprint
            see_lender_view(cast.case, view=view, actor=cast.complainant, now=clock.now())
            cast.case.story += "。"

    def test_only_the_officer_asks(self, session):
        cast = self.changed()
        for actor in (cast.complainant, cast.lender):
            with pytest.raises(NotPermitted):
                ask_to_look(cast.case, actor=actor, now=clock.now())
