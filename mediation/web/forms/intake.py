"""The forms of filing: who complains, how to reach them, and the last button."""

from typing import Any

from mediation.domain.lanes import Lane
from mediation.domain.parties import Channel, PartyKind
from mediation.domain.questions import AUTHORITIES, HOURS, RELATIONS, WORDINGS
from mediation.web.forms.base import Form, FormOnce
from mediation.web.forms.fields import (
    Choice,
    Email,
    Money,
    MultiCheck,
    Option,
    Phone,
    Text,
    Tick,
)
from mediation.web.forms.questions import YES_NO, worded
from mediation.wording.catalogue import lazy

LANE_ICONS = {
    Lane.CONDUCT: "telephone-x-fill",
    Lane.FEES: "receipt-cutoff",
    Lane.IDENTITY: "person-fill-x",
    Lane.HARDSHIP: "umbrella-fill",
    Lane.BYSTANDER: "person-exclamation",
}


class LaneForm(Form):
    """What the complaint is mainly about."""

    lane = Choice(
        lazy("What troubles you most?"),
        hint=lazy("Choose the main thing first. You can add others later, in the same complaint."),
        options=[
            Option(lane, f"door.{lane}.title", f"door.{lane}.text", icon)
            for lane, icon in LANE_ICONS.items()
        ],
        coerce=Lane,
    )


class ChannelForm(Form):
    """How somebody reached an officer who writes it down for them."""

    channel = Choice(
        lazy("How did this complaint reach us?"),
        options=[(c.value, f"channel.{c}") for c in Channel if c is not Channel.WEB],
    )
    words = Text(
        lazy("Note on how it came"),
        hint=lazy("For example the number that called, or the date of the letter."),
        optional=True,
        most=300,
    )


class WhoForm(Form):
    """For whom the complaint is."""

    kind = Choice(
        lazy("For whom do you complain?"),
        options=[
            (kind.value, f"who.{kind}.title", f"who.{kind}.text")
            for kind in (
                PartyKind.COMPLAINANT,
                PartyKind.RELATIVE,
                PartyKind.REPRESENTATIVE,
                PartyKind.HEIR,
                PartyKind.BYSTANDER,
            )
        ],
    )


class RepresentedForm(Form):
    """The person for whom somebody complains, and by what right."""

    name = Text(lazy("Full name of the borrower"), most=60, autocomplete="off", width="l")
    phone = Phone(
        lazy("The borrower's own telephone"),
        hint=lazy("We tell the borrower too, so that nobody acts behind their back."),
        optional=True,
        autocomplete="off",
    )
    email = Email(lazy("The borrower's own e-mail address"), optional=True, autocomplete="off")
    relation = Choice(
        lazy("How are you related to the borrower?"),
        options=worded("relation", RELATIONS),
        as_list=True,
        width="l",
    )
    authority = Choice(
        lazy("What allows you to act for them?"),
        hint=lazy("You can hand in the paper at the step “Files”."),
        options=worded("authority", AUTHORITIES),
        as_list=True,
        width="l",
    )
    fee = Choice(
        lazy("Does anybody ask money for this complaint?"),
        hint=lazy("Mediation is free. Whoever asks a fee must say so."),
        options=YES_NO,
    )
    fee_fen = Money(lazy("How much is asked?"), optional=True)


class RepresentativeForm(RepresentedForm):
    """Somebody who acts for the complainant from now on."""

    kind = Choice(
        lazy("Who is it?"),
        options=[
            (kind.value, f"partykind.{kind}")
            for kind in (PartyKind.RELATIVE, PartyKind.REPRESENTATIVE, PartyKind.HEIR)
        ],
    )
    name = Text(lazy("Their full name"), most=60, autocomplete="off", width="l")
    phone = Phone(lazy("Their mobile number"), mobile=True, optional=True, autocomplete="off")
    email = Email(lazy("Their e-mail address"), optional=True, autocomplete="off")
    relation = Choice(
        lazy("How are they related to the borrower?"),
        options=worded("relation", RELATIONS),
        as_list=True,
        width="l",
    )
    authority = Choice(
        lazy("What allows them to act?"),
        options=worded("authority", AUTHORITIES),
        as_list=True,
        width="l",
    )


class ContactForm(Form):
    """How to reach whoever writes, safely."""

    name = Text(lazy("Your full name"), most=60, autocomplete="name", width="l")
    phone = Phone(lazy("Mobile number"), mobile=True, optional=True)
    email = Email(lazy("E-mail address"), optional=True)
    safe_number = Phone(
        lazy("A safer number"),
        hint=lazy("If others look at your telephone, name a number that only you read."),
        mobile=True,
        optional=True,
        autocomplete="off",
    )
    hours = MultiCheck(lazy("When may we call?"), options=worded("hours", HOURS), optional=True)
    wording = Choice(
        lazy("How should our messages read?"),
        options=worded("wording", WORDINGS),
        optional=True,
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """A number or an address: one of them is enough."""
        right = super().validate(extra_validators)
        if not self.phone.data and not self.email.data and not self.phone.errors:
            self.phone.errors = [
                self.phone.gettext(
                    lazy("Write a mobile number or an e-mail address; one of them is enough.")
                )
            ]
            return False
        return right


class CodeForm(Form):
    """The six figures that were sent."""

    code = Text(
        lazy("The 6 figures that we sent"),
        most=20,
        width="s",
        inputmode="numeric",
        autocomplete="one-time-code",
        mono=True,
    )


class VouchForm(Form):
    """An officer's word instead of a code."""

    seen = Tick(lazy("I have spoken with this person and compared name and contact."))


class FileForm(FormOnce):
    """The last button."""

    truth = Tick(lazy("What I wrote is true as far as I know."))
