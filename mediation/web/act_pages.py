"""What the pages of single acts share: the case opened for an act, its page, the second asking."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import redirect
from werkzeug.wrappers import Response

from mediation.domain.errors import Refused
from mediation.domain.events import Event
from mediation.domain.lifecycle import stage_after
from mediation.domain.permissions import Action, permit
from mediation.models.cases import Case
from mediation.web.forms.base import Form
from mediation.web.forms.sure import FormSure
from mediation.web.frame import frame_of
from mediation.web.locale import current_locale
from mediation.web.login import current_actor
from mediation.web.opened import open_case
from mediation.web.pages import show, tell


def case_for(reference: str, action: Action, event: Event) -> Case:
    """The case, if this person may do this to it now; otherwise the refusal, before any form."""
    case = open_case(reference)
    check_open_to(case, action, event)
    return case


def check_open_to(case: Case, action: Action, event: Event) -> None:
    """Refuse what this person may not do to the case now."""
    permit(current_actor(), action, case)
    stage_after(case.stage, event, paused=case.paused_since_at is not None)


def act_page(template: str, case: Case, form: Form | None = None, **context: Any) -> str:
    """The page of one act, with its way back to the case."""
    frame = frame_of(case, current_actor(), tab="", locale=current_locale())
    return show(template, case=case, frame=frame, form=form, **context)


def ask_again(
    case: Case,
    form: FormSure,
    *,
    title: str,
    means: Sequence[str],
    button: str,
    shown: Sequence[tuple[str, str]] = (),
) -> str:
    """The page that asks once more before what cannot be undone.

    `means` are the sentences that say what follows; `shown` are heading and text of what was
    filled in. All are msgids but the texts.
    """
    return act_page(
        "acts/sure.html",
        case,
        form,
        title=title,
        means=means,
        button=button,
        shown=[(heading, text) for heading, text in shown if text],
        sent=form.sent(),
    )


def done(case: Case, words: str, part: str = "") -> Response:
    """Back to the case (or a part of it), with a sentence about what has happened."""
    tell(words)
    return redirect(f"/cases/{case.reference}{part}", code=303)


def put_beside_field(form: Form, error: Refused, fields: Mapping[str, str]) -> None:
    """Show a refusal beside the field that it speaks of; any other has a page of its own."""
    if error.reason not in fields:
        raise error
    form.refuse(fields[error.reason], error)
