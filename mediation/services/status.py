"""Coming back without an account: by case number and follow-up code, or by proof of contact."""

import hmac
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import delete

from mediation.db import db, new_id, rows_changed
from mediation.domain.accounts import CODE_LASTS, Throttle, make_digits, read_digits
from mediation.domain.events import Event
from mediation.domain.permissions import Actor, system
from mediation.domain.references import read_code, read_reference
from mediation.domain.roles import Role
from mediation.domain.spaces import Space
from mediation.keyring import blind
from mediation.models.accounts import Pass, PassKind
from mediation.models.cases import Case
from mediation.queries import cases
from mediation.queries.notices import own_reach_of
from mediation.queries.status import asked_for, parties_reached_at
from mediation.services.accounts import check_mailing
from mediation.services.lifecycle import record
from mediation.services.notices import tell_people
from mediation.services.sessions import open_visit
from mediation.services.throttle import check_throttle, count_failure, forget_failure

# Compared with when there is no such case, so that both answers cost the same.
NO_CODE = "2222-2222-2222"


class Visit(NamedTuple):
    """Somebody who has shown that a case is theirs, and the token for their cookie."""

    case: Case
    token: str


def visit_case(
    reference: str, code: str, *, address: str, device: str, now: datetime
) -> Visit | None:
    """Let somebody in who knows number and code; None for whatever is wrong.

    The try must be kept, so a wrong code is an answer and not a refusal that undoes it.
    Raises Throttled.
    """
    number = read_reference(reference) or ""
    pair = f"{number or reference.strip()[:40]}\0{address}"
    check_throttle(Throttle.ADDRESS, address, now=now)
    check_throttle(Throttle.FOLLOW_UP, pair, now=now)
    counted = (
        count_failure(Throttle.ADDRESS, address, now=now),
        count_failure(Throttle.FOLLOW_UP, pair, now=now),
    )
    case = asked_for(number)
    kept = (case.follow_up_code if case is not None else None) or NO_CODE
    is_right = hmac.compare_digest(kept.encode(), read_code(code).encode())
    if case is None or not is_right:
        return None
    forget_failure(*counted)
    return Visit(case, open_visit(case.id, device=device, now=now))


def ask_code_again(
    reference: str, contact: str, *, address: str, locale: str, now: datetime
) -> int:
    """Send a one-time code to the contact given at filing, if it was given there.

    Returns the number under which the code is checked; it means nothing where none was sent.
    """
    check_mailing(contact, address=address, now=now)
    case = asked_for(read_reference(reference) or "")
    parties = parties_reached_at(case.id, contact) if case is not None else ()
    if case is None or not parties:
        return new_id()
    code = make_digits()
    kept = Pass(
        kind=PassKind.CODE_AGAIN,
        token_hash=b"",
        subject_id=case.id,
        created_at=now,
        expires_at=now + CODE_LASTS,
    )
    kept.token_hash = _fingerprint(kept.id, code)
    db.session.execute(
        delete(Pass).where(Pass.kind == PassKind.CODE_AGAIN, Pass.subject_id == case.id)
    )
    db.session.add(kept)
    reached = own_reach_of(parties[0])
    if reached is not None:
        reached = reached._replace(locale=locale)
        tell_people([reached], "code", key=f"code/{kept.id}", now=now, case_id=case.id, code=code)
    return kept.id


def show_code_again(pass_id: int, code: str, *, device: str, now: datetime) -> Visit | None:
    """Let somebody in who received the one-time code; None for whatever is wrong.

    That the follow-up code was shown is part of the case's history. Raises Throttled.
    """
    check_throttle(Throttle.CODE, str(pass_id), now=now)
    failure = count_failure(Throttle.CODE, str(pass_id), now=now)
    kept = db.session.get(Pass, pass_id)
    if kept is None or kept.kind is not PassKind.CODE_AGAIN or kept.expires_at <= now:
        return None
    if not hmac.compare_digest(kept.token_hash, _fingerprint(kept.id, read_digits(code))):
        return None
    case = cases.again(int(kept.subject_id or 0), actor=system())
    if case is None or not rows_changed(delete(Pass).where(Pass.id == kept.id)):
        return None
    forget_failure(failure)
    visitor = Actor(role=Role.COMPLAINANT, holder_id=case.id)
    record(case, Event.FOLLOW_UP_CODE_SHOWN, actor=visitor, now=now, space=Space.COMPLAINANT)
    return Visit(case, open_visit(case.id, device=device, now=now))


def _fingerprint(pass_id: int, code: str) -> bytes:
    return blind("code_again", f"{pass_id}:{code}")
