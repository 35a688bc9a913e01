"""Several loans in one filing: whether what goes to one company tells of the others."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from mediation.domain.complaints import Complaint
from mediation.domain.disclosure import LenderView, lender_view
from mediation.domain.intake import Step
from mediation.domain.twins import plain, plain_name

# A name of one sign would be found in every text.
LEAST_NAME = 2


class Mention(NamedTuple):
    """A step whose text names companies of another loan of the same filing."""

    step: Step
    names: tuple[str, ...]


def mentions_in(complaints: Sequence[Complaint]) -> list[list[Mention]]:
    """Of each complaint, where the text that its lender gets names companies of the others.

    A company that has a hand in both loans is no news to either, so it is not named.
    """
    known = [_names_of(complaint) for complaint in complaints]
    found = []
    for complaint, own in zip(complaints, known, strict=True):
        others = {bare: name for each in known for bare, name in each.items() if bare not in own}
        texts = _texts_of(lender_view(complaint))
        found.append([each for each in _mentions(texts, own, others) if each.names])
    return found


def _names_of(complaint: Complaint) -> dict[str, str]:
    """What a loan and its companies are called, each by its plain form."""
    names = [*(company.name for company in complaint.companies), complaint.loan.get("name") or ""]
    bare = {plain_name(name): name for name in reversed(names)}
    return {short: name for short, name in bare.items() if len(short) >= LEAST_NAME}


def _texts_of(view: LenderView) -> dict[Step, str]:
    """What a person wrote in their own words, by the step at which they can change it."""
    return {
        Step.EVENTS: "\n".join(row.words for row in view.happenings),
        Step.STORY: view.story,
        Step.PRIOR: view.prior.get("words", ""),
        Step.WISHES: view.wishes.get("words", ""),
    }


def _mentions(
    texts: Mapping[Step, str], own: Iterable[str], others: Mapping[str, str]
) -> Iterable[Mention]:
    for step, text in texts.items():
        named = (name for bare, name in others.items() if _is_named(bare, plain(text), own))
        yield Mention(step, tuple(dict.fromkeys(named)))


def _is_named(name: str, text: str, own: Iterable[str]) -> bool:
    """Whether `text` has the name otherwise than inside a longer one of the lender's own."""
    for longer in own:
        if name in longer:
            text = text.replace(longer, "\n")
    return name in text
