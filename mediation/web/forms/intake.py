"""The forms of filing: one for each step that asks plain fields."""

from typing import Any

from mediation.domain.lanes import Lane
from mediation.domain.parties import Channel, CompanyRole, ConsentKind, PartyKind
from mediation.domain.questions import (
    AUTHORITIES,
    HOURS,
    LENDER_SAID,
    NEEDS,
    RELATIONS,
    SITUATIONS,
    WAYS,
    WISHES,
    WORDINGS,
)
from mediation.web.forms.base import Form, FormOnce
from mediation.web.forms.fields import (
    Choice,
    Day,
    Email,
    File,
    Money,
    MultiCheck,
    Option,
    Phone,
    Text,
    Tick,
)
from mediation.web.forms.questions import YES_NO
from mediation.wording.catalogue import lazy

LANE_ICONS = {
    Lane.CONDUCT: "telephone-x-fill",
    Lane.FEES: "receipt-cutoff",
    Lane.IDENTITY: "person-fill-x",
    Lane.HARDSHIP: "umbrella-fill",
    Lane.BYSTANDER: "person-exclamation",
}


def _worded(group: str, names: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(name, f"{group}.{name}") for name in names]


class LaneForm(Form):
    """What the complaint is mainly about."""

    lane = Choice(
        lazy("What troubles you most?"),
        hint=lazy("Choose the main thing first. You can add others later, in the same complaint."),
        options=[
            Option(lane, f"lane.{lane}.title", f"lane.{lane}.text", icon)
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
        options=_worded("relation", RELATIONS),
        as_list=True,
        width="l",
    )
    authority = Choice(
        lazy("What allows you to act for them?"),
        hint=lazy("You can hand in the paper at the step “Files”."),
        options=_worded("authority", AUTHORITIES),
        as_list=True,
        width="l",
    )
    fee = Choice(
        lazy("Does anybody ask money for this complaint?"),
        hint=lazy("Mediation is free. Whoever asks a fee must say so."),
        options=YES_NO,
    )
    fee_fen = Money(lazy("How much is asked?"), optional=True)


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
    hours = MultiCheck(lazy("When may we call?"), options=_worded("hours", HOURS), optional=True)
    wording = Choice(
        lazy("How should our messages read?"),
        options=_worded("wording", WORDINGS),
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


class LoanForm(Form):
    """One loan of the filing."""

    name = Text(
        lazy("Name of the app or product"),
        hint=lazy("As it stands in the app or on the bill."),
        most=80,
        width="l",
    )
    amount_fen = Money(lazy("Loan on paper"), optional=True)
    on = Day(lazy("When was it taken?"), optional=True, past=True)
    contract = Text(
        lazy("Contract or loan number"),
        hint=lazy("It helps the lender to find the loan."),
        optional=True,
        most=80,
        width="l",
        mono=True,
    )
    phone = Phone(
        lazy("Mobile number used for this loan"),
        hint=lazy("Only if it is not the number that you gave us."),
        optional=True,
        autocomplete="off",
    )


class CompanyForm(Form):
    """A company found or typed, with its part in the loan."""

    known = Choice(lazy("Is it one of these?"), as_list=False)
    role = Choice(
        lazy("What part did it have?"),
        hint=lazy("If you are not sure, choose what fits best; we check."),
        options=[
            (role.value, f"companyrole.{role}", f"companyrole.{role}.text")
            for role in CompanyRole
            if role is not CompanyRole.UNKNOWN
        ],
    )


class EventForm(Form):
    """One thing that happened."""

    on = Day(
        lazy("On which day?"),
        hint=lazy("Leave it empty if you do not remember."),
        past=True,
        optional=True,
    )
    words = Text(lazy("What happened that day?"), most=1000, rows=3)


class StoryForm(Form):
    """The whole of it in the complainant's own words."""

    story = Text(
        lazy("Tell it in your own words"),
        hint=lazy("Who did what, when, and what it has meant for you. A few sentences are enough."),
        most=8000,
        rows=8,
    )
    also = MultiCheck(
        lazy("Is there anything else?"),
        options=[(lane.value, f"lane.{lane}") for lane in LANE_ICONS if lane is not Lane.BYSTANDER],
        optional=True,
    )


class PriorForm(Form):
    """Whether the lender was told, and what it said."""

    told = Choice(lazy("Have you complained to the company itself?"), options=YES_NO)
    on = Day(lazy("When was that?"), optional=True, past=True)
    way = Choice(
        lazy("How did you do it?"),
        options=_worded("way", WAYS),
        optional=True,
        as_list=True,
        width="l",
    )
    answer = Choice(
        lazy("What did it answer?"), options=_worded("lender_said", LENDER_SAID), optional=True
    )
    words = Text(lazy("Its answer in short"), optional=True, most=2000, rows=3)


class WishesForm(Form):
    """What the complainant wants."""

    kinds = MultiCheck(
        lazy("What do you want the company to do?"),
        hint=lazy("Choose as many as fit."),
        optional=True,
    )
    words = Text(lazy("In your own words"), optional=True, most=2000, rows=3)
    amount_fen = Money(
        lazy("Is it about a sum of money?"),
        hint=lazy("What you want back or waived, as far as you can tell."),
        optional=True,
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """A tick or some words: one of them is enough."""
        right = super().validate(extra_validators)
        if not self.kinds.data and not self.words.data and not self.words.errors:
            self.kinds.errors = [
                self.kinds.gettext(lazy("Choose at least one, or write it in your own words."))
            ]
            return False
        return right


def wishes_form(lane: Lane) -> WishesForm:
    """The form with what people in this lane mostly want."""
    form = WishesForm.from_request()
    form.kinds.options = _worded("wish", WISHES[lane])
    return form


class SupportForm(Form):
    """What would make it easier."""

    needs = MultiCheck(
        lazy("What would make it easier for you?"), options=_worded("need", NEEDS), optional=True
    )
    situation = MultiCheck(
        lazy("Is there something that we should take into account?"),
        options=_worded("situation", SITUATIONS),
        optional=True,
    )
    words = Text(lazy("Anything else that helps us to help you"), optional=True, most=1000, rows=3)


class FilesForm(Form):
    """Files handed in with the complaint."""

    files = File(lazy("Choose one or more files"), several=True)
    kind = Choice(lazy("What is it?"), as_list=True, width="l")
    kept_back = Tick(
        lazy("For the mediation body alone; the company does not get these files"), optional=True
    )


class IdentityForm(Form):
    """Whether the lender may know who complains."""

    withheld = Choice(
        lazy("May the company know who complains?"),
        options=[
            Option("no", "withheld.no.title", "withheld.no.text", "person-fill"),
            Option("yes", "withheld.yes.title", "withheld.yes.text", "eye-slash-fill"),
        ],
    )


class ConsentsForm(Form):
    """Separate consents, none given beforehand; each no says what then cannot be done."""

    mediation_body = Choice(
        f"consent.{ConsentKind.MEDIATION_BODY}",
        options=[
            (answer, f"consent.{answer}", f"consent.mediation_body.{answer}")
            for answer in ("yes", "no")
        ],
    )
    pass_to_lender = Choice(
        f"consent.{ConsentKind.PASS_TO_LENDER}",
        options=[
            (answer, f"consent.{answer}", f"consent.pass_to_lender.{answer}")
            for answer in ("yes", "no")
        ],
    )
    sensitive = Choice(
        f"consent.{ConsentKind.SENSITIVE}",
        options=[
            (answer, f"consent.{answer}", f"consent.sensitive.{answer}") for answer in ("yes", "no")
        ],
    )
    arbitration = Choice(
        f"consent.{ConsentKind.ARBITRATION}",
        options=[
            (answer, f"consent.{answer}", f"consent.arbitration.{answer}")
            for answer in ("yes", "no")
        ],
    )


class FileForm(FormOnce):
    """The last button."""

    truth = Tick(lazy("What I wrote is true as far as I know."))
