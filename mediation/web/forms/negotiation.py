"""The shape of an offer, of an answer to one, and of a new first date."""

from mediation.web.forms.base import Form
from mediation.web.forms.choices import Choice, Option
from mediation.web.forms.days import Day
from mediation.web.forms.plans import PlanForm
from mediation.web.forms.typed import Text
from mediation.wording.catalogue import lazy


class OfferForm(PlanForm):
    """An offer; `step` says whether it is being written, looked at, or sent."""

    words = Text(
        lazy("What else is promised"),
        optional=True,
        most=4000,
        rows=5,
        hint=lazy(
            "For example: collection stops on signing; penalty interest is waived; "
            "the credit record is corrected within 20 days of the last payment."
        ),
    )
    answer_by = Day(
        lazy("Until which day the other side can answer"),
        future=True,
        hint=lazy("At the end of this day the offer lapses. Silence is never taken as a yes."),
    )


class RejectionForm(Form):
    """A no; the reason is the writer's own affair."""

    words = Text(
        lazy("Why not"),
        optional=True,
        most=2000,
        rows=4,
        hint=lazy("The other side reads this. You may leave it empty."),
    )


class DateForm(Form):
    """A new first date for an old offer."""

    first_due_on = Day(lazy("New day of the first payment"), future=True)
    answer_by = Day(lazy("Until which day the other side can answer"), future=True)


ANSWERS = [
    Option("counter", lazy("Make a new offer"), lazy("Your own figures, in place of theirs")),
    Option(
        "accept",
        lazy("Accept this offer"),
        lazy("An agreement is written next; nothing binds before everybody has signed"),
    ),
    Option("reject", lazy("Say no"), lazy("You need not give a reason. Talks go on.")),
]


class AnswerForm(Form):
    """What one wants to do with an offer of the other side."""

    answer = Choice(lazy("How do you answer?"), options=ANSWERS)
