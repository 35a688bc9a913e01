"""By what a rule of time starts and stops, and who may extend it."""

from collections.abc import Iterable

from mediation.domain.clocks import Clock, Extension
from mediation.domain.events import Event
from mediation.wording.catalogue import say
from mediation.wording.deadlines import length_said


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
