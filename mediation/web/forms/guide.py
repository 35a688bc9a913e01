"""The shape of what people fill into a letter; nothing of it is kept."""

from functools import cache

from mediation.domain.letters import Letter
from mediation.web.forms.base import Form
from mediation.web.forms.fields import MultiCheck, Option, Text
from mediation.wording.catalogue import lazy

LINE, LONG = 120, 600


class LetterForm(Form):
    """Every letter's form is made from this one; it changes nothing, so it needs no token."""

    class Meta(Form.Meta):
        csrf = False

    @property
    def answers(self) -> dict[str, str]:
        """What was answered, by the name of its field."""
        return {name: text for name, text in self.data.items() if isinstance(text, str)}

    @property
    def chosen(self) -> list[str]:
        """The circumstances that were ticked."""
        chosen: list[str] = self.data.get("ticks") or []
        return chosen


@cache
def form_of(letter: Letter, locale: str) -> type[LetterForm]:
    """The form of a letter, asked in the language of the reader."""
    fields: dict[str, object] = {}
    if letter.ticks:
        fields["ticks"] = MultiCheck(
            lazy("What the letter should mention"),
            optional=True,
            options=[
                Option(tick.name, tick.label.of(locale), translated=False) for tick in letter.ticks
            ],
        )
    for field in letter.fields:
        fields[field.name] = Text(
            field.label.of(locale),
            hint=field.hint.of(locale),
            optional=True,
            most=LONG if field.is_long else LINE,
            rows=3 if field.is_long else 0,
            autocomplete="off",
        )
    return type(f"{letter.name.title()}LetterForm", (LetterForm,), fields)
