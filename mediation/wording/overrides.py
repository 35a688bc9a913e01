"""How a length of this installation's own is said, and by what a rule starts and stops."""

from collections.abc import Iterable
from datetime import datetime

from mediation.domain.clocks import Clock, Extension
from mediation.domain.events import Event
from mediation.domain.lengths import Length
from mediation.wording import formats
from mediation.wording.catalogue import catalogue_of, say
from mediation.wording.deadlines import length_said


def own_length_said(
    clock: Clock, length: Length, *, by: str, at: datetime, reason: str, locale: str, zone: str
) -> str:
    """`This installation: 20 days instead of 15 days, set by … on …: …`."""
    catalogue = catalogue_of(locale)
    return catalogue.say(
        "deadline.own_length",
        length=length_said(length, locale),
        usual=length_said(clock.length, locale),
        by=by or catalogue.say("deadline.own_length.nobody"),
        day=formats.day(formats.in_zone(at, zone).date(), locale),
        reason=reason,
    )


def events_said(events: Iterable[Event], locale: str) -> list[str]:
    """What happens then, in words, in the order in which it can happen."""
    who = say("subject.somebody", locale)
    order = list(Event)
    return [say(f"event.{event}", locale, who=who) for event in sorted(events, key=order.index)]


def extensions_said(clock: Clock, locale: str) -> list[str]:
    """Who may make it longer, by how much, how often, and whether somebody approves it."""
    return [_extension_said(one, locale) for one in clock.extensions]


def _extension_said(extension: Extension, locale: str) -> str:
    how = "approved" if extension.approver else "asked"
    often = "once" if extension.times == 1 else "often"
    return say(
        f"extension.{how}.{often}",
        locale,
        by=say(f"extender.{extension.by}", locale),
        length=length_said(extension.length, locale),
        times=extension.times,
    )
