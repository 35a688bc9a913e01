"""Forms of acts that cannot be undone: what was filled in is shown and asked once more."""

from flask import request

from mediation.web.forms.base import Form
from mediation.web.forms.fields import Text

ASKED = frozenset({"csrf_token", "sure", "change"})


class FormSure(Form):
    """A form whose act is done only when it comes back from the page that asks again."""

    @property
    def is_sure(self) -> bool:
        """Whether the person said yes on the page that asks once more."""
        return request.form.get("sure") == "1"

    def accepted(self) -> bool:
        """Sent, right in shape, and not sent back in order to be changed."""
        return super().accepted() and "change" not in request.form

    def sent(self) -> list[tuple[str, str]]:
        """What was filled in, to be carried through the page that asks once more."""
        return [(name, text) for name, text in request.form.items(multi=True) if name not in ASKED]


class Unfilled(FormSure):
    """An act without anything to fill in, which its own page asks about."""


WORDS_MOST = 4000


def explanation(label: str, *, hint: str = "", optional: bool = False, rows: int = 4) -> Text:
    """A box for an explanation in one's own words."""
    return Text(label, hint=hint, optional=optional, most=WORDS_MOST, rows=rows)
