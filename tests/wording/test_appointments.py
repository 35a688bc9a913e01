"""A hearing in a calendar."""

import icalendar
import pytest

from mediation.domain.notices import kinds
from mediation.wording.catalogue import LOCALES
from tests.wording.samples import KNOWN, SITE, sample
from tests.wording.test_notices import BETRAYS

STARTS_AT = "2026-12-30T07:30:00+00:00"
ENDS_AT = "2026-12-30T08:30:00+00:00"


def file_of(kind, locale="zh_CN", **facts):
    return sample(kind, "mail", locale, starts_at=STARTS_AT, ends_at=ENDS_AT, **facts).calendar


def event_of(file):
    return icalendar.Calendar.from_ical(file).walk("VEVENT")[0]


def test_every_notice_of_a_hearing_has_one_and_no_other():
    for kind, row in kinds().items():
        assert (file_of(kind) is not None) is row.calendar, kind


def test_it_says_when_on_the_clocks_of_shanghai():
    file = file_of("hearing_scheduled")
    event = event_of(file)
    assert event["dtstart"].dt.isoformat() == "2026-12-30T15:30:00+08:00"
    assert event["dtend"].dt.isoformat() == "2026-12-30T16:30:00+08:00"
    assert b"TZID:Asia/Shanghai" in file
    assert b"DTSTART;TZID=Asia/Shanghai:20261230T153000" in file


def test_a_change_is_the_same_entry_with_a_higher_number():
    first, later = (event_of(file_of("hearing_rescheduled", sequence=n)) for n in (1, 2))
    assert first["uid"] == later["uid"]
    assert str(KNOWN["hearing"]) in first["uid"]
    assert (first["sequence"], later["sequence"]) == (1, 2)


def test_what_is_off_is_taken_out_of_the_calendar():
    file = file_of("hearing_cancelled", is_off=True)
    assert b"METHOD:CANCEL" in file
    assert event_of(file)["status"] == "CANCELLED"
    assert b"METHOD:REQUEST" in file_of("hearing_scheduled")


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("mode", ["on_site", "phone", "video", "mixed"])
def test_it_says_nothing_of_what_it_is_about(locale, mode):
    file = file_of("hearing_scheduled", locale, mode=mode)
    text = file.decode().replace("\r\n ", "").partition("BEGIN:VEVENT")[2]
    event = event_of(file)
    assert KNOWN["reference"] not in text
    assert event["location"].endswith(SITE)
    said = " ".join(event[name] for name in ("summary", "description", "location"))
    bare = said.replace(SITE, "").lower()
    assert [word for word in BETRAYS[locale] if word in bare] == []
