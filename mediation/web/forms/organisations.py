"""What administrators send about bodies and the people in them."""

from typing import Any, Self

from mediation.domain.roles import LenderKind, MediationKind, OrganisationKind, Role
from mediation.web.forms.base import Form
from mediation.web.forms.fields import Choice, Email, Option, Text
from mediation.wording.catalogue import lazy

LENDER_KINDS = [Option(kind, f"lenderkind.{kind}") for kind in LenderKind]
MEDIATION_KINDS = [Option(kind, f"mediationkind.{kind}") for kind in MediationKind]
TEXTS = ("name", "name_en", "aliases", "registration", "paid_by")


class OrganisationForm(Form):
    """What is known of every body; the two kinds are asked of those that have them."""

    name = Text(
        lazy("Name as registered"), most=120, width="l", missing=lazy("Write the registered name")
    )
    name_en = Text(lazy("Name in English"), most=120, width="l", optional=True)
    aliases = Text(
        lazy("Other names"),
        hint=lazy("Apps and brands by which people know it, one a line"),
        most=400,
        rows=3,
        optional=True,
    )
    lender_kind = Choice(
        lazy("Licensed as"),
        options=LENDER_KINDS,
        as_list=True,
        coerce=LenderKind,
        width="l",
    )
    mediation_kind = Choice(
        lazy("Legal type of the mediation body"),
        options=MEDIATION_KINDS,
        as_list=True,
        coerce=MediationKind,
        width="l",
    )
    registration = Text(lazy("Registration number"), most=60, width="m", mono=True, optional=True)
    paid_by = Text(
        lazy("Who pays it"),
        hint=lazy("Shown to both sides: neutrality must be open to question"),
        most=200,
        optional=True,
    )

    def keep_to(self, kind: OrganisationKind, *, founding: bool) -> Self:
        """Leave only the questions that a body of this kind is asked."""
        if kind is not OrganisationKind.LENDER or not founding:
            del self.lender_kind
        if kind is not OrganisationKind.MEDIATION_BODY or not founding:
            del self.mediation_kind
        if kind is not OrganisationKind.LENDER:
            del self.aliases
        if kind is not OrganisationKind.MEDIATION_BODY:
            del self.paid_by
        return self

    def details(self) -> dict[str, str]:
        """The texts by name, empty where nothing was asked."""
        return {name: self._answer(name) or "" for name in TEXTS}

    def founding(self) -> dict[str, Any]:
        """All answers by name, also of what can only be said at the beginning."""
        kinds = {name: self._answer(name) for name in ("lender_kind", "mediation_kind")}
        return {**self.details(), **kinds}

    def _answer(self, name: str) -> Any:
        return self[name].data if name in self else None


class InvitationForm(Form):
    name = Text(lazy("Full name"), most=60, width="m", missing=lazy("Write the person's name"))
    email = Email(lazy("E-mail address"), missing=lazy("Write the address for the invitation"))
    role = Choice(lazy("Role"), as_list=True, coerce=Role, width="m")

    @classmethod
    def for_roles(cls, roles: list[Role]) -> Self:
        """The form with the roles that may be given here."""
        form = cls.from_request()
        form.role.options = [Option(role, f"role.{role}") for role in roles]
        return form
