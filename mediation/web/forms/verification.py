"""What somebody sends who wants to know whether a message is ours."""

from mediation.web.forms.base import Form
from mediation.web.forms.fields import Text
from mediation.wording.catalogue import lazy


class MessageForm(Form):
    """The code in the message, and a piece of the number or address to which it came."""

    class Meta(Form.Meta):
        csrf = False  # Nothing is shown that the question does not already know.

    code = Text(
        lazy("Code in the message"),
        hint=lazy("Eight letters and figures near its end; capitals and hyphens do not matter"),
        most=60,
        width="m",
        mono=True,
        autocomplete="off",
        missing=lazy("Write the code that stands near the end of the message"),
    )
    tail = Text(
        lazy("Where the message came to"),
        hint=lazy(
            "For a text message the last four figures of your number; "
            "for a mail at least the first three letters of your address"
        ),
        most=200,
        least=3,
        width="m",
        autocomplete="off",
        missing=lazy(
            "Write the last four figures of the number, or the first letters of the address"
        ),
    )
