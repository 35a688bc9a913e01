"""Rows that a draft holds: its loans with their companies, and what happened on which day."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from mediation.domain.errors import NotFound
from mediation.domain.intake import Step, answer, check_room
from mediation.domain.parties import CompanyRole
from mediation.models.intake import Draft
from mediation.queries.intake import content_of
from mediation.services.drafts import save_step

Rows = list[dict[str, Any]]


def loans_of(draft: Draft) -> Rows:
    """The loans so far; each has a `key` of its own."""
    return list(answer(content_of(draft), Step.LOANS) or [])


def loan_with(draft: Draft, key: int) -> dict[str, Any]:
    """One loan; raises NotFound."""
    for loan in loans_of(draft):
        if loan["key"] == key:
            return loan
    raise NotFound()


def add_loan(draft: Draft, *, values: dict[str, Any], now: datetime) -> int:
    """Write down one more loan; returns its key."""
    loans = loans_of(draft)
    check_room("loans", loans)
    key = _next_key(loans)
    loans.append({**values, "key": key, "companies": []})
    save_step(draft, Step.LOANS, answers=loans, now=now)
    return key


def change_loan(draft: Draft, key: int, *, values: dict[str, Any], now: datetime) -> None:
    """Write a loan anew; its companies stay."""
    loan_with(draft, key)
    _change(draft, key, lambda loan: {**loan, **values}, now)


def remove_loan(draft: Draft, key: int, *, now: datetime) -> None:
    """Take a loan out; doing it twice changes nothing."""
    left = [loan for loan in loans_of(draft) if loan["key"] != key]
    save_step(draft, Step.LOANS, answers=left, now=now)


def add_company(
    draft: Draft,
    key: int,
    *,
    name: str,
    role: CompanyRole,
    organisation_id: int | None,
    now: datetime,
) -> None:
    """Name a company of a loan; naming it twice in the same part changes nothing."""
    loan = loan_with(draft, key)
    check_room("companies", loan["companies"])
    row = {"name": name, "role": role, "organisation_id": organisation_id}
    others = [other for other in loan["companies"] if not _is_same(other, row)]
    _change(draft, key, lambda kept: {**kept, "companies": [*others, row], "unknown": False}, now)


def remove_company(draft: Draft, key: int, place: int, *, now: datetime) -> None:
    """Take the company at this place out of a loan."""
    companies = [row for n, row in enumerate(loan_with(draft, key)["companies"]) if n != place]
    _change(draft, key, lambda loan: {**loan, "companies": companies}, now)


def mark_unknown(draft: Draft, key: int, *, now: datetime) -> None:
    """Say that nobody knows who stands behind this loan or these calls: it will be traced."""
    loan_with(draft, key)
    _change(draft, key, lambda loan: {**loan, "unknown": True}, now)


def events_of(draft: Draft) -> Rows:
    """What happened, as written down so far, the earliest first."""
    rows = list(answer(content_of(draft), Step.EVENTS) or [])
    return sorted(rows, key=lambda row: (row["on"] is None, row["on"] or ""))


def add_event(draft: Draft, *, words: str, on: str | None, now: datetime) -> None:
    """Write down one thing that happened; the same thing on the same day only once."""
    rows = events_of(draft)
    check_room("events", rows)
    if not any(row["words"] == words and row["on"] == on for row in rows):
        rows.append({"key": _next_key(rows), "words": words, "on": on})
    _save_events(draft, rows, now)


def remove_event(draft: Draft, key: int, *, now: datetime) -> dict[str, Any] | None:
    """Take one thing out; returns it, so that it can be written anew."""
    rows = events_of(draft)
    _save_events(draft, [row for row in rows if row["key"] != key], now)
    return next((row for row in rows if row["key"] == key), None)


def _save_events(draft: Draft, rows: Rows, now: datetime) -> None:
    save_step(draft, Step.EVENTS, answers=rows, now=now)


def _change(
    draft: Draft, key: int, changed: Callable[[dict[str, Any]], dict[str, Any]], now: datetime
) -> None:
    loans = [changed(loan) if loan["key"] == key else loan for loan in loans_of(draft)]
    save_step(draft, Step.LOANS, answers=loans, now=now)


def _is_same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return one["name"] == other["name"] and one["role"] == other["role"]


def _next_key(rows: Rows) -> int:
    return max((row["key"] for row in rows), default=0) + 1
