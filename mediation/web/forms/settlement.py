"""The shape of a draft, of a signature, and of a refusal to sign."""

from wtforms import HiddenField

from mediation.domain.settlement import LONGEST_PART
from mediation.web.forms.base import Form
from mediation.web.forms.choices import Choice, Tick
from mediation.web.forms.days import Day
from mediation.web.forms.typed import Text
from mediation.wording.catalogue import lazy


class DraftForm(Form):
    """The parts of an agreement that are written by hand, and until when it can be signed."""

    parties = Text(lazy("Parties"), most=LONGEST_PART, rows=4)
    facts = Text(
        lazy("Facts that nobody disputes"),
        most=LONGEST_PART,
        rows=6,
        hint=lazy("Those that both sides confirmed are already here."),
    )
    issues = Text(lazy("What the dispute was about"), most=LONGEST_PART, rows=4)
    terms = Text(
        lazy("What else is promised"),
        most=LONGEST_PART,
        rows=6,
        hint=lazy("In the words of the accepted offer: change nothing but the wording."),
    )
    sign_by = Day(
        lazy("Last day to sign"),
        future=True,
        hint=lazy("Not signed by then, the text lapses and talks go on. Nobody is in breach."),
    )


class SignatureForm(Form):
    """A signature: read, willing, and one's own name under exactly the text that was shown."""

    shown = HiddenField()
    read = Tick(
        lazy("I have read the whole text and understand what I must do and by when"),
        missing=lazy("Please read the whole text first, then tick this box."),
    )
    willing = Tick(
        lazy("I sign of my own free will; nobody forces me"),
        missing=lazy("Tick this only if it is true. If somebody puts pressure on you, tell us."),
    )
    name = Text(
        lazy("Type your full name, as it stands in the text"),
        most=80,
        width="l",
        autocomplete="off",
    )

    code = Text(
        lazy("The code that the complainant got"),
        optional=True,
        most=20,
        width="m",
        autocomplete="off",
        hint=lazy("Six figures. Whoever has read the text and agrees tells it to you."),
    )

    def digest(self) -> bytes:
        """The fingerprint of the text that the page showed; what cannot be one fits no text."""
        try:
            return bytes.fromhex(self.shown.data or "")
        except ValueError:
            return b""


class AuthorityForm(Form):
    """Whose written authority was seen."""

    party = Choice(lazy("Who acts for the complainant"), as_list=True, coerce=int)
    seen = Tick(
        lazy(
            "I have seen it in writing: signed by the complainant, naming this person, and saying "
            "that they may settle"
        ),
        missing=lazy("Tick this only when you have seen it in writing."),
    )


class RefusalForm(Form):
    """A refusal to sign; what should be different helps those who write the next text."""

    words = Text(
        lazy("What should be different"),
        optional=True,
        most=2000,
        rows=4,
        hint=lazy("You may leave this empty."),
    )
