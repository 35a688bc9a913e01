"""Filing: one draft becomes a filing with a case for each loan, in one transaction."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from mediation.db import db
from mediation.domain.complaints import Attached, Complaint, complaints_of
from mediation.domain.disclosure import lender_view, space_of_file
from mediation.domain.errors import Refused
from mediation.domain.events import Event
from mediation.domain.evidence import EvidenceKind
from mediation.domain.intake import (
    Content,
    Step,
    answer,
    check_complete,
    has_several_loans,
    reached_at,
    rules_of_filing,
)
from mediation.domain.lifecycle import OWNER, Stage
from mediation.domain.parties import CONSENT_VERSION, PartyKind
from mediation.domain.permissions import Actor
from mediation.domain.references import make_code, make_reference
from mediation.domain.roles import Desk, Role
from mediation.domain.spaces import Space
from mediation.models.cases import Case
from mediation.models.evidence import Evidence
from mediation.models.intake import Draft, DraftFile, Filing
from mediation.models.parties import Company, Consent, StoryEvent
from mediation.queries.intake import body_for_filing, content_of, files_of, filing_with
from mediation.services.drafts import adopt_draft
from mediation.services.lifecycle import move, record, seat_case
from mediation.services.notices import tell
from mediation.services.parties import party_of
from mediation.services.search import index_case


def view_of(content: Content, files: Sequence[DraftFile]) -> str:
    """The fingerprint of what the lenders would see if the draft were filed now."""
    return "".join(
        lender_view(complaint).fingerprint
        for complaint in complaints_of(content, attached(content, files))
    )


def attached(content: Content, files: Iterable[DraftFile]) -> list[Attached]:
    """The files of a draft, each with whether the lender gets it.

    Of several loans nobody knows which file is about which: no lender gets any, until the
    complainant opens it in the case where it belongs.
    """
    withheld = answer(content, Step.IDENTITY).get("withheld") is True or has_several_loans(content)
    return [
        Attached(
            row.kind,
            row.name or "",
            kept_back=space_of_file(
                EvidenceKind(row.kind), withheld=withheld, kept_back=row.kept_back
            )
            is not Space.JOINT,
        )
        for row in files
    ]


def file_complaint(draft: Draft, *, once: bytes, actor: Actor, now: datetime) -> list[Case]:
    """File what the draft holds: a case for each loan. The draft must be locked.

    Raises Refused (`complaint_incomplete`, `contact_not_proven`, `no_body_takes_cases`,
    `draft_is_filed`) before anything is written.
    """
    if draft.filing_id is not None or filing_with(once) is not None:
        raise Refused("draft_is_filed")
    content, files = content_of(draft), files_of(draft)
    check_complete(content, proven=draft.proven_at is not None, view=view_of(content, files))
    body_id = draft.body_id or getattr(body_for_filing(), "id", None)
    if body_id is None:
        raise Refused("no_body_takes_cases")

    adopt_draft(draft, actor=actor)
    filing = Filing(once=once, account_id=draft.account_id, filed_at=now)
    code = make_code()
    found = []
    for complaint in complaints_of(content, attached(content, files)):
        case = _make_case(complaint, filing, body_id, code, now)
        db.session.add(case)
        _file(case, complaint, draft, actor=_as_complainant(actor, case), now=now)
        _add_evidence(case, files, kept_back=has_several_loans(content))
        index_case(
            case,
            names=[person.name for person in complaint.people],
            numbers=[person.phone for person in complaint.people],
            companies=[row.name for row in complaint.companies],
        )
        found.append(case)
    db.session.add(filing)
    draft.filing_id = filing.id
    # All of it lies in the cases now; a second copy would only be a second risk.
    draft.content = "{}"
    draft.saved_at, draft.expires_at = now, now + rules_of_filing().keep_receipt
    _send_receipts(found, content, draft, now)
    return found


def _make_case(
    complaint: Complaint, filing: Filing, body_id: int, code: str, now: datetime
) -> Case:
    respondent = complaint.respondent
    return Case(
        reference=make_reference(now.year),
        filing_id=filing.id,
        lane=complaint.lane,
        also=",".join(complaint.also),
        channel=complaint.channel,
        stage=Stage.DRAFT,
        stage_since_at=now,
        turn=OWNER[Stage.DRAFT],
        stirred_at=now,
        filed_at=now,
        body_id=body_id,
        lender_id=respondent.organisation_id if respondent else None,
        respondent_name=complaint.against,
        complainant_name=complaint.complainant.name,
        identity_withheld=complaint.identity_withheld,
        amount_fen=complaint.amount_fen,
        desired_outcome=complaint.wishes.get("words") or None,
        story=complaint.story or None,
        answers=json.dumps(
            {
                "loan": complaint.loan,
                "details": complaint.details,
                "prior": complaint.prior,
                "wishes": complaint.wishes,
            },
            ensure_ascii=False,
        ),
        follow_up_code=code,
    )


def _as_complainant(actor: Actor, case: Case) -> Actor:
    """A visitor who files acts from the desk that is the case itself."""
    return actor if actor.is_authenticated else Actor(Role.COMPLAINANT, holder_id=case.id)


def _file(case: Case, complaint: Complaint, draft: Draft, *, actor: Actor, now: datetime) -> None:
    move(
        case,
        Event.COMPLAINT_FILED,
        actor=actor,
        now=now,
        lane=complaint.lane,
        channel=complaint.channel,
        companies=[[row.name, row.role] for row in complaint.companies],
        withheld=complaint.identity_withheld,
    )
    seat_case(case, Desk.OFFICER, case.body_id, now=now)
    seat_case(case, Desk.COMPLAINANT, case.id, now=now)
    if draft.account_id is not None:
        seat_case(case, Desk.COMPLAINANT, draft.account_id, now=now)
    for seat in case.seats:
        # What they have just written themselves is no news to them.
        seat.unread = seat.desk is Desk.OFFICER
    record(
        case,
        Event.LENDER_VIEW_SEEN,
        actor=actor,
        now=now,
        space=Space.COMPLAINANT,
        view=lender_view(complaint).fingerprint,
    )
    _add_rows(case, complaint, draft, actor=actor, now=now)


def _add_rows(
    case: Case, complaint: Complaint, draft: Draft, *, actor: Actor, now: datetime
) -> None:
    for person in complaint.people:
        own = person is complaint.filer
        reached = replace(person, reach={**person.reach, "locale": draft.locale})
        db.session.add(
            party_of(
                case.id,
                reached,
                account_id=draft.account_id if own else None,
                proven_at=draft.proven_at if own else None,
                now=now,
            )
        )
    for row in complaint.companies:
        db.session.add(
            Company(
                case_id=case.id,
                organisation_id=row.organisation_id,
                name=row.name,
                role=row.role,
                answers=row.answers,
                added_at=now,
            )
        )
    for happening in complaint.happenings:
        db.session.add(StoryEvent(case_id=case.id, on=happening.on, words=happening.words))
    for kind in sorted(complaint.consents):
        record(
            case,
            Event.CONSENT_GIVEN,
            actor=actor,
            now=now,
            space=Space.COMPLAINANT,
            kind=kind,
            version=CONSENT_VERSION,
        )
        db.session.add(Consent(case_id=case.id, kind=kind, version=CONSENT_VERSION, given_at=now))


def _add_evidence(case: Case, files: Sequence[DraftFile], *, kept_back: bool) -> None:
    for row in files:
        kind = EvidenceKind(row.kind)
        space = space_of_file(
            kind, withheld=case.identity_withheld, kept_back=kept_back or row.kept_back
        )
        db.session.add(
            Evidence(
                case_id=case.id,
                kind=kind,
                space=space,
                name=row.name,
                media_type=row.media_type,
                size=row.size,
                sha256=row.sha256,
                by_id=None,
                by_role=Role.COMPLAINANT,
                received_at=row.received_at,
            )
        )


def _send_receipts(found: Sequence[Case], content: Content, draft: Draft, now: datetime) -> None:
    """To whoever filed; and to a person for whom somebody filed, on their own contact."""
    contact = answer(content, Step.CONTACT)
    reached = [("complaint_filed", *reached_at(contact))]
    represented = answer(content, Step.REPRESENTED)
    kind = answer(content, Step.WHO).get("kind")
    if kind in (PartyKind.REPRESENTATIVE, PartyKind.RELATIVE):
        reached.append(("complaint_filed_for_you", *reached_at(represented)))
    for notice, channel, address in reached:
        if address:
            tell(
                notice,
                key=f"{notice}:{found[0].id}",
                channel=channel,
                recipient=address,
                locale=draft.locale,
                now=now,
                case_id=found[0].id,
                reference=found[0].reference,
                count=len(found),
                filed_at=now,
            )
