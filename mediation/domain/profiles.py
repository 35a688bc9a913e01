"""What a mediator says of themselves: languages, what they know about, when they are away."""

from collections.abc import Iterable
from datetime import date, timedelta

from mediation.domain.errors import Refused
from mediation.domain.lanes import Lane

# In which a mediation can be held.
LANGUAGES = ("zh_CN", "en")
LONGEST_ABSENCE = timedelta(days=365)


def check_languages(languages: Iterable[str]) -> None:
    """A mediator speaks at least one of the languages in which talks are held."""
    spoken = set(languages)
    if not spoken or not spoken <= set(LANGUAGES):
        raise Refused("language_unknown")


def check_absence(from_on: date | None, until_on: date | None, *, today: date) -> None:
    """An absence has both its days, in their order, and is not over."""
    if from_on is None and until_on is None:
        return
    if from_on is None or until_on is None:
        raise Refused("absence_half_said")
    if until_on < from_on:
        raise Refused("absence_ends_before_start")
    if until_on < today:
        raise Refused("absence_over")
    if until_on > today + LONGEST_ABSENCE:
        raise Refused("absence_too_long", latest=today + LONGEST_ABSENCE)


def lanes_in(text: str) -> list[Lane]:
    """The lanes of a list that is kept by comma; a word that is none of them is left out."""
    words = [word.strip() for word in text.split(",")]
    return [Lane(word) for word in words if word in set(Lane)]
