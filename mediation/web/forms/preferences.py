"""How somebody wants to hear of each subject."""

from collections.abc import Iterable

from mediation.domain.notices import Channel, Manner, Subject
from mediation.domain.preferences import Offer, Wish
from mediation.web.forms.base import Form
from mediation.web.forms.fields import Choice, Option
from mediation.wording.catalogue import lazy

MANNERS = [Option(manner, f"manner.{manner}") for manner in Manner]
BY = {Channel.MAIL: lazy("By e-mail"), Channel.SMS: lazy("By text message")}


def name_of(subject: Subject, channel: Channel) -> str:
    """What the field about a subject and a channel is called."""
    return f"{subject}-{channel}"


def preferences_form(offers: Iterable[Offer]) -> type[Form]:
    """A form with a question for each subject and channel that may be chosen about."""
    fields = {
        name_of(offer.subject, channel): Choice(BY[channel], options=MANNERS, as_list=True)
        for offer in offers
        for channel in offer.channels
    }
    return type("PreferencesForm", (Form,), fields)


def stored(offers: Iterable[Offer], wishes: dict[Wish, Manner]) -> dict[str, Manner]:
    """What was chosen so far, by the names of the fields."""
    return {
        name_of(offer.subject, channel): wishes.get((offer.subject, channel), Manner.NOW)
        for offer in offers
        for channel in offer.channels
    }
