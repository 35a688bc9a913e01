"""What somebody without an account sends to come back to their case."""

from mediation.domain.accounts import same_address
from mediation.web.forms.base import Form
from mediation.web.forms.fields import Text
from mediation.web.forms.texts import Unreadable, clean, narrow, read_phone
from mediation.wording.catalogue import lazy


class Contact(Text):
    """A telephone number or an e-mail address; `data` is in the form in which we keep it."""

    def read(self, typed: str) -> str:
        text = narrow(clean(typed))
        if "@" in text:
            return same_address(text)
        try:
            return read_phone(text)
        except Unreadable as error:
            raise Unreadable(
                lazy("Write a number like 138 0000 1234 or an address like name@example.com")
            ) from error


class StatusForm(Form):
    reference = Text(
        lazy("Case number"),
        hint=lazy("It stands at the top of your receipt, for example M2026-7K3PQ9XD"),
        most=60,
        width="l",
        mono=True,
        autocomplete="off",
        missing=lazy("Write the case number from your receipt"),
    )
    code = Text(
        lazy("Follow-up code"),
        hint=lazy("Twelve letters and figures below the number; capitals and dashes do not matter"),
        most=60,
        width="l",
        mono=True,
        autocomplete="off",
        missing=lazy("Write the follow-up code from your receipt"),
    )


class LostCodeForm(Form):
    reference = Text(
        lazy("Case number"),
        hint=lazy("It stands at the top of your receipt, for example M2026-7K3PQ9XD"),
        most=60,
        width="l",
        mono=True,
        autocomplete="off",
        missing=lazy("Write the case number from your receipt"),
    )
    contact = Contact(
        lazy("Mobile number or e-mail address that you gave when you filed"),
        most=120,
        width="l",
        autocomplete="off",
        missing=lazy("Write the number or the address that you gave when you filed"),
    )


class ProofForm(Form):
    code = Text(
        lazy("Six-figure code"),
        most=30,
        width="s",
        mono=True,
        inputmode="numeric",
        autocomplete="one-time-code",
        missing=lazy("Write the six figures that we sent"),
    )
