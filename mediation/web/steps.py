"""A page with one question about a case: its heading, its fields, one button."""

from typing import Any, NamedTuple

from mediation.domain.events import Event
from mediation.domain.permissions import Action
from mediation.domain.voices import VOICE_OF
from mediation.models.cases import Case
from mediation.web.act_pages import case_for
from mediation.web.forms.base import Form
from mediation.web.frame import DESK_VOICES
from mediation.web.login import current_actor
from mediation.web.pages import show


class Step(NamedTuple):
    """What such a page says; every text is a msgid."""

    action: Action  # Who may ask it, and when.
    event: Event
    title: str
    button: str
    lead: str = ""
    back: str = ""  # The part of the case from which one comes, below its address.
    warning: str = ""
    danger: bool = False
    enctype: str = ""
    fields: tuple[str, ...] = ()  # Their order, where it is not that of the form.


def show_step(case: Case, form: Form, step: Step, **context: Any) -> str:
    """Render the page of one question."""
    desk = VOICE_OF[current_actor().role] in DESK_VOICES
    fields = [form[name] for name in step.fields] or list(form)
    return show(
        "steps/show.html", case=case, form=form, step=step, fields=fields, desk=desk, **context
    )


def case_of(reference: str, step: Step) -> Case:
    """The case, if this may be done to it now by whoever asks; otherwise the refusal."""
    return case_for(reference, step.action, step.event)
