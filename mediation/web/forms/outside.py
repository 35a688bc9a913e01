"""The shape of a step that was taken outside."""

from mediation.web.forms.base import Form
from mediation.web.forms.fields import Day
from mediation.wording.catalogue import lazy

FIELD_OF = {"step_to_come": "on", "step_before_its_start": "on"}


class StepForm(Form):
    """On which day it was taken."""

    on = Day(lazy("On which day was that?"))
