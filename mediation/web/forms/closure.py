"""The shape of a withdrawal, a closure by hand, a reopening, and of asking for a mediator."""

from mediation.domain.outcomes import Outcome, Reopening, Withdrawal
from mediation.domain.parties import Channel
from mediation.web.forms.base import Form
from mediation.web.forms.fields import Choice, MultiCheck
from mediation.web.forms.sure import FormSure, explanation
from mediation.wording.catalogue import lazy


class WithdrawalForm(FormSure):
    """Why a complaint is taken back."""

    reason = Choice(
        lazy("Why do you take your complaint back?"),
        options=[(kind, f"withdrawal.{kind}") for kind in Withdrawal],
        coerce=Withdrawal,
    )
    words = explanation(
        lazy("Anything you want to tell us"),
        hint=lazy("If somebody pressed you to withdraw, write it here: only we read it."),
        optional=True,
        rows=3,
    )


class ClosureForm(FormSure):
    """With which outcome a case is closed by hand; the choices are those that fit its stage."""

    outcome = Choice(lazy("With which outcome does the case end?"), coerce=Outcome)
    words = explanation(lazy("Why, and on what it rests"), rows=3)


class UncompletedForm(FormSure):
    """In which ways the complainant was reminded."""

    tried = MultiCheck(
        lazy("In which ways did you remind the complainant?"),
        hint=lazy("At least two."),
        options=[
            (channel, f"reach.{channel}")
            for channel in (Channel.WEB, Channel.PHONE, Channel.EMAIL, Channel.PAPER)
        ],
        coerce=Channel,
    )


class ReopeningForm(Form):
    """Why a closed case is taken up again."""

    reason = Choice(
        lazy("Why is the case opened again?"),
        options=[(kind, f"reopening.{kind}") for kind in Reopening],
        coerce=Reopening,
    )
    words = explanation(lazy("What is new, or was wrong"), rows=3)


class MediationRequestForm(FormSure):
    """That one side asks for a mediator."""

    words = explanation(
        lazy("What should the mediator know first?"),
        hint=lazy("Only the mediation body reads this."),
        optional=True,
        rows=3,
    )
