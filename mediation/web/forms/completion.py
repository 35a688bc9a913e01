"""The form that completes a returned complaint: one question for each thing that is missing."""

from functools import cache

from mediation.domain.outcomes import Missing
from mediation.services.completion import KIND_OF
from mediation.web.forms.base import Form
from mediation.web.forms.fields import File, Text
from mediation.wording.catalogue import lazy


class CompletionForm(Form):
    """Words and files for what is missing; nothing must be filled, something should be."""

    def words_of(self, missing: Missing) -> str:
        """What was written about it."""
        name = f"words_{missing}"
        return self[name].data if name in self else ""

    def files_of(self, missing: Missing) -> File | None:
        """The files handed in for it."""
        name = f"files_{missing}"
        return self._fields.get(name)


@cache
def completion_form(missing: tuple[Missing, ...]) -> type[CompletionForm]:
    """The form for exactly these."""
    fields: dict[str, Text | File] = {}
    for name in missing:
        if name is Missing.CONSENT:
            continue
        fields[f"words_{name}"] = Text(f"missing.{name}", optional=True, most=4000, rows=3)
        if name in KIND_OF:
            fields[f"files_{name}"] = File(
                lazy("Or hand in the paper, a photo is enough"), several=True, optional=True
            )
    return type("MissingForm", (CompletionForm,), fields)
