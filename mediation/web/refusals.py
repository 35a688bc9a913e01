"""A refusal in the language of whoever is asking."""

from flask import current_app

from mediation import clock
from mediation.domain.errors import Refused
from mediation.web.locale import current_locale
from mediation.wording.formats import in_zone
from mediation.wording.refusals import say_refusal


def sentence_of(error: Refused) -> str:
    """The sentence that a page shows for `error`."""
    zone = current_app.config["TIMEZONE"]
    year = in_zone(clock.now(), zone).year
    return say_refusal(error, locale=current_locale(), zone=zone, this_year=year)
