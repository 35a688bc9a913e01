"""A hearing as an entry for calendars: when it is, and not a word of what it is about."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from mediation.wording import formats
from mediation.wording.catalogue import Catalogue, catalogue_of

# Takes part by different ways: which is whose stands on the page.
MIXED = "mixed"


def appointment(
    facts: Mapping[str, Any], *, locale: str, zone: str, base_url: str, now: datetime
) -> bytes:
    """The calendar file of a hearing: the same name each time, and a number that grows."""
    catalogue = catalogue_of(locale)
    site = base_url.rstrip("/")
    host = urlsplit(site).hostname or "localhost"
    is_off = bool(facts.get("is_off"))
    event = Event()
    event.add("uid", f"appointment-{facts['hearing']}@{host}")
    event.add("sequence", int(facts["sequence"]))
    event.add("dtstamp", formats.in_zone(now, "UTC"))
    for name, fact in (("dtstart", "starts_at"), ("dtend", "ends_at")):
        event.add(name, datetime.fromisoformat(facts[fact]).astimezone(ZoneInfo(zone)))
    event.add("summary", catalogue.say("notice.appointment.summary"))
    event.add("description", catalogue.say("notice.appointment.description", site=site))
    event.add("location", _place(str(facts["mode"]), site, catalogue))
    event.add("organizer", f"mailto:no-reply@{host}")
    event.add("status", "CANCELLED" if is_off else "CONFIRMED")
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", f"-//{host}//appointments//")
    calendar.add("method", "CANCEL" if is_off else "REQUEST")
    calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _place(mode: str, site: str, catalogue: Catalogue) -> str:
    """How one takes part, and where it is written; never the street."""
    return site if mode == MIXED else f"{catalogue.say(f'mode.{mode}')} {site}"
