"""The draft that this browser is writing: its secret lies in the cookie, nowhere else."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import session

from mediation import clock
from mediation.domain.accounts import token_hash
from mediation.domain.errors import NotFound
from mediation.domain.intake import lane_of
from mediation.domain.lanes import Lane
from mediation.models.intake import Draft
from mediation.queries.intake import content_of, draft_again, draft_of_token, drafts_of
from mediation.transaction import transaction
from mediation.web.login import current_actor

KEY = "draft"


def keep_draft(token: str) -> None:
    """Go on with the draft that this secret opens."""
    session[KEY] = token


def forget_draft() -> None:
    """Leave no way back to the draft on this device."""
    session.pop(KEY, None)


def draft_here() -> Draft | None:
    """The draft of this browser, filed or not, if whoever is asking may open it."""
    token = session.get(KEY)
    draft = draft_of_token(token_hash(token), as_of=clock.now()) if token else None
    return draft if draft is not None and _may_open(draft) else None


def unfinished() -> Draft | None:
    """The draft of this browser that can still be written on."""
    draft = draft_here()
    return draft if draft is not None and draft.filing_id is None else None


def begun_here() -> list[tuple[Draft, Lane | None]]:
    """What this browser or this account has begun to write, the latest first."""
    here = unfinished()
    drafts = {draft.id: draft for draft in drafts_of(current_actor(), as_of=clock.now())}
    if here is not None:
        drafts[here.id] = here
    latest = sorted(drafts.values(), key=lambda draft: draft.saved_at, reverse=True)
    return [(draft, lane_of(content_of(draft))) for draft in latest]


def filed_here() -> Draft | None:
    """The draft of this browser that was filed not long ago."""
    draft = draft_here()
    return draft if draft is not None and draft.filing_id is not None else None


def _may_open(draft: Draft) -> bool:
    """What an officer writes for somebody, only that officer goes on with."""
    actor = current_actor()
    if draft.entered_by_id is not None:
        return actor.account_id == draft.entered_by_id and actor.organisation_id == draft.body_id
    return actor.organisation_id is None


@contextmanager
def on_draft(draft: Draft) -> Iterator[Draft]:
    """A transaction on one draft, read again inside it and locked."""
    draft_id = draft.id
    with transaction():
        fresh = draft_again(draft_id)
        if fresh is None:
            raise NotFound()
        yield fresh
