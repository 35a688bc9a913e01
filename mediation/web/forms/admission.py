"""The shape of what officers decide on a complaint, and of what complainants answer to it."""

from typing import Self

from mediation.domain.admission import LIFTERS, Authority
from mediation.domain.outcomes import Decline, Missing, Pause
from mediation.domain.parties import CompanyRole
from mediation.domain.roles import Role
from mediation.web.forms.base import Form
from mediation.web.forms.fields import Choice, Day, MultiCheck, Text
from mediation.web.forms.sure import WORDS_MOST, FormSure, explanation
from mediation.wording.catalogue import lazy


class AdmissionForm(Form):
    """Which company of the loan answers; the choices are those that can."""

    answering = Choice(lazy("Which company answers the complaint?"), coerce=int)


class ReturnForm(Form):
    """What a complaint lacks."""

    missing = MultiCheck(
        lazy("What is missing?"),
        options=[(kind, f"missing.{kind}", f"missing.{kind}.how") for kind in Missing],
        coerce=Missing,
    )
    words = explanation(
        lazy("What exactly should the complainant add?"),
        hint=lazy("The complainant reads this word for word. Name the paper and where to find it."),
    )


class DeclineForm(FormSure):
    """Why a complaint is not taken up."""

    reason = Choice(
        lazy("Why is the complaint not admitted?"),
        options=[(kind, f"decline.{kind}", f"decline.{kind}.when") for kind in Decline],
        coerce=Decline,
    )
    words = explanation(
        lazy("Your reasons, in words the complainant understands"),
        hint=lazy("What it means for them first, then why. Where to go instead is added."),
    )


class ReviewRequestForm(Form):
    """Why another officer should look again."""

    words = explanation(
        lazy("What was not seen, or seen wrongly?"),
        hint=lazy("You may leave this empty: another officer looks at everything anew either way."),
        optional=True,
    )


class ReviewForm(FormSure):
    """What the second officer finds."""

    finding = Choice(
        lazy("What do you find?"),
        options=[
            ("overturned", lazy("review.overturned"), lazy("review.overturned.means")),
            ("upheld", lazy("review.upheld"), lazy("review.upheld.means")),
        ],
    )
    words = explanation(
        lazy("Your reasons, in words the complainant understands"),
        hint=lazy("The complainant reads this word for word."),
    )


class RespondentForm(Form):
    """Which known company answers, and what part it had in the loan."""

    organisation = Choice(lazy("Which company is it?"), coerce=int)
    role = Choice(
        lazy("What part did it have in the loan?"),
        options=[
            (role, f"companyrole.{role}")
            for role in (
                CompanyRole.LENDER,
                CompanyRole.FUNDER,
                CompanyRole.PLATFORM,
                CompanyRole.GUARANTOR,
                CompanyRole.MEMBER_SHOP,
            )
        ],
        coerce=CompanyRole,
        as_list=True,
    )


class HandoverForm(FormSure):
    """To which authority a case goes behind which no company could be found."""

    authority = Choice(
        lazy("Which authority takes it from here?"),
        options=[(kind, f"authority.{kind}", f"authority.{kind}.takes") for kind in Authority],
        coerce=Authority,
    )
    words = explanation(
        lazy("What was tried, and what the complainant should take along"),
        hint=lazy("The complainant reads this word for word."),
    )


class PauseForm(Form):
    """Why a case stands still, and when that is looked at again."""

    reason = Choice(
        lazy("Why should the case stand still?"),
        options=[(kind, f"pause.{kind}", f"pause.{kind}.lifted") for kind in Pause],
        coerce=Pause,
    )
    lifter = Choice(
        lazy("Who lifts the pause?"),
        options=[(role, f"lifter.{role}", f"lifter.{role}.means") for role in LIFTERS],
        coerce=Role,
    )
    review_on = Day(
        lazy("On which day will you look at it again?"),
        hint=lazy("At the latest in 90 days, for example 2026 3 8"),
        future=True,
    )
    words = Text(
        lazy("Note for the body's people"),
        hint=lazy("The sides see the reason and the day, not this note."),
        optional=True,
        most=WORDS_MOST,
        rows=3,
    )

    @classmethod
    def of(cls, *, has_mediator: bool) -> Self:
        """The form; where there is no mediator yet, an officer lifts the pause."""
        form = cls.from_request()
        if not has_mediator:
            del form.lifter
        return form
