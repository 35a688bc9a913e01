"""The shape of a message."""

from mediation.domain.correspondence import MOST_LETTERS
from mediation.web.forms.base import FormOnce
from mediation.web.forms.typed import Text
from mediation.wording.catalogue import lazy


class MessageForm(FormOnce):
    """What is written; the button pressed says who reads it."""

    body = Text(lazy("Your message"), most=MOST_LETTERS, rows=6)
