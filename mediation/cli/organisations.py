"""Entering bodies from the command line."""

import click

from mediation import clock
from mediation.cli.installation import in_app
from mediation.domain.permissions import system
from mediation.domain.roles import LenderKind, MediationKind, OrganisationKind
from mediation.queries.organisations import PAGE, listed
from mediation.services.organisations import create_organisation
from mediation.transaction import transaction


@click.group()
def organisations() -> None:
    """Enter bodies, and list them."""


@organisations.command()
@click.option("--kind", type=click.Choice([kind.value for kind in OrganisationKind]), required=True)
@click.option("--name", required=True, help="As registered.")
@click.option("--name-en", default="", help="In English.")
@click.option("--aliases", default="", help="Apps and brands, by comma.")
@click.option(
    "--lender-kind",
    type=click.Choice([kind.value for kind in LenderKind]),
    help="What it is licensed as.",
)
@click.option(
    "--mediation-kind",
    type=click.Choice([kind.value for kind in MediationKind]),
    help="Its legal type.",
)
@click.option("--registration", default="", help="Registration number.")
@click.option("--paid-by", default="", help="Who pays a mediation body.")
@in_app
def create(
    kind: str,
    name: str,
    name_en: str,
    aliases: str,
    lender_kind: str | None,
    mediation_kind: str | None,
    registration: str,
    paid_by: str,
) -> None:
    """Enter a body; people are invited into it with `mediation accounts create`."""
    with transaction():
        made = create_organisation(
            OrganisationKind(kind),
            name.strip(),
            name_en=name_en.strip(),
            aliases="\n".join(part.strip() for part in aliases.split(",") if part.strip()),
            lender_kind=LenderKind(lender_kind) if lender_kind else None,
            mediation_kind=MediationKind(mediation_kind) if mediation_kind else None,
            registration=registration.strip(),
            paid_by=paid_by.strip(),
            actor=system(),
            now=clock.now(),
        )
    click.echo(f"{made.name} is entered as {made.kind}.")


@organisations.command("list")
@click.option("--kind", type=click.Choice([kind.value for kind in OrganisationKind]))
@in_app
def list_organisations(kind: str | None) -> None:
    """Show the bodies, by kind and name."""
    for wanted in [OrganisationKind(kind)] if kind else list(OrganisationKind):
        after = ""
        while page := listed(wanted, after=after)[:PAGE]:
            for body in page:
                state = "suspended" if body.suspended_at else "takes cases"
                click.echo(f"{body.kind:18} {state:12} {body.name}")
            after = page[-1].name
