"""What an officer writes down of a supervisor's demand."""

from mediation.web.forms.base import Form
from mediation.web.forms.fields import Choice, Day, Text
from mediation.wording.catalogue import lazy


class DemandForm(Form):
    """Who demands the case, on which paper, for what and until when."""

    supervisor = Choice(lazy("Which supervisor demands it?"), coerce=int, as_list=True)
    basis = Text(
        lazy("The written demand"),
        hint=lazy("Its number, date and legal basis, as they stand on the paper"),
        most=200,
    )
    scope = Text(
        lazy("What it covers and what for"),
        hint=lazy("What is being looked into, in one or two sentences"),
        most=600,
        rows=3,
    )
    expires_on = Day(
        lazy("Until which day, that day included?"),
        hint=lazy("At the latest in 180 days, for example 2026 3 8"),
        future=True,
    )
