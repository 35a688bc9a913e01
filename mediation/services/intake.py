"""Filing: one draft becomes a filing with a case for each loan, in one transaction."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from mediation.db import db, insert_rows, new_id
from mediation.domain.complaints import (
    Attached,
    Complaint,
    Happening,
    complaints_of,
    own_channel,
)
from mediation.domain.consents import check_papers
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
    rules_of_filing,
)
from mediation.domain.lifecycle import OWNER, Stage
from mediation.domain.parties import CONSENT_VERSION
from mediation.domain.permissions import Actor
from mediation.domain.references import make_code, make_reference
from mediation.domain.roles import Desk, Role
from mediation.domain.spaces import Space
from mediation.models.cases import Case
from mediation.models.evidence import Evidence
from mediation.models.intake import Draft, DraftFile, Filing
from mediation.models.organisations import Organisation
from mediation.models.parties import Company, Consent, StoryEvent
from mediation.queries.intake import body_for_filing, content_of, files_of, is_filed
from mediation.queries.notices import Recipient, reached_by
from mediation.queries.parties import FILED_FOR_YOU
from mediation.services.drafts import adopt_draft
from mediation.services.lifecycle import move, record_all, seat_case
from mediation.services.notices import tell_people
from mediation.services.organisations import check_takes_cases
from mediation.services.parties import party_of
from mediation.services.search import index_case


def view_of(content: Content, files: Sequence[DraftFile]) -> str:
    """The fingerprint of what the lenders would see if the draft were filed now."""
    return "".join(views_of(complaints_of(content, attached(content, files))))


def views_of(complaints: Iterable[Complaint]) -> list[str]:
    """The fingerprint of what the lender would see of each."""
    return [lender_view(complaint).fingerprint for complaint in complaints]


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
    `draft_is_filed`, `consent_to_sensitive_missing`) before anything is written.
    """
    if draft.filing_id is not None or is_filed(once):
        raise Refused("draft_is_filed")
    content, files = content_of(draft), files_of(draft)
    complaints = complaints_of(content, attached(content, files))
    views = views_of(complaints)
    check_complete(content, proven=draft.proven_at is not None, view="".join(views))
    kinds = {EvidenceKind(row.kind) for row in files}
    check_papers(kinds, {kind for each in complaints for kind in each.consents})
    body_id = draft.body_id or body_for_filing()
    if body_id is None:
        raise Refused("no_body_takes_cases")
    if draft.body_id is not None:
        check_takes_cases(db.session.get_one(Organisation, body_id))

    adopt_draft(draft, actor=actor)
    filing_id = new_id()
    code = make_code()
    found = []
    for complaint, view in zip(complaints, views, strict=True):
        case = _make_case(complaint, filing_id, body_id, code, now)
        db.session.add(case)
        _file(case, complaint, draft, view, actor=_as_complainant(actor, case), now=now)
        _add_evidence(case, files, kept_back=has_several_loans(content))
        _index(case, complaint)
        found.append(case)
    filing = {"id": filing_id, "once": once, "account_id": draft.account_id, "filed_at": now}
    insert_rows(Filing, [filing])
    draft.filing_id = filing_id
    # All of it lies in the cases now; a second copy would only be a second risk.
    draft.content = "{}"
    draft.saved_at, draft.expires_at = now, now + rules_of_filing().keep_receipt
    _send_receipts(found, content, complaints[0], draft, now)
    return found


def _make_case(
    complaint: Complaint, filing_id: int, body_id: int, code: str, now: datetime
) -> Case:
    respondent = complaint.respondent
    return Case(
        reference=make_reference(now.year),
        filing_id=filing_id,
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


def _file(
    case: Case, complaint: Complaint, draft: Draft, view: str, *, actor: Actor, now: datetime
) -> None:
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
    consents = sorted(complaint.consents)
    happened = [
        (Event.LENDER_VIEW_SEEN, {"view": view}),
        *((Event.CONSENT_GIVEN, {"kind": kind, "version": CONSENT_VERSION}) for kind in consents),
    ]
    record_all(case, happened, actor=actor, now=now, space=Space.COMPLAINANT)
    given = {"case_id": case.id, "version": CONSENT_VERSION, "given_at": now}
    insert_rows(Consent, [{"id": new_id(), "kind": kind, **given} for kind in consents])
    _add_rows(case, complaint, draft, now=now)


def _add_rows(case: Case, complaint: Complaint, draft: Draft, *, now: datetime) -> None:
    for person in complaint.people:
        own = person is complaint.filer
        reached = replace(person, reach={**person.reach, "locale": draft.locale})
        db.session.add(
            party_of(
                case.id,
                reached,
                account_id=draft.account_id if own else None,
                proven_at=draft.proven_at if own else None,
                proven_blind=draft.proven_blind if own else None,
                now=now,
            )
        )
    companies = [
        {
            "id": new_id(),
            "case_id": case.id,
            "organisation_id": row.organisation_id,
            "name": row.name,
            "role": row.role,
            "answers": row.answers,
            "added_at": now,
        }
        for row in complaint.companies
    ]
    insert_rows(Company, companies)
    insert_rows(StoryEvent, [_story_row(case, row) for row in complaint.happenings])


def _story_row(case: Case, happening: Happening) -> dict[str, Any]:
    row_id = new_id()
    return {
        "id": row_id,
        "case_id": case.id,
        "happened_on": happening.on,
        "words": StoryEvent.words.seal(row_id, happening.words),
    }


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


def _index(case: Case, complaint: Complaint) -> None:
    index_case(
        case,
        names=[person.name for person in complaint.people],
        numbers=[person.phone for person in complaint.people],
        companies=[row.name for row in complaint.companies],
    )


def _send_receipts(
    found: Sequence[Case], content: Content, complaint: Complaint, draft: Draft, now: datetime
) -> None:
    """To whoever filed; and to a person for whom somebody filed, on a channel of their own."""
    contact = answer(content, Step.CONTACT)
    filer = reached_by(draft.id, contact, locale=draft.locale, account_id=draft.account_id)
    reached = {"complaint_filed": filer}
    own = own_channel(complaint)
    if own is not None:
        reached[FILED_FOR_YOU] = Recipient(draft.id, *own, draft.locale)
    for notice, person in reached.items():
        tell_people(
            [person],
            notice,
            key=f"{notice}/{found[0].id}",
            now=now,
            case=found[0],
            path="/status",
            count=len(found),
            filed_at=now,
        )
