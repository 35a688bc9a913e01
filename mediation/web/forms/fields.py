"""The fields of our forms: each reads what people really type, and says how to mend it.

A label, a hint and a choice are msgids: write them as `lazy("…")`. Every field must be answered
unless it is made with `optional=True`; an empty optional field is None (a text: "", a list: []).
"""

from mediation.web.forms.choices import Choice, File, MultiCheck, Option, Tick
from mediation.web.forms.days import Day, Instant
from mediation.web.forms.typed import Email, Money, Password, Phone, Text, Whole

__all__ = [
    "Choice",
    "Day",
    "Email",
    "File",
    "Instant",
    "Money",
    "MultiCheck",
    "Option",
    "Password",
    "Phone",
    "Text",
    "Tick",
    "Whole",
]
