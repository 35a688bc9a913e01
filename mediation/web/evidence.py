"""Files of a case: list, hand in, look at, download, disclose, withdraw."""

import re
from typing import Any

from flask import Blueprint, Response, abort, redirect, request, stream_with_context

from mediation import clock
from mediation.domain.errors import Refused
from mediation.domain.evidence import SHOWN, clean_name
from mediation.domain.permissions import Action, may
from mediation.domain.spaces import SIDE_OF, Space, may_disclose, spaces_written
from mediation.gateways.files import Stored, pieces, receive
from mediation.models.cases import Case
from mediation.models.evidence import Evidence
from mediation.queries import evidence
from mediation.services.evidence import (
    disclose_evidence,
    owns,
    submit_evidence,
    withdraw_evidence,
)
from mediation.transaction import on_case
from mediation.web.audience import chosen_space
from mediation.web.converters import key
from mediation.web.file_words import description_of, name_of
from mediation.web.forms.evidence import EvidenceForm
from mediation.web.frame import show_case
from mediation.web.locale import current_locale
from mediation.web.login import current_actor
from mediation.web.opened import open_case
from mediation.web.pages import tell
from mediation.wording.catalogue import catalogue_of, lazy

bp = Blueprint("evidence", __name__)

# No file has more than nineteen figures of octets; a longer number is no range.
RANGE = re.compile(r"bytes=(\d{0,19})-(\d{0,19})$")


@bp.route("/cases/<reference>/evidence", methods=["GET", "POST"])
def index(reference: str) -> Any:
    """The files of a case, and the form that adds to them."""
    case = _case(reference)
    form = EvidenceForm.from_request()
    if form.accepted() and (space := chosen_space(form, "files")):
        # The bytes are kept first: nothing waits for them inside the transaction.
        arrived = _received(form)
        if arrived:
            _submit(case, form, arrived, space)
            tell("The files have arrived.")
            return redirect(f"/cases/{reference}/evidence", code=303)
    return _list(case, form)


def _received(form: EvidenceForm) -> list[tuple[Stored, str]]:
    try:
        return [(receive(file.stream), clean_name(file.filename)) for file in form.files.data]
    except Refused as error:
        form.refuse("files", error)
        return []


def _submit(
    case: Case, form: EvidenceForm, arrived: list[tuple[Stored, str]], space: Space
) -> None:
    with on_case(case, current_actor()) as (fresh, actor):
        for stored, name in arrived:
            submit_evidence(
                fresh,
                stored=stored,
                name=name,
                kind=form.kind.data,
                space=space,
                description=form.description.data,
                speaks_of_on=form.speaks_of_on.data,
                without_prejudice=form.without_prejudice.data,
                actor=actor,
                now=clock.now(),
            )


def _list(case: Case, form: EvidenceForm) -> str:
    actor = current_actor()
    found = evidence.shown(case, actor=actor, before=request.args.get("before", type=key))
    page = found[: evidence.PAGE]
    catalogue = catalogue_of(current_locale())
    return show_case(
        "evidence/index.html",
        case,
        tab="evidence",
        form=form,
        items=page,
        names={item.id: name_of(case, item, actor, catalogue) for item in page},
        after=page[-1].id if len(found) > evidence.PAGE else None,
        spaces=[one for one in spaces_written(actor, case) if one is not Space.PERSONAL],
        may_submit=may(actor, Action.SUBMIT_EVIDENCE, case),
    )


@bp.get("/cases/<reference>/evidence/<id:evidence_id>")
def detail(reference: str, evidence_id: int) -> str:
    """One file: what it is, its full fingerprint, who gave it, and what can be done with it."""
    case = _case(reference)
    item = _item(case, evidence_id)
    actor = current_actor()
    own = owns(item, actor) and SIDE_OF.get(item.by_role) is SIDE_OF.get(actor.role)
    return show_case(
        "evidence/detail.html",
        case,
        tab="evidence",
        item=item,
        name=name_of(case, item, actor, catalogue_of(current_locale())),
        description=description_of(case, item, actor),
        shown=item.media_type in SHOWN,
        may_disclose=may_disclose(actor.role, item.space)
        and owns(item, actor)
        and item.withdrawn_at is None,
        may_withdraw=own
        and item.withdrawn_at is None
        and may(actor, Action.WITHDRAW_EVIDENCE, case),
    )


@bp.get("/cases/<reference>/evidence/<id:evidence_id>/file")
def download(reference: str, evidence_id: int) -> Response:
    """The bytes themselves, whole or a range of them; never with a type that runs."""
    item = _item(_case(reference), evidence_id)
    if item.withdrawn_at is not None:
        abort(404)
    start, length, status = _asked_range(item.size)
    response = Response(
        stream_with_context(pieces(item.sha256, start, length)),
        status=status,
        direct_passthrough=True,
    )
    inline = "view" in request.args and item.media_type in SHOWN
    response.headers.update(_headers(item, inline=inline))
    response.headers["Content-Length"] = str(length)
    if status == 206:
        response.headers["Content-Range"] = f"bytes {start}-{start + length - 1}/{item.size}"
    return response


def _headers(item: Evidence, *, inline: bool) -> dict[str, str]:
    # The case's number would do in a file name, the person's words would not.
    name = f"evidence-{item.sha256.hex()[:12]}{ENDINGS.get(item.media_type, '.bin')}"
    return {
        "Content-Type": item.media_type if inline else "application/octet-stream",
        "Content-Disposition": f'{"inline" if inline else "attachment"}; filename="{name}"',
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
        "Accept-Ranges": "bytes",
        "ETag": f'"{item.sha256.hex()}"',
    }


ENDINGS = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "image/heic": ".heic",
    "application/pdf": ".pdf",
    "application/zip": ".zip",
    "audio/mpeg": ".mp3",
    "audio/amr": ".amr",
    "audio/mp4": ".m4a",
    "audio/wav": ".wav",
    "video/mp4": ".mp4",
    "text/plain": ".txt",
}


def _asked_range(size: int) -> tuple[int, int, int]:
    """Start, length and status for the Range header; anything odd means the whole file."""
    asked = RANGE.match(request.headers.get("Range", ""))
    if not asked or asked.groups() == ("", ""):
        return 0, size, 200
    first, last = asked.groups()
    if not first:
        start = max(size - int(last), 0)
        if start == size:
            abort(_no_such_range(size))
        return start, size - start, 206
    start = int(first)
    end = min(int(last) if last else size - 1, size - 1)
    if start > end:
        abort(_no_such_range(size))
    return start, end - start + 1, 206


def _no_such_range(size: int) -> Response:
    return Response(status=416, headers={"Content-Range": f"bytes */{size}"})


@bp.post("/cases/<reference>/evidence/<id:evidence_id>/disclosure")
def disclose(reference: str, evidence_id: int) -> Any:
    """Open a file to both sides."""
    return _change(
        reference, evidence_id, disclose_evidence, lazy("Both sides can see this file now.")
    )


@bp.post("/cases/<reference>/evidence/<id:evidence_id>/withdrawal")
def withdraw(reference: str, evidence_id: int) -> Any:
    """Take a file back, leaving a trace."""
    return _change(
        reference,
        evidence_id,
        withdraw_evidence,
        lazy("The file was taken back; a trace of it remains."),
    )


def _change(reference: str, evidence_id: int, verb: Any, words: str) -> Any:
    case = _case(reference)
    _item(case, evidence_id)
    with on_case(case, current_actor()) as (fresh, actor):
        item = evidence.by_id(fresh, evidence_id, actor=actor) or abort(404)
        verb(fresh, item, actor=actor, now=clock.now())
    tell(words)
    return redirect(f"/cases/{reference}/evidence", code=303)


def _case(reference: str) -> Case:
    return open_case(reference)


def _item(case: Case, evidence_id: int) -> Evidence:
    return evidence.by_id(case, evidence_id, actor=current_actor()) or abort(404)
