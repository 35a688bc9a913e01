"""The shape of answers about willingness, of a mediator's choosing, and of what they answer."""

from mediation.domain.assignment import BOTH, HEARD_BY, REACH, NotTaken, Replacement
from mediation.domain.parties import Channel
from mediation.domain.spaces import Side
from mediation.web.forms.base import Form
from mediation.web.forms.fields import Choice, MultiCheck, Tick
from mediation.web.forms.sure import FormSure, explanation
from mediation.wording.catalogue import lazy

YES_OR_NO = {"yes": True, "no": False}
SIDES = [(side, f"side.{side}") for side in BOTH]


class WillingnessForm(FormSure):
    """A side's own yes or no."""

    willing = Choice(
        lazy("Will you talk it over with a mediator?"),
        options=[
            ("yes", lazy("willing.yes"), lazy("willing.yes.means")),
            ("no", lazy("willing.no"), lazy("willing.no.means")),
        ],
    )
    words = explanation(lazy("Anything you want to add"), optional=True, rows=3)


class RecordedForm(FormSure):
    """An answer that an officer heard."""

    side = Choice(lazy("Who answered?"), options=SIDES, coerce=Side)
    willing = Choice(
        lazy("What was the answer?"),
        options=[("yes", lazy("willing.heard_yes")), ("no", lazy("willing.heard_no"))],
    )
    channel = Choice(
        lazy("How did it reach you?"),
        options=[(channel, f"channel.{channel}") for channel in HEARD_BY],
        coerce=Channel,
        as_list=True,
    )
    words = explanation(
        lazy("Who said it, when, in which words"),
        hint=lazy("Name of the speaker, day and time, the number called. The mediator reads this."),
        rows=3,
    )


class UnreachableForm(FormSure):
    """Every way that was tried to reach a side."""

    side = Choice(lazy("Who cannot be reached?"), options=SIDES, coerce=Side)
    tried = MultiCheck(
        lazy("Which ways have you tried?"),
        options=[(channel, f"reach.{channel}") for channel in REACH],
        coerce=Channel,
    )
    words = explanation(lazy("When each was tried, and what happened"), rows=3)


class OfferToMediatorForm(Form):
    """To whom the case is offered; the choices are the mediators who can take it."""

    mediator = Choice(lazy("To whom do you offer the case?"), coerce=int)


class AssignmentForm(Form):
    """Whether the mediator takes the case."""

    reply = Choice(
        lazy("Do you take this case?"),
        options=[
            ("accept", lazy("assignment.accept"), lazy("assignment.accept.means")),
            ("refuse", lazy("assignment.refuse"), lazy("assignment.refuse.means")),
        ],
    )
    no_tie = Tick(
        lazy("I have no tie to the complainant or to any company of this case."), optional=True
    )
    reason = Choice(
        lazy("If you do not take it: why"),
        options=[(kind, f"nottaken.{kind}") for kind in NotTaken],
        coerce=NotTaken,
        as_list=True,
        optional=True,
    )
    company = Choice(
        lazy("If you have a tie to a company: to which"), coerce=int, as_list=True, optional=True
    )
    words = explanation(lazy("In your words"), optional=True, rows=3)

    def lacks(self, name: str, msgid: str) -> bool:
        """Say beside a field what the chosen answer needs; always False."""
        field = self[name]
        field.errors = [*field.errors, field.gettext(msgid)]
        return False


class ReplacementForm(FormSure):
    """Why a mediator is replaced."""

    reason = Choice(
        lazy("Why is the mediator replaced?"),
        options=[(kind, f"replacement.{kind}") for kind in Replacement],
        coerce=Replacement,
        as_list=True,
    )
    words = explanation(lazy("Note for the body's people"), optional=True, rows=3)


class DisclosureForm(FormSure):
    """A tie that came to light."""

    words = explanation(
        lazy("What tie do you disclose?"),
        hint=lazy("To whom, of what kind, since when. Both sides read this word for word."),
    )


class DisclosureAnswerForm(Form):
    """Whether a side lets the tie stand."""

    agrees = Choice(
        lazy("May this mediator go on?"),
        options=[("yes", lazy("tie.yes")), ("no", lazy("tie.no"), lazy("tie.no.means"))],
    )


class MediatorComplaintForm(Form):
    """What a side complains of."""

    words = explanation(
        lazy("What happened?"),
        hint=lazy("What was said or done, when, and who was there."),
        rows=6,
    )


class ComplaintAnswerForm(FormSure):
    """What the body answers to a complaint about a mediator."""

    answer = explanation(
        lazy("Your answer"),
        hint=lazy("The side that complained reads this. The mediator does not."),
        rows=6,
    )
