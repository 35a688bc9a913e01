"""What a mediator fills in about themselves."""

from mediation.domain.lanes import Lane
from mediation.domain.profiles import LANGUAGES
from mediation.web.forms.base import Form
from mediation.web.forms.fields import Choice, Day, MultiCheck, Text
from mediation.wording.catalogue import lazy


class ProfileForm(Form):
    """Languages, specialisms, absence."""

    languages = MultiCheck(
        lazy("In which languages do you mediate?"),
        options=[(language, f"language.{language}") for language in LANGUAGES],
    )
    specialisms = MultiCheck(
        lazy("Which complaints do you know most about?"),
        options=[(lane, f"lane.{lane}") for lane in Lane],
        coerce=Lane,
        optional=True,
    )
    absent_from = Day(
        lazy("First day of your absence"),
        hint=lazy("Leave both days empty while you are not away"),
        optional=True,
    )
    absent_until = Day(
        lazy("Last day of your absence"),
        hint=lazy("In these days no case is offered to you; those that you have stay with you"),
        future=True,
        optional=True,
    )


class TieForm(Form):
    """A tie to a company."""

    company = Choice(lazy("To which company have you a tie?"), coerce=int)
    reason = Text(
        lazy("What tie, and since when"),
        hint=lazy("For example employed there until 2024, or a relative works there"),
        most=200,
        rows=2,
    )
