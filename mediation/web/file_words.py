"""What a file is called and said to show: whoever may not know a name does not read it there."""

from mediation.domain.disclosure import masked
from mediation.domain.permissions import Actor
from mediation.domain.roles import LENDERS, Role
from mediation.models.cases import Case
from mediation.models.evidence import Evidence
from mediation.wording.catalogue import Catalogue


def hides_words(case: Case, item: Evidence, actor: Actor) -> bool:
    """Whether the reader may not see what the complainant called a file."""
    return case.identity_withheld and actor.role in LENDERS and item.by_role is Role.COMPLAINANT


def name_of(case: Case, item: Evidence, actor: Actor, catalogue: Catalogue) -> str:
    """What the file is called, or its kind."""
    hidden = hides_words(case, item, actor)
    return catalogue.say(f"evidencekind.{item.kind}") if hidden else item.name or ""


def description_of(case: Case, item: Evidence, actor: Actor) -> str:
    """What the file is said to show, without the name that the reader may not know."""
    words = item.description or ""
    if case.complainant_name and hides_words(case, item, actor):
        return masked(words, (case.complainant_name,))
    return words
