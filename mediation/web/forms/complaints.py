"""The forms of filing: the loans and their companies, what happened, and what is wanted."""

from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

from mediation.domain.evidence import EvidenceKind
from mediation.domain.lanes import Lane
from mediation.domain.parties import CompanyRole, ConsentKind
from mediation.domain.questions import LENDER_SAID, NEEDS, SITUATIONS, WAYS, WISHES
from mediation.models.organisations import Organisation
from mediation.web.forms.base import Form
from mediation.web.forms.fields import (
    Choice,
    Day,
    File,
    Money,
    MultiCheck,
    Option,
    Phone,
    Text,
    Tick,
)
from mediation.web.forms.intake import LANE_ICONS
from mediation.web.forms.questions import YES_NO, worded
from mediation.web.locale import current_locale
from mediation.wording.catalogue import catalogue_of, lazy

# What others hand in later is not asked of a complainant.
OF_COMPLAINANTS = [
    kind for kind in EvidenceKind if kind not in (EvidenceKind.AWARD, EvidenceKind.COURT_PAPER)
]


class LoanForm(Form):
    """One loan of the filing."""

    name = Text(
        lazy("Name of the app or product"),
        hint=lazy("As it stands in the app or on the bill."),
        optional=True,
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
    """A company with its part in the loan."""

    role = Choice(
        lazy("What part did it have?"),
        hint=lazy("If you are not sure, choose what fits best; we check."),
        options=[
            (role.value, f"companyrole.{role}", f"companyrole.{role}.text")
            for role in CompanyRole
            if role is not CompanyRole.UNKNOWN
        ],
    )


TYPED = "typed"
LEAST_WORDS = 2


class KnownCompanyForm(CompanyForm):
    """The same, where companies of that name are known."""

    known: Choice


def company_form(found: Sequence[Organisation], typed: str) -> type[CompanyForm]:
    """The form for one company: which of those found it is, or none of them."""
    if not found:
        return CompanyForm
    options = [
        Option(str(row.id), row.name, row.aliases.replace("\n", "、"), translated=False)
        for row in found
    ]
    say = catalogue_of(current_locale()).say
    none = Option(TYPED, typed, say("None of these; write it as I typed it"), translated=False)
    known = Choice(lazy("Is it one of these?"), options=[*options, none])
    return type("FoundForm", (KnownCompanyForm,), {"known": known})


class Chosen(NamedTuple):
    """The company that was meant: one that is known to us, or a name as it was typed."""

    name: str
    organisation_id: int | None


def chosen_company(form: CompanyForm, found: Sequence[Organisation], typed: str) -> Chosen:
    """Which of those found was chosen; what was typed where it is none of them."""
    wanted = form["known"].data if found else TYPED
    known = next((row for row in found if str(row.id) == wanted), None)
    return Chosen(known.name, known.id) if known else Chosen(typed, None)


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
        options=worded("way", WAYS),
        optional=True,
        as_list=True,
        width="l",
    )
    answer = Choice(
        lazy("What did it answer?"), options=worded("lender_said", LENDER_SAID), optional=True
    )
    words = Text(lazy("Its answer in short"), optional=True, most=2000, rows=3)


class WishesForm(Form):
    """What the complainant wants; `wishes_form` gives it its fields."""

    kinds: MultiCheck
    words: Text

    def validate(self, extra_validators: Any = None) -> bool:
        """A tick or some words: one of them is enough."""
        right = super().validate(extra_validators)
        if not self.kinds.data and not self.words.data and not self.words.errors:
            self.kinds.errors = [
                self.kinds.gettext(lazy("Choose at least one, or write it in your own words."))
            ]
            return False
        return right


@cache
def wishes_form(lane: Lane, *, several: bool) -> type[WishesForm]:
    """The form with what people in this lane mostly want; of several loans no sum together."""
    kinds = MultiCheck(
        lazy("Choose as many as fit."), options=worded("wish", WISHES[lane]), optional=True
    )
    words = Text(lazy("In your own words"), optional=True, most=2000, rows=3)
    amount = Money(
        lazy("Is it about a sum of money?"),
        hint=lazy("What you want back or waived, as far as you can tell."),
        optional=True,
    )
    fields = {"kinds": kinds, "words": words}
    if not several:
        fields["amount_fen"] = amount
    return type(f"{lane.title()}WishesForm", (WishesForm,), fields)


class SupportForm(Form):
    """What would make it easier."""

    needs = MultiCheck(
        lazy("What would make it easier for you?"), options=worded("need", NEEDS), optional=True
    )
    situation = MultiCheck(
        lazy("Is there something that we should take into account?"),
        options=worded("situation", SITUATIONS),
        optional=True,
    )
    words = Text(lazy("Anything else that helps us to help you"), optional=True, most=1000, rows=3)


class FilesForm(Form):
    """Files handed in with the complaint."""

    files = File(lazy("Choose one or more files"), several=True)
    kind = Choice(
        lazy("What is it?"),
        options=[(kind.value, f"evidencekind.{kind}") for kind in OF_COMPLAINANTS],
        as_list=True,
        width="l",
    )
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


def _consent(kind: ConsentKind) -> Choice:
    answers = [(word, f"consent.{word}", f"consent.{kind}.{word}") for word in ("yes", "no")]
    return Choice(f"consent.{kind}", hint=f"consent.{kind}.text", options=answers)


class ConsentsForm(Form):
    """Separate consents, none given beforehand; each no says what then cannot be done."""

    mediation_body = _consent(ConsentKind.MEDIATION_BODY)
    pass_to_lender = _consent(ConsentKind.PASS_TO_LENDER)
    sensitive = _consent(ConsentKind.SENSITIVE)

    def validate(self, extra_validators: Any = None) -> bool:
        """Without the first, nobody here may even read the complaint."""
        right = super().validate(extra_validators)
        if self.mediation_body.data == "no":
            self.mediation_body.errors = [
                self.mediation_body.gettext(
                    lazy("Without this we may not read your complaint, so it cannot be filed.")
                )
            ]
            return False
        return right


class ConsentsToArbitrationForm(ConsentsForm):
    """The same, where arbitration can follow."""

    arbitration = _consent(ConsentKind.ARBITRATION)


def consents_form(lane: Lane) -> type[ConsentsForm]:
    """The consents that matter in this lane."""
    return ConsentsForm if lane is Lane.BYSTANDER else ConsentsToArbitrationForm
