"""The shape of what is added to a danger report, noted on it, and of a turn of duty."""

from mediation.domain.danger import MOST_CONTACT, MOST_WORDS, ROSTERED
from mediation.web.forms.base import Form
from mediation.web.forms.fields import Choice, Instant, Option, Text
from mediation.wording.catalogue import lazy


class AdditionForm(Form):
    """What a person in danger may add; without a token, which could run out while they hide."""

    class Meta(Form.Meta):
        csrf = False

    contact = Text(
        lazy("A safe way to reach you"),
        hint=lazy("A number or account that only you read, and when. We call nobody else."),
        optional=True,
        most=MOST_CONTACT,
        autocomplete="off",
    )
    words = Text(
        lazy("What is happening, in your own words"),
        hint=lazy("A few words are enough: who, where, since when. You may leave it empty."),
        optional=True,
        most=MOST_WORDS,
        rows=4,
    )


class NoteForm(Form):
    body = Text(
        lazy("What you did, or what is agreed"),
        hint=lazy(
            "For example: called at 15:20, is safe with her sister, calls 110 if they return."
        ),
        missing=lazy("Write what was done; a report is never closed without it."),
        most=MOST_WORDS,
        rows=4,
    )


class TurnForm(Form):
    account = Choice(
        lazy("Who is on duty"),
        as_list=True,
        coerce=int,
        missing=lazy("Choose the officer who is on duty."),
    )
    level = Choice(
        lazy("Asked first or second"),
        as_list=True,
        options=[Option(level.value, f"dutylevel.{level}") for level in ROSTERED],
    )
    starts_at = Instant(lazy("On duty from"))
    ends_at = Instant(lazy("On duty until"))
