"""The shape of what somebody publishes as the days off of a year."""

from mediation.web.forms.fields import Text
from mediation.web.forms.sure import FormSure
from mediation.wording.catalogue import lazy

MOST_TEXT = 8000


class CalendarForm(FormSure):
    """A notice or a list of days; kept only when it comes back from the page that shows it."""

    text = Text(
        lazy("The notice, or a list of days"),
        hint=lazy(
            "Paste the whole notice of the State Council. Or write one day a line: "
            "2027-01-01,off for a day off, 2027-01-10,worked for a weekend that is worked."
        ),
        missing=lazy("Paste the notice, or write at least one day off."),
        most=MOST_TEXT,
        rows=14,
    )
    source = Text(
        lazy("Where the days come from"),
        hint=lazy("The number and date of the notice, for example: State Council notice of 2026."),
        missing=lazy("Name the notice, so that anybody can look it up."),
        most=300,
        autocomplete="off",
    )
