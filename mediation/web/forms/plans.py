"""The shape of what is paid and when: shared by offers, awards and judgments."""

from typing import Any

from mediation.domain.errors import Refused
from mediation.domain.negotiation import Every, Terms
from mediation.domain.spaces import Side
from mediation.domain.talks import most_instalments
from mediation.web.forms.base import Form
from mediation.web.forms.choices import Choice
from mediation.web.forms.days import Day
from mediation.web.forms.typed import Money, Whole
from mediation.web.refusals import sentence_of
from mediation.wording.catalogue import lazy

NOBODY = "nobody"
# What must be there beside a sum; where no money is paid they stay empty.
NEEDED = ("total", "instalments", "every", "first_due_on")
PLANNED = ("payer", *NEEDED)
# Beside which field a refusal of the rules stands.
FIELD_OF = {
    "first_date_passed": "first_due_on",
    "too_many_instalments": "instalments",
    "sum_too_small": "total",
    "offer_says_nothing": "words",
    "stands_until_passed": "answer_by",
    "stands_too_long": "answer_by",
    "dismissed_pays_nothing": "payer",
}


class PlanForm(Form):
    """Who pays, how much, in how many parts, how often and from when."""

    payer = Choice(lazy("Who pays?"))
    total = Money(lazy("How much in all"), missing=lazy("Write the whole sum, for example 7800.00"))
    instalments = Whole(
        lazy("In how many payments"),
        missing=lazy("Write into how many payments it is split; 1 means all at once"),
        least=1,
        most=most_instalments(),
        hint=lazy("1 means all at once. The last one takes what does not divide evenly."),
    )
    every = Choice(
        lazy("How often"),
        options=[
            (Every.MONTH.value, lazy("Every month")),
            (Every.WEEK.value, lazy("Every week")),
        ],
        default=Every.MONTH,
        as_list=True,
        coerce=Every,
        width="m",
    )
    first_due_on = Day(
        lazy("Day of the first payment"), missing=lazy("Write the day of the first payment")
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for a plan only where money is paid."""
        for name in NEEDED:
            self[name].optional = self.payer.data == NOBODY
        valid = super().validate(extra_validators)
        for name in NEEDED:
            self[name].optional = False
        return valid

    def terms(self) -> Terms:
        """What was meant."""
        if self.payer.data == NOBODY:
            return Terms(payer=Side.LENDER)
        parts = self.instalments.data
        return Terms(
            payer=Side(self.payer.data),
            total_fen=self.total.data,
            instalments=parts,
            every=Every.ONCE if parts == 1 else self.every.data or Every.MONTH,
            first_due_on=self.first_due_on.data,
        )

    def blame(self, error: Refused) -> None:
        """Put a refusal beside the field that it speaks of, or at the head of the form."""
        name = FIELD_OF.get(error.reason)
        if name is not None and name in self:
            self.refuse(name, error)
        else:
            self.form_errors = [*self.form_errors, sentence_of(error)]


def stored(terms: Terms) -> dict[str, Any]:
    """What stands in the fields when an older plan is taken up."""
    if not terms.instalments:
        return {"payer": NOBODY}
    return {
        "payer": terms.payer.value,
        "total": terms.total_fen,
        "instalments": terms.instalments,
        "every": Every.MONTH if terms.every is Every.ONCE else terms.every,
        "first_due_on": terms.first_due_on,
    }


def payers(voice: str, *, with_nobody: bool = True) -> list[tuple[str, ...]]:
    """The answers to "who pays", in the words of whoever asks."""
    reader = voice if voice in ("complainant", "lender") else "staff"
    sides = [(side.value, f"payer.{side}.{reader}") for side in (Side.COMPLAINANT, Side.LENDER)]
    nobody = (NOBODY, "payer.nobody", "payer.nobody.means")
    return [*sides, nobody] if with_nobody else sides
