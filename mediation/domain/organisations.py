"""Bodies: which details each kind has, who may be invited by whom, who takes new cases."""

from mediation.domain.errors import NotPermitted, Refused
from mediation.domain.permissions import Actor
from mediation.domain.roles import (
    BELONGS_TO,
    LENDERS,
    STAFF,
    LenderKind,
    MediationKind,
    OrganisationKind,
    Role,
)

# Whom somebody in a role may bring in; a lender's admin only into their own house.
INVITES: dict[Role, frozenset[Role]] = {
    Role.ADMIN: STAFF,
    Role.LENDER_ADMIN: LENDERS,
    Role.SYSTEM: STAFF,
}
ANYWHERE = frozenset({Role.ADMIN, Role.SYSTEM})


def roles_in(kind: OrganisationKind) -> list[Role]:
    """The roles that people have in a body of this kind."""
    return [role for role, home in BELONGS_TO.items() if home is kind]


def check_may_run(actor: Actor, organisation_id: int) -> None:
    """Refuse somebody who does not look after the people of this body."""
    if actor.role in ANYWHERE:
        return
    if actor.role not in INVITES or actor.organisation_id != organisation_id:
        raise NotPermitted("not_permitted")


def check_invitation(
    actor: Actor, organisation_id: int, kind: OrganisationKind, role: Role
) -> None:
    """Refuse an invitation that this person may not make, or a role that the body has not."""
    check_may_run(actor, organisation_id)
    if role not in INVITES[actor.role]:
        raise NotPermitted("not_permitted")
    if BELONGS_TO.get(role) is not kind:
        raise Refused("role_elsewhere", role=role, kind=kind)


def check_details(
    kind: OrganisationKind,
    lender_kind: LenderKind | None,
    mediation_kind: MediationKind | None,
) -> None:
    """Refuse a lender without its licence, a mediation body without its legal type."""
    if (kind is OrganisationKind.LENDER) != (lender_kind is not None):
        raise Refused("lender_kind_missing" if lender_kind is None else "lender_kind_elsewhere")
    if (kind is OrganisationKind.MEDIATION_BODY) != (mediation_kind is not None):
        raise Refused(
            "mediation_kind_missing" if mediation_kind is None else "mediation_kind_elsewhere"
        )
