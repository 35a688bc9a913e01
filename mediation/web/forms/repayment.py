"""The shape of a reported payment, of a breach, and of what ends one."""

from mediation.domain.spaces import Side
from mediation.web.forms.base import Form
from mediation.web.forms.choices import Choice
from mediation.web.forms.days import Day
from mediation.web.forms.typed import Money, Text
from mediation.wording.catalogue import lazy


class PaymentForm(Form):
    """One transfer: how much, on which day."""

    amount = Money(lazy("How much"))
    paid_on = Day(lazy("On which day"), past=True)
    words = Text(
        lazy("How it was paid"),
        optional=True,
        most=500,
        rows=2,
        hint=lazy("For example: bank transfer, last four figures of the account. No passwords."),
    )


class BreachForm(Form):
    """Who did not keep what, in words that both sides read."""

    side = Choice(lazy("Who did not keep the agreement?"), coerce=Side)
    words = Text(
        lazy("What was not kept"),
        most=3000,
        rows=5,
        hint=lazy("Which payment or promise, and since when. Both sides read this."),
    )


class WhyForm(Form):
    """An act that needs its reason."""

    words = Text(lazy("Why"), most=3000, rows=4)
