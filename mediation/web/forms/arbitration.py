"""The shape of arbitration and court: agreement, check, referral, registration, award, papers."""

from mediation.domain.arbitration import AwardKind, ReferralReason
from mediation.domain.court import COURT_OUTCOMES
from mediation.domain.outcomes import Outcome
from mediation.web.forms.base import Form
from mediation.web.forms.choices import Choice, File, Tick
from mediation.web.forms.days import Day
from mediation.web.forms.plans import PlanForm
from mediation.web.forms.typed import Text
from mediation.wording.catalogue import lazy


class ClauseForm(Form):
    """An agreement to arbitrate: before whom, since when, in which words."""

    body = Choice(lazy("Arbitration body"), as_list=True, coerce=int)
    agreed_on = Day(lazy("Day of the agreement"), past=True)
    clause = Text(
        lazy("The clause, word for word"),
        most=4000,
        rows=5,
        hint=lazy("Copy it from the contract or from the separate agreement to arbitrate."),
    )
    document = Choice(
        lazy("In which file of this case it stands"), as_list=True, coerce=int, optional=True
    )


class CheckForm(Form):
    """What an officer found on reading it."""

    valid = Choice(
        lazy("Does it send this dispute to that body?"),
        options=[
            ("yes", lazy("Yes: in writing, this dispute, this body, both sides")),
            ("no", lazy("No: it cannot be relied on")),
        ],
    )


class ReferralForm(Form):
    """Why the case goes onward."""

    reason = Choice(lazy("Why"), coerce=ReferralReason)


class RegistrationForm(Form):
    """The number under which the arbitration body takes the case."""

    number = Text(
        lazy("Case number at the arbitration body"),
        most=60,
        width="l",
        hint=lazy("As it stands on your notice of acceptance; both sides see it here."),
    )


class RefusalForm(Form):
    """Why the arbitration body does not take the case."""

    words = Text(lazy("Why it is not taken"), most=2000, rows=4)


class WithdrawalForm(Form):
    """The application was taken back."""

    settled = Choice(
        lazy("Why was it taken back?"),
        options=[
            ("yes", lazy("The sides have settled by themselves")),
            ("no", lazy("Without a settlement")),
        ],
        coerce=lambda answer: answer == "yes",
    )
    words = Text(lazy("In a sentence"), optional=True, most=2000, rows=3)


class AwardForm(PlanForm):
    """What was decided, its document, and what is to be paid."""

    kind = Choice(
        lazy("What was decided?"),
        options=[(kind.value, f"awardkind.{kind}") for kind in AwardKind],
        coerce=AwardKind,
    )
    number = Text(
        lazy("Number of the award"),
        most=60,
        width="l",
        hint=lazy("As it stands on the document, with year and brackets"),
    )
    issued_on = Day(
        lazy("Day of the award"), past=True, hint=lazy("The day on the document, not today")
    )
    words = Text(lazy("What was decided, in its own words"), most=6000, rows=6)
    document = File(lazy("The document"), hint=lazy("A PDF or a scan of the signed award"))


class PapersForm(Form):
    """What was handed to a court."""

    on = Day(lazy("On which day"), past=True)
    number = Text(lazy("Number at the court"), optional=True, most=60, width="l")
    words = Text(lazy("Which papers, to which court"), most=2000, rows=3)


class ResultForm(PlanForm):
    """What a court decided is to be paid."""

    on = Day(lazy("Day of the decision"), past=True)
    number = Text(lazy("Number at the court"), most=60, width="l")
    words = Text(lazy("What was decided"), most=4000, rows=4)


class CourtEndForm(Form):
    """How the way through the court ended."""

    outcome = Choice(
        lazy("How did it end?"),
        options=[(outcome.value, f"outcome.{outcome}") for outcome in COURT_OUTCOMES],
        coerce=Outcome,
    )
    words = Text(lazy("In a sentence"), most=2000, rows=3)


class CertificateForm(Form):
    """A certificate is issued once."""

    sure = Tick(lazy("There was no settlement, or one that was not kept"))
