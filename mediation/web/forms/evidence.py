"""The shape of a file that somebody hands in."""

from mediation.domain.evidence import EvidenceKind
from mediation.web.forms.base import Form
from mediation.web.forms.choices import Choice, File, Tick
from mediation.web.forms.days import Day
from mediation.web.forms.typed import Text
from mediation.wording.catalogue import lazy


class EvidenceForm(Form):
    """Files, their kind, and what they show; the button pressed says who may see them."""

    files = File(lazy("Choose one or more files"), several=True)
    kind = Choice(
        lazy("What is it?"),
        options=[(kind.value, f"evidencekind.{kind}") for kind in EvidenceKind],
        as_list=True,
        coerce=EvidenceKind,
    )
    description = Text(lazy("What does it show?"), optional=True, most=2000, rows=3)
    speaks_of_on = Day(lazy("Which day does it speak of?"), optional=True)
    without_prejudice = Tick(
        lazy("Said or offered in mediation: keep it out of later proceedings"), optional=True
    )
