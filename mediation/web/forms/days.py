"""Fields for a day, and for a day with its time: boxes to type in, never a picker alone."""

from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from flask import current_app

from mediation import clock
from mediation.web.forms.asked import Asked
from mediation.web.forms.texts import Unreadable, narrow, read_whole, showable
from mediation.wording.catalogue import lazy
from mediation.wording.formats import in_zone


class Day(Asked):
    """A day in three boxes; `past` and `future` refuse the other side of today."""

    kind = "day"
    parts: tuple[str, ...] = ("year", "month", "day")

    def __init__(
        self,
        label: str = "",
        validators: Any = None,
        *,
        past: bool = False,
        future: bool = False,
        **options: Any,
    ) -> None:
        super().__init__(label, validators, **options)
        self.past = past
        self.future = future
        self.boxes: dict[str, str] = {}
        self.wrong_boxes: set[str] = set()

    def process(self, formdata: Any, data: Any = ..., extra_filters: Any = None) -> None:
        given = {} if data is ... else {"data": data}
        super().process(None, extra_filters=extra_filters, **given)
        if formdata is not None and any(self.box(part) in formdata for part in self.parts):
            self.raw_data = [formdata.get(self.box(part), "") for part in self.parts]
            self.boxes = dict(zip(self.parts, map(showable, self.raw_data), strict=True))
            self.data = None
            try:
                self.data = self.read_boxes()
            except Unreadable as error:
                self.process_errors.append(self.gettext(error.msgid) % error.facts)
        elif formdata is not None:
            self.data = None
        if not self.boxes and self.data is not None:
            self.boxes = self.fill(self.data)

    def box(self, part: str) -> str:
        return f"{self.name}-{part}"

    def fill(self, value: Any) -> dict[str, str]:
        return {"year": str(value.year), "month": str(value.month), "day": str(value.day)}

    def read_boxes(self) -> Any:
        if not any(text.strip() for text in self.boxes.values()):
            return None
        return self.read_day()

    def read_day(self) -> date:
        numbers = {part: self.read_box(part) for part in ("year", "month", "day")}
        if not 1900 <= numbers["year"] <= 2200:
            raise self.blame("year", lazy("Write the year with four figures, for example 2026"))
        if not 1 <= numbers["month"] <= 12:
            raise self.blame(
                "month", lazy("There is no month %(month)s; write 1 to 12"), month=numbers["month"]
            )
        try:
            return date(**numbers)
        except ValueError as error:
            raise self.blame(
                "day",
                lazy("Month %(month)s has no day %(day)s; look at the day once more"),
                **numbers,
            ) from error

    def read_box(self, part: str) -> int:
        typed = self.boxes[part]
        if not typed.strip():
            raise self.blame(part, EMPTY_BOX[part])
        try:
            return read_whole(typed)
        except Unreadable as error:
            raise self.blame(
                part, lazy("Write the date in figures, for example 2026 3 8")
            ) from error

    def blame(self, part: str, msgid: str, **facts: object) -> Unreadable:
        self.wrong_boxes.add(part)
        return Unreadable(msgid, **facts)

    def check(self) -> None:
        today = in_zone(clock.now(), current_app.config["TIMEZONE"]).date()
        if self.past and self.data > today:
            raise self.wrong(lazy("This day is still to come; write today or a day before it"))
        if self.future and self.data < today:
            raise self.wrong(lazy("This day is over; write today or a day after it"))


EMPTY_BOX = {
    "year": lazy("The year is missing"),
    "month": lazy("The month is missing"),
    "day": lazy("The day is missing"),
    "time": lazy("The time is missing, for example 14:30"),
}


class Instant(Day):
    """A day and a time on the clocks of this installation; `data` is an instant in UTC."""

    kind = "instant"
    parts = ("year", "month", "day", "time")

    def fill(self, value: datetime) -> dict[str, str]:
        local = in_zone(value, current_app.config["TIMEZONE"])
        return super().fill(local) | {"time": f"{local:%H:%M}"}

    def read_boxes(self) -> datetime | None:
        if not any(text.strip() for text in self.boxes.values()):
            return None
        zone = ZoneInfo(current_app.config["TIMEZONE"])
        return datetime.combine(self.read_day(), self.read_time(), zone).astimezone(UTC)

    def read_time(self) -> time:
        if not self.boxes["time"].strip():
            raise self.blame("time", EMPTY_BOX["time"])
        figures = narrow(self.boxes["time"]).replace(".", ":")
        try:
            hours, minutes = figures.split(":") if ":" in figures else (figures[:-2], figures[-2:])
            return time(read_whole(hours), read_whole(minutes))
        except ValueError as error:
            raise self.blame("time", lazy("Write the time like 14:30")) from error

    def check(self) -> None:
        if self.past and self.data > clock.now():
            raise self.wrong(lazy("This moment is still to come; write one that is over"))
        if self.future and self.data <= clock.now():
            raise self.wrong(lazy("This moment is over; write one still to come"))
