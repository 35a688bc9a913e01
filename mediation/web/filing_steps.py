"""The steps of filing as pages: which form each has, what it keeps, and where it leads."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple, TypeVar

from flask import request
from werkzeug.datastructures import MultiDict

from mediation.domain.intake import (
    Content,
    Step,
    answer,
    has_several_loans,
    is_by_staff,
    lane_of,
    name_of,
    place_of,
    step_after,
    step_before,
)
from mediation.domain.lanes import Lane
from mediation.domain.parties import ConsentKind
from mediation.models.intake import Draft
from mediation.queries.intake import content_of
from mediation.web.forms import complaints, intake
from mediation.web.forms.base import Form
from mediation.web.pages import show

SomeForm = TypeVar("SomeForm", bound=Form)

FORMS: dict[Step, Callable[[Content], type[Form]]] = {
    Step.LANE: lambda _content: intake.LaneForm,
    Step.CHANNEL: lambda _content: intake.ChannelForm,
    Step.WHO: lambda _content: intake.WhoForm,
    Step.REPRESENTED: lambda _content: intake.RepresentedForm,
    Step.CONTACT: lambda _content: intake.ContactForm,
    Step.STORY: lambda _content: complaints.StoryForm,
    Step.PRIOR: lambda _content: complaints.PriorForm,
    Step.WISHES: lambda content: complaints.wishes_form(
        _lane(content), several=has_several_loans(content)
    ),
    Step.SUPPORT: lambda _content: complaints.SupportForm,
    Step.IDENTITY: lambda _content: complaints.IdentityForm,
    Step.CONSENTS: lambda content: complaints.consents_form(_lane(content)),
}
# The question of these pages is the legend of their one choice.
ONE_QUESTION = frozenset({Step.LANE, Step.WHO, Step.CHANNEL, Step.IDENTITY})
# Answers that are kept as truth, and asked as yes or no.
YES_OR_NO = frozenset({"withheld", *ConsentKind})
DAYS = frozenset({"on", "since"})
# Not part of what a person typed.
OURS = frozenset({"csrf_token", "once", "later"})


class Place(NamedTuple):
    """Where one is on the way: for the head of the page."""

    step: Step
    name: str
    number: int
    steps: int
    back: str
    by_staff: bool


def place_on_way(step: Step, content: Content) -> Place:
    """Which step of how many, and what the back link leads to."""
    number, count = place_of(step, content)
    before = step_before(step, content)
    back = path_of(before) if before else "/file"
    return Place(
        step, name_of(step, content), number, count, came_from() or back, is_by_staff(content)
    )


def path_of(step: Step) -> str:
    """The address of a step."""
    return f"/file/{step}"


def path_after(step: Step, content: Content) -> str:
    """Where one goes on: back to the check page for those who came from it."""
    return came_from() or path_of(step_after(step, content))


def came_from() -> str:
    """The check page, for those who came from there to change something."""
    return path_of(Step.CHECK) if request.args.get("from") == Step.CHECK else ""


def form_of(step: Step, content: Content) -> Form:
    """The form of a step: as just sent, else as typed in vain before, else as kept."""
    kept = {"lane": lane_of(content)} if step is Step.LANE else answer(content, step)
    return form_on_page(step, FORMS[step](content), content, kept)


def form_on_page(
    page: str, form_class: type[Form], content: Content, kept: Mapping[str, Any]
) -> Form:
    """The same for any page of the way, by the name under which what was typed is kept."""
    typed = content.get("typed", {}).get(page)
    if typed and request.method != "POST":
        return _typed_again(form_class, typed)
    return form_stored(form_class, kept)


def _typed_again(form_class: type[Form], typed: list[list[str]]) -> Form:
    """The form with what could not be accepted, and what is wrong with it."""
    form = form_class(formdata=MultiDict([(name, text) for name, text in typed]))
    form.validate()
    if "csrf_token" in form:
        # It was judged when it was typed; only what was typed is judged again.
        form.csrf_token.errors = []
    return form


def form_stored(form_class: type[SomeForm], kept: Mapping[str, Any]) -> SomeForm:
    """The form as sent, else as it was kept."""
    return form_class.from_request(**{name: _asked(name, kept[name]) for name in kept})


def answers_of(form: Form) -> dict[str, Any]:
    """What was answered, as it is kept."""
    return {name: _kept(name, value) for name, value in form.data.items() if name not in OURS}


def typed_now() -> list[tuple[str, str]]:
    """What was sent, exactly as typed."""
    return [pair for pair in request.form.items(multi=True) if pair[0] not in OURS]


def show_step(template: str, draft: Draft, step: Step, **context: Any) -> str:
    """A page of the way, with its head."""
    content = content_of(draft)
    return show(
        template,
        draft=draft,
        place=place_on_way(step, content),
        lane=lane_of(content),
        question=step in ONE_QUESTION,
        **context,
    )


def _lane(content: Content) -> Lane:
    return lane_of(content) or Lane.FEES


def _asked(name: str, value: Any) -> Any:
    if name in YES_OR_NO and value is not None:
        return "yes" if value else "no"
    return date.fromisoformat(value) if name in DAYS and value else value


def _kept(name: str, value: Any) -> Any:
    if name in YES_OR_NO:
        return value == "yes"
    return value.isoformat() if isinstance(value, date) else value
