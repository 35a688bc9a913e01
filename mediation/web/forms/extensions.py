"""The shape of asking for more time, and of saying yes or no to it."""

from mediation.web.forms.base import Form
from mediation.web.forms.fields import Choice, Text, Whole
from mediation.web.forms.sure import explanation
from mediation.wording.catalogue import lazy

FIELD_OF = {"extension_without_reason": "reason", "approver_missing": "approver"}


class ExtensionForm(Form):
    """Why more time is needed; `taken` is how often it was extended so far."""

    reason = explanation(
        lazy("Why is more time needed?"),
        hint=lazy("Both sides read this. Say what is still missing and when it is expected."),
    )
    taken = Whole(lazy("How often it was extended"), optional=True, most=99)


class ApprovedExtensionForm(ExtensionForm):
    """The same where somebody of the company must have approved it."""

    approver = Text(
        lazy("Who in your institution approved it"),
        hint=lazy("The full name of the person in charge. It is shown to the complainant."),
        most=60,
        width="m",
        missing=lazy("refusal.approver_missing"),
    )


class ConsentForm(Form):
    """A side's own yes or no to more time."""

    agrees = Choice(
        lazy("Do you agree to more time?"),
        options=[
            ("yes", lazy("extension.yes"), lazy("extension.yes.means")),
            ("no", lazy("extension.no"), lazy("extension.no.means")),
        ],
    )
