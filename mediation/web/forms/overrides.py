"""The shape of a length of this installation's own, and of taking one back."""

from mediation.domain.clocks import Clock
from mediation.domain.lengths import MOST, Length, Unit
from mediation.domain.overrides import units_for
from mediation.web.forms.base import Form
from mediation.web.forms.fields import Choice, Text, Whole
from mediation.wording.catalogue import lazy

MOST_REASON = 500


class ReturnForm(Form):
    """Why the rule's own length holds again."""

    reason = Text(
        lazy("Why"),
        hint=lazy("Everybody who looks at such a date reads this beside it."),
        missing=lazy("Write why, so that whoever reads the date understands it."),
        most=MOST_REASON,
        rows=3,
    )


class OverrideForm(ReturnForm):
    """How long it lasts here, and why."""

    number = Whole(lazy("How many?"), least=1, most=max(MOST.values()), width="s")
    unit = Choice(lazy("Of what?"), as_list=True, coerce=Unit)

    def keep_to(self, clock: Clock) -> "OverrideForm":
        """Offer the units in which this rule may be given."""
        self.unit.options = [(unit, f"unit.{unit}") for unit in units_for(clock)]
        if self.unit.data is None and not self.unit.raw_data:
            self.unit.data = clock.length.unit
        return self

    @property
    def length(self) -> Length:
        """What was written."""
        return Length(self.number.data, self.unit.data)
