"""The shape of the end of mediation."""

from mediation.domain.outcomes import NoSettlement
from mediation.services.mediation import SAID
from mediation.web.forms.base import Form
from mediation.web.forms.choices import Choice
from mediation.web.forms.typed import Text
from mediation.wording.catalogue import lazy


class EndForm(Form):
    """Why there was no settlement, from the closed list."""

    reason = Choice(
        lazy("Why was there no settlement?"),
        options=[(reason.value, f"nosettlement.{reason}") for reason in SAID],
        coerce=NoSettlement,
    )
    words = Text(
        lazy("In a sentence"),
        optional=True,
        most=2000,
        rows=3,
        hint=lazy("Kept on record. Say nothing of what was offered in confidence."),
    )


class StopForm(Form):
    """A side that stops; no reason is owed."""

    words = Text(
        lazy("If you like, say why"),
        optional=True,
        most=2000,
        rows=3,
        hint=lazy("You owe nobody a reason. This is kept on record."),
    )
