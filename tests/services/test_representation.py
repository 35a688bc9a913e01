"""Whoever acts for a complainant binds them only with a written authority or their own yes."""

import json

import pytest

from mediation import clock
from mediation.domain.complaints import Person
from mediation.domain.errors import NotFound, NotPermitted
from mediation.domain.events import Event
from mediation.domain.lifecycle import Stage
from mediation.domain.parties import PartyKind
from mediation.models.notices import Notice
from mediation.queries import parties, settlement
from mediation.services.parties import add_representative
from mediation.services.representation import (
    ask_represented,
    check_authority,
    confirm_represented,
)
from tests.factories.accounts import make_borrower
from tests.factories.late_stages import agree, cast_at, draft, sign, sign_all
from tests.services.traces import events_of, refused

OWN = "+8613800001234"


@pytest.fixture(autouse=True)
def noise(session):
    """Another case with somebody who acts for another."""
    return represented(cast_at(Stage.MEDIATION))


def represented(cast, kind=PartyKind.RELATIVE, **contact):
    """Somebody with only a spoken authority acts for the complainant."""
    person = Person(
        kind,
        "周小梅",
        **contact or {"phone": "+8613900005678"},
        authority={"relation": "spouse", "authority": "spoken"},
    )
    add_representative(cast.case, person=person, actor=cast.complainant, now=clock.now())
    agree(cast)
    draft(cast)
    return cast


@pytest.fixture
def cast(session):
    return represented(cast_at(Stage.MEDIATION, phone=OWN))


@pytest.fixture
def agreement(session, cast):
    return settlement.unsigned(cast.case)


def representative_of(cast):
    return next(one for one in parties.of_case(cast.case) if one.kind is not PartyKind.COMPLAINANT)


def letters(session):
    session.flush()
    found = session.query(Notice).filter_by(kind="signing_code").order_by(Notice.id)
    return [(one.recipient, json.loads(one.facts)["code"]) for one in found]


def ask(cast, agreement):
    ask_represented(cast.case, agreement, actor=cast.complainant, now=clock.now())


def confirm(session, cast, agreement, code):
    session.flush()
    by = {"actor": cast.complainant, "now": clock.now()}
    return confirm_represented(cast.case, agreement, code=code, **by)


class TestSigning:
    @pytest.mark.parametrize("name", ["周小梅", ""])
    def test_nobody_signs_for_a_complainant_who_was_not_asked(self, cast, agreement, name):
        with refused("represented_not_asked", cast.case):
            sign(cast, cast.complainant, name=name)

    def test_the_code_goes_to_the_complainants_own_channel_alone(self, session, cast, agreement):
        ask(cast, agreement)
        assert [address for address, _ in letters(session)] == [OWN]

    def test_with_the_code_the_signature_counts(self, session, cast, agreement):
        ask(cast, agreement)
        ((_, code),) = letters(session)
        assert confirm(session, cast, agreement, code)
        sign_all(cast)
        assert cast.case.stage is Stage.PERFORMING

    def test_a_wrong_code_confirms_nothing(self, session, cast, agreement):
        ask(cast, agreement)
        assert not confirm(session, cast, agreement, "0")
        with refused("represented_not_asked", cast.case):
            sign(cast, cast.complainant)

    def test_a_code_for_another_text_confirms_nothing(self, session, cast, agreement):
        ask(cast, agreement)
        ((_, code),) = letters(session)
        assert confirm(session, cast, agreement, code)
        draft(cast, terms="另加一条。")
        session.flush()
        with refused("represented_not_asked", cast.case):
            sign(cast, cast.complainant)

    @pytest.mark.parametrize(
        "contact", [{"phone": OWN}, {"phone": "+8613900005678", "reach": {"safe_number": OWN}}]
    )
    def test_where_the_only_number_is_the_representatives_nobody_is_asked(self, session, contact):
        shared = represented(cast_at(Stage.MEDIATION, phone=OWN), **contact)
        with refused("represented_unreachable", shared.case):
            ask(shared, settlement.unsigned(shared.case))

    def test_for_a_deceased_nobody_says_yes(self, session):
        heir = represented(cast_at(Stage.MEDIATION, phone=OWN), kind=PartyKind.HEIR)
        with refused("represented_unreachable", heir.case):
            ask(heir, settlement.unsigned(heir.case))

    def test_whoever_signs_in_with_their_own_account_is_asked_nothing(self, session):
        cast = represented(cast_at(Stage.MEDIATION, borrower=make_borrower()))
        sign(cast, cast.complainant)
        assert events_of(cast.case)[-1] == Event.AGREEMENT_SIGNED

    def test_the_other_sides_sign_as_ever(self, cast, agreement):
        sign(cast, cast.lender)
        assert events_of(cast.case)[-1] == Event.AGREEMENT_SIGNED


class TestCheckAuthority:
    def test_a_written_authority_that_was_seen_binds(self, session, cast, agreement):
        found = representative_of(cast)
        check_authority(cast.case, found.id, actor=cast.officer, now=clock.now())
        assert events_of(cast.case)[-1] == Event.AUTHORITY_CHECKED
        assert found.authority_checked_by_id == cast.officer.account_id
        sign(cast, cast.complainant, name="周小梅")
        assert events_of(cast.case)[-1] == Event.AGREEMENT_SIGNED

    def test_is_the_officers_alone(self, cast):
        found = representative_of(cast)
        for actor in (cast.complainant, cast.lender, cast.mediator):
            with pytest.raises(NotPermitted):
                check_authority(cast.case, found.id, actor=actor, now=clock.now())

    def test_of_another_case_nobody_is_found(self, cast, noise):
        other = representative_of(noise)
        with pytest.raises(NotFound):
            check_authority(cast.case, other.id, actor=cast.officer, now=clock.now())
