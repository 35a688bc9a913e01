"""The shape of a question for a deadline: which rule or length, from which day."""

from collections.abc import Mapping

from mediation.domain.clocks import clocks
from mediation.domain.lengths import MOST, Length, Unit
from mediation.domain.overrides import length_here
from mediation.web.forms.base import Form
from mediation.web.forms.fields import Choice, Day, Whole
from mediation.wording.catalogue import lazy
from mediation.wording.deadlines import length_said

OWN = "own"


class DeadlineForm(Form):
    """A rule of the house or a length of one's own; the day of the start; a day to act on."""

    class Meta(Form.Meta):
        csrf = False  # Nothing is kept, and asking needs no session.

    rule = Choice(lazy("Which deadline?"), as_list=True)
    number = Whole(
        lazy("How many?"),
        hint=lazy("Only for a length of your own."),
        most=max(MOST.values()),
        optional=True,
        width="s",
    )
    unit = Choice(
        lazy("Of what?"),
        as_list=True,
        options=[(unit, f"unit.{unit}") for unit in Unit if unit is not Unit.HOUR],
        coerce=Unit,
        optional=True,
    )
    started = Day(
        lazy("On which day did it begin?"),
        hint=lazy("The day on which it happened or you received it, for example 2026 1 20."),
    )
    act_on = Day(
        lazy("On which day do you mean to act?"),
        hint=lazy("Then you see whether that is in time."),
        optional=True,
    )

    def name_rules(self, locale: str, own: Mapping[str, str | None]) -> None:
        """Put the clocks into the list, each with its length here, in the reader's language."""
        self.lengths = {
            clock.id: length_here(clock, own.get(clock.id)) for clock in clocks().values()
        }
        named = [
            (
                clock.id,
                f"{clock.title[locale]} · {length_said(self.lengths[clock.id], locale)}",
                "",
                "",
                False,
            )
            for clock in clocks().values()
        ]
        self.rule.options = [*named, (OWN, lazy("Another length"))]

    def validate(self, extra_validators: object = None) -> bool:
        """The shape of each field; of one's own length both halves are needed."""
        right = super().validate(extra_validators)
        if self.rule.data == OWN:
            for half in (self.number, self.unit):
                if half.data is None and not half.errors:
                    half.errors = [half.gettext(lazy("Write how long, for example 15 and days"))]
                    right = False
        return right

    @property
    def length(self) -> Length:
        """What was chosen or written."""
        if self.rule.data == OWN:
            return Length(self.number.data, self.unit.data)
        return self.lengths[self.rule.data]
