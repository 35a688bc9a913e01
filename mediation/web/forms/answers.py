"""The shape of a lender's answer, of its answer to a standstill, and of the reply to relief."""

from mediation.domain.admission import StandstillAnswer
from mediation.domain.answers import Contest, LenderAnswerKind, ReliefKind
from mediation.services.answers import Reply
from mediation.web.forms.base import Form
from mediation.web.forms.fields import Choice, Day, Money, MultiCheck, Text
from mediation.web.forms.sure import FormSure, explanation
from mediation.wording.catalogue import lazy

# The rules say what each kind of answer needs; a refusal is shown beside this field.
FIELD_OF = {
    "relief_missing": "relief",
    "relief_without_accepting": "relief",
    "relief_sum_missing": "relief_fen",
    "relief_sum_without_money": "relief_fen",
    "relief_day_missing": "relief_by_on",
    "relief_day_without_promise": "relief_by_on",
    "relief_day_over": "relief_by_on",
    "contest_needs_reasons": "reasons",
    "reasons_without_contest": "reasons",
    "identity_is_known": "kind",
    "standstill_day_missing": "until_on",
    "standstill_day_unasked": "until_on",
    "standstill_day_over": "until_on",
}


class AnswerForm(FormSure):
    """What the lender answers."""

    kind = Choice(
        lazy("Your institution's answer"),
        options=[
            (kind, f"lenderanswerkind.{kind}", f"lenderanswerkind.{kind}.means")
            for kind in LenderAnswerKind
        ],
        coerce=LenderAnswerKind,
    )
    relief = Choice(
        lazy("If you accept: what do you do?"),
        options=[(kind, f"reliefkind.{kind}", f"reliefkind.{kind}.means") for kind in ReliefKind],
        coerce=ReliefKind,
        optional=True,
    )
    relief_fen = Money(lazy("If it is money: how much"), optional=True)
    relief_by_on = Day(
        lazy("Done by which day"),
        hint=lazy("After this day the complainant is asked whether it was done."),
        optional=True,
    )
    reasons = MultiCheck(
        lazy("If you contest: why"),
        options=[(kind, f"contest.{kind}") for kind in Contest],
        coerce=Contest,
        optional=True,
    )
    names_company = Text(
        lazy("If it is not you: which company is it"),
        hint=lazy("Full name as in the business register, if you know it."),
        optional=True,
        most=120,
    )
    lender_reference = Text(
        lazy("Your own reference"), optional=True, most=60, width="m", mono=True
    )
    to_complainant = explanation(
        lazy("Your words to the complainant"),
        hint=lazy("Begin with the result. The complainant and the mediation body read this."),
        rows=6,
    )
    to_body = explanation(
        lazy("For the mediation body only"),
        hint=lazy("The complainant never sees this part."),
        optional=True,
    )

    def reply(self) -> Reply:
        """What the verb is handed."""
        return Reply(
            kind=self.kind.data,
            to_complainant=self.to_complainant.data,
            to_body=self.to_body.data,
            relief=self.relief.data,
            relief_fen=self.relief_fen.data,
            relief_by_on=self.relief_by_on.data,
            reasons=tuple(self.reasons.data),
            lender_reference=self.lender_reference.data,
            names_company=self.names_company.data,
        )


class StandstillForm(Form):
    """Whether collection rests meanwhile."""

    answer = Choice(
        lazy("Will collection rest while the case is open?"),
        options=[
            (kind, f"standstillanswer.{kind}", f"standstillanswer.{kind}.means")
            for kind in StandstillAnswer
        ],
        coerce=StandstillAnswer,
    )
    until_on = Day(lazy("Until which day"), optional=True)


class ReliefForm(FormSure):
    """Whether the complainant is content."""

    reply = Choice(
        lazy("Are you content with this?"),
        options=[
            ("accept", lazy("relief.accept"), lazy("relief.accept.means")),
            ("decline", lazy("relief.decline"), lazy("relief.decline.means")),
        ],
    )
