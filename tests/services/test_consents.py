"""A consent that is taken back ends what needs it, and whoever works on the case is told."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from mediation.domain.errors import Refused
from mediation.domain.evidence import EvidenceKind
from mediation.domain.lifecycle import Stage
from mediation.domain.parties import ConsentKind
from mediation.domain.permissions import nobody
from mediation.domain.spaces import Space
from mediation.gateways.files import Stored
from mediation.models.evidence import Evidence
from mediation.models.notices import Notice
from mediation.queries.complaints import complaint_of
from mediation.services.admission import admit_case
from mediation.services.consents import give_consent, withdraw_consent
from mediation.services.correspondence import send_message
from mediation.services.drafts import attach_file
from mediation.services.evidence import disclose_evidence, submit_evidence
from mediation.services.intake import file_complaint
from mediation.services.parties import reveal_identity
from mediation.services.willingness import ask_willingness
from tests.factories.drafts import make_draft, mark_seen, prove
from tests.factories.organisations import make_mediation_body
from tests.factories.stages import agree_to_mediate, cast_at, offer_to_mediator
from tests.services.traces import refused

PASS, BODY, SENSITIVE = (
    ConsentKind.PASS_TO_LENDER,
    ConsentKind.MEDIATION_BODY,
    ConsentKind.SENSITIVE,
)
PAPER = Stored(b"1" * 32, 10, "image/png")


@pytest.fixture(autouse=True)
def noise(session):
    """Another case, all of whose consents run."""
    return cast_at(Stage.RECEIVED)


def without(kind, stage, now, session, **answers):
    cast = cast_at(stage, **answers)
    withdraw_consent(cast.case, kind=kind, actor=cast.complainant, now=now)
    session.flush()
    return cast


def hand_in(cast, now, *, kind=EvidenceKind.CONTRACT, space=Space.JOINT):
    return submit_evidence(
        cast.case,
        stored=PAPER,
        name="a.png",
        kind=kind,
        space=space,
        actor=cast.complainant,
        now=now,
    )


def write(cast, space, now, actor=None):
    return send_message(
        cast.case, body="您好", space=space, once="1", actor=actor or cast.complainant, now=now
    )


class TestPassToLender:
    def test_nothing_new_of_the_complainants_goes_to_the_company(self, session, now):
        cast = without(PASS, Stage.NEGOTIATION, now, session, withheld=True)
        with refused("consent_to_share_missing", cast.case):
            write(cast, Space.JOINT, now)
        with refused("consent_to_share_missing", cast.case):
            hand_in(cast, now)
        with refused("consent_to_pass_on_missing", cast.case):
            reveal_identity(cast.case, actor=cast.complainant, now=now)
        item = hand_in(cast, now, space=Space.COMPLAINANT)
        with refused("consent_to_share_missing", cast.case):
            disclose_evidence(cast.case, item, actor=cast.complainant, now=now)

    def test_the_mediation_body_is_still_written_to_and_the_company_may_write(self, session, now):
        cast = without(PASS, Stage.NEGOTIATION, now, session)
        write(cast, Space.COMPLAINANT, now)
        write(cast, Space.JOINT, now, actor=cast.lender)

    def test_given_again_it_holds_again(self, session, now):
        cast = without(PASS, Stage.NEGOTIATION, now, session)
        later = now + timedelta(minutes=1)
        give_consent(cast.case, kind=PASS, actor=cast.complainant, now=later)
        session.flush()
        write(cast, Space.JOINT, later)


class TestMediationBody:
    def test_neither_admission_nor_mediation_begins(self, session, now):
        cast = without(BODY, Stage.RECEIVED, now, session)
        with refused("consent_to_mediation_body_missing", cast.case):
            admit_case(cast.case, actor=cast.officer, now=now)
        cast = without(BODY, Stage.AWAITING_MEDIATOR, now, session)
        with refused("consent_to_mediation_body_missing", cast.case):
            ask_willingness(cast.case, actor=cast.officer, now=now)

    def test_no_mediator_is_found(self, session, now):
        cast = cast_at(Stage.AWAITING_MEDIATOR)
        agree_to_mediate(cast)
        withdraw_consent(cast.case, kind=BODY, actor=cast.complainant, now=now)
        session.flush()
        with refused("consent_to_mediation_body_missing", cast.case):
            offer_to_mediator(cast)


class TestSensitive:
    def test_no_paper_about_the_person_is_taken(self, session, now):
        cast = without(SENSITIVE, Stage.RECEIVED, now, session)
        with refused("consent_to_sensitive_missing", cast.case):
            hand_in(cast, now, kind=EvidenceKind.IDENTITY, space=Space.COMPLAINANT)
        hand_in(cast, now)
        assert session.scalar(select(Evidence).where(Evidence.case_id == cast.case.id))

    @pytest.mark.parametrize("agreed", [True, False])
    def test_support_is_kept_only_where_it_was_agreed_to(self, session, agreed):
        consents = {"mediation_body": True, "pass_to_lender": True, "sensitive": agreed}
        said = {"consents": consents, "support": {"words": "刚做完手术", "needs": ["slow"]}}
        case = cast_at(Stage.RECEIVED, changes=said).case
        assert bool(complaint_of(case).complainant.support) is agreed

    def test_a_draft_with_such_a_paper_is_not_filed_without_it(self, session, now):
        make_mediation_body()
        consents = {"mediation_body": True, "pass_to_lender": True, "sensitive": False}
        draft, _ = make_draft(changes={"consents": consents})
        prove(draft)
        attach_file(
            draft,
            stored=PAPER,
            name="a.png",
            kind=EvidenceKind.IDENTITY,
            kept_back=True,
            now=now,
        )
        mark_seen(draft)
        session.flush()
        with pytest.raises(Refused, match="consent_to_sensitive_missing"):
            file_complaint(draft, once=b"1" * 32, actor=nobody(), now=now)


class TestTelling:
    def test_officer_and_mediator_are_told(self, session, now):
        cast = without(BODY, Stage.MEDIATION, now, session)
        rows = session.scalars(
            select(Notice).where(Notice.kind == "consent_withdrawn", Notice.channel == "mail")
        ).all()
        assert len({row.recipient for row in rows}) == 2
        assert {row.case_id for row in rows} == {cast.case.id}
