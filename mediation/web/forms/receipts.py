"""The shape of what a company says of a complaint that reached it."""

from mediation.web.forms.base import Form
from mediation.web.forms.fields import Day, Text
from mediation.wording.catalogue import lazy

FIELD_OF = {
    "receipt_empty": "number",
    "received_before_passing": "received_on",
    "received_in_future": "received_on",
}


class ReceiptForm(Form):
    """The company's own number and the day of receipt."""

    number = Text(
        lazy("Your own number for this complaint"), optional=True, most=60, width="m", mono=True
    )
    received_on = Day(
        lazy("On which day did it reach you?"),
        hint=lazy("This is shown beside the date of your answer. It does not move that date."),
        optional=True,
    )
