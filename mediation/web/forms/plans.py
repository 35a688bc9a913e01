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
NEEDED = {
    "total": lazy("Write the whole sum, for example 7800.00"),
    "instalments": lazy("Write into how many payments it is split; 1 means all at once"),
    "first_due_on": lazy("Write the day of the first payment"),
}
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
    total = Money(lazy("How much in all"), optional=True)
    instalments = Whole(
        lazy("In how many payments"),
        optional=True,
        least=1,
        most=most_instalments(),
        hint=lazy(
            "1 means all at once. The last one takes what does not divide evenly."
        ),
    )
    every = Choice(
        lazy("How often"),
        options=[
            (Every.MONTH.value, lazy("Every month")),
            (Every.WEEK.value, lazy("Every week")),
        ],
        optional=True,
        as_list=True,
        coerce=Every,
        width="m",
    )
    first_due_on = Day(lazy("Day of the first payment"), optional=True)

    def accepted(self) -> bool:
        """Whether it was sent, its shape is right, and it makes a plan."""
        return super().accepted() and self.is_plan()

    def is_plan(self) -> bool:
        """Whether what must be there beside a sum is there."""
        if self.payer.data == NOBODY:
            return True
        for name, words in NEEDED.items():
            if self[name].data is None:
                self[name].errors = [self[name].gettext(words)]
        return not self.errors

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
        "every": None if terms.every is Every.ONCE else terms.every,
        "first_due_on": terms.first_due_on,
    }


def payers(voice: str, *, with_nobody: bool = True) -> list[tuple[str, str]]:
    """The answers to "who pays", in the words of whoever asks."""
    sides = [(side.value, f"payer.{side}.{voice}") for side in (Side.COMPLAINANT, Side.LENDER)]
    return [*sides, (NOBODY, "payer.nobody")] if with_nobody else sides
