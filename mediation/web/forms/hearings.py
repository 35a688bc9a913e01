"""The shape of a hearing, of its change, of its record, and of facts."""

from datetime import datetime, timedelta

from mediation.domain.hearings import GIVEN, MODES, SIDES, Mode
from mediation.domain.spaces import Side
from mediation.domain.talks import hearing_length
from mediation.web.forms.base import Form
from mediation.web.forms.choices import Choice, Tick
from mediation.web.forms.days import Instant
from mediation.web.forms.typed import Text, Whole
from mediation.wording.catalogue import lazy

LONGEST = int(hearing_length().longest.total_seconds() // 60)
MODE_OPTIONS = [(mode.value, f"mode.{mode}") for mode in MODES]


class TimeForm(Form):
    """When a hearing is: a slot of the week that is shown, or any other moment."""

    slot = Choice(lazy("Free times this week"), optional=True)
    slot_phone = Choice(lazy("Free times this week"), optional=True)
    starts_at = Instant(
        lazy("Another time"), optional=True, future=True, hint=lazy("For example 2026 3 8, 14:30")
    )
    minutes = Whole(lazy("How many minutes"), least=15, most=LONGEST)
    shorter_notice = Tick(
        lazy("Both sides have agreed to less notice than is usual"), optional=True
    )

    def accepted(self) -> bool:
        """Whether it was sent, its shape is right, and a moment is named."""
        if not super().accepted():
            return False
        if self.begins_at() is None:
            self.starts_at.errors = [
                self.starts_at.gettext("Choose one of the free times, or write another one")
            ]
        return not self.errors

    def begins_at(self) -> datetime | None:
        """The moment that was typed, else the slot that was chosen in either form of the week."""
        chosen = self.slot.data or self.slot_phone.data
        return self.starts_at.data or (datetime.fromisoformat(chosen) if chosen else None)

    def times(self) -> dict[str, datetime]:
        """Beginning and end."""
        starts_at = self.begins_at()
        return {"starts_at": starts_at, "ends_at": starts_at + timedelta(minutes=self.minutes.data)}


class ModesForm(TimeForm):
    """When a hearing is, and how each side takes part."""

    complainant_mode = Choice(
        lazy("Complainant"), options=MODE_OPTIONS, coerce=Mode, as_list=True, width="m"
    )
    lender_mode = Choice(lazy("Lender"), options=MODE_OPTIONS, coerce=Mode, as_list=True, width="m")

    def modes(self) -> dict[Side, Mode]:
        """How each side takes part."""
        return {
            Side.COMPLAINANT: self.complainant_mode.data,
            Side.LENDER: self.lender_mode.data,
        }


class HearingForm(ModesForm):
    """A new hearing: when, how each side takes part, where, about what."""

    place = Text(
        lazy("Where"),
        most=300,
        hint=lazy("A room with its address, a meeting link, or who calls whom"),
    )
    agenda = Text(lazy("What will be talked about"), optional=True, most=2000, rows=3)


class NewTimeForm(ModesForm):
    """A hearing at another time or in another way, and why."""

    place = Text(lazy("Where"), most=300)
    reason = Choice(
        lazy("Why"), options=[(change.value, f"change.{change}") for change in GIVEN], as_list=True
    )


class CancelForm(Form):
    """A hearing that does not take place."""

    reason = Choice(lazy("Why"), options=[(change.value, f"change.{change}") for change in GIVEN])


CAME = [
    ("checked", lazy("Came, identity checked")),
    ("came", lazy("Came, identity not checked")),
    ("absent", lazy("Did not come")),
]


class RecordForm(Form):
    """Who came, and what was said."""

    complainant = Choice(lazy("Complainant"), options=CAME)
    lender = Choice(lazy("Lender"), options=CAME)
    minutes = Text(
        lazy("Minutes"),
        optional=True,
        most=20_000,
        rows=10,
        hint=lazy("Both sides read them and confirm. They stay out of later proceedings."),
    )

    def came(self) -> dict[Side, bool]:
        """Which side was there."""
        return {side: self[side.value].data != "absent" for side in SIDES}

    def identified(self) -> dict[Side, bool]:
        """Whose identity was checked."""
        return {side: self[side.value].data == "checked" for side in SIDES}


class MinutesForm(Form):
    """What was said."""

    minutes = Text(
        lazy("Minutes"),
        most=20_000,
        rows=14,
        hint=lazy("Both sides read them and confirm. They stay out of later proceedings."),
    )


class FactForm(Form):
    """Something that neither side disputes."""

    text = Text(
        lazy("A fact that neither side disputes"),
        most=2000,
        rows=3,
        hint=lazy(
            "One fact, with its day and sum. Once both sides confirm it, it goes onward "
            "even if talks fail."
        ),
    )
