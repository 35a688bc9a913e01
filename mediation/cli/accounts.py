"""People from the command line: created, listed, suspended, signed out."""

import sys

import click
from flask import current_app

from mediation import clock
from mediation.cli.installation import in_app
from mediation.db import db
from mediation.domain.accounts import check_password, least_length
from mediation.domain.errors import Refused
from mediation.domain.lanes import Lane
from mediation.domain.permissions import system
from mediation.domain.profiles import LANGUAGES
from mediation.domain.roles import BELONGS_TO, STAFF, OrganisationKind, Role
from mediation.gateways.passwords import hash_password
from mediation.models.accounts import Account
from mediation.models.organisations import Organisation
from mediation.queries.accounts import by_email, people
from mediation.queries.organisations import by_name, taking_cases
from mediation.services.accounts import (
    add_account,
    end_all_sessions,
    resume_account,
    suspend_account,
)
from mediation.services.invitations import add_membership, invite_member
from mediation.services.organisations import create_organisation
from mediation.services.profiles import set_skills
from mediation.transaction import transaction

ROLES = [role.value for role in Role if role in STAFF | {Role.COMPLAINANT}]
OPERATOR, OPERATOR_EN = "平台运营方", "Operator"
LANES = [lane.value for lane in Lane]
PAGE = 200


@click.group()
def accounts() -> None:
    """Create people, list them, suspend them, sign them out."""


@accounts.command()
@click.option("--email", required=True)
@click.option("--name", required=True)
@click.option("--role", type=click.Choice(ROLES), required=True)
@click.option("--organisation", default="", help="The registered name of their body.")
@click.option("--language", "languages", multiple=True, type=click.Choice(LANGUAGES))
@click.option("--specialism", "specialisms", multiple=True, type=click.Choice(LANES))
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@in_app
def create(
    email: str,
    name: str,
    role: str,
    organisation: str,
    languages: tuple[str, ...],
    specialisms: tuple[str, ...],
    password_stdin: bool,
) -> None:
    """Create somebody; without a password, print a link with which they set their own.

    A mediator's languages and specialisms (lanes) may be given several times.
    """
    wanted = Role(role)
    if (languages or specialisms) and wanted is not Role.MEDIATOR:
        raise click.UsageError("only a mediator has languages and specialisms")
    password_hash = _read_password(wanted, email, name) if password_stdin else None
    with transaction():
        if wanted is Role.COMPLAINANT:
            if password_hash is None:
                raise click.UsageError("a complainant is created with --password-stdin")
            add_account(email, name, now=clock.now()).password_hash = password_hash
            link = ""
        else:
            link = _add_member(email, name, wanted, organisation, password_hash)
            _describe(email, languages, specialisms)
    click.echo(f"{email} is created as {wanted}.")
    if link:
        click.echo(f"Good for 72 hours, for one use: {current_app.config['BASE_URL']}{link}")


def _describe(email: str, languages: tuple[str, ...], specialisms: tuple[str, ...]) -> None:
    """Keep what is said of a mediator; what is not said stays as it was."""
    if languages or specialisms:
        db.session.flush()  # The account may be of this moment.
        spoken = languages or (LANGUAGES[0],)
        set_skills(_find(email), languages=spoken, specialisms=map(Lane, specialisms))


def _read_password(role: Role, email: str, name: str) -> str:
    text = sys.stdin.readline().rstrip("\r\n")
    check_password(text, least=least_length([role]), context=[email.partition("@")[0], name])
    return hash_password(text)


def _add_member(
    email: str, name: str, role: Role, organisation: str, password_hash: str | None
) -> str:
    body = _body_of(role, organisation)
    if password_hash is None:
        token = invite_member(
            body, email=email, name=name, role=role, actor=system(), now=clock.now()
        )
        return f"/invitations/{token}"
    account = add_account(email, name, now=clock.now())
    account.password_hash = password_hash
    add_membership(account, body.id, role, now=clock.now())
    return ""


def _body_of(role: Role, name: str) -> Organisation:
    """The body named; for the operator's own people it may go without saying, even the first."""
    kind = BELONGS_TO[role]
    if name:
        body = by_name(name)
        if body is None or body.kind is not kind:
            raise click.ClickException(f"there is no {kind} called {name!r}")
        return body
    known = taking_cases(kind)
    if len(known) == 1:
        return known[0]
    if not known and kind is OrganisationKind.OPERATOR:
        return create_organisation(
            kind, OPERATOR, name_en=OPERATOR_EN, actor=system(), now=clock.now()
        )
    raise click.UsageError(f"name the {kind} with --organisation")


@accounts.command("list")
@in_app
def list_accounts() -> None:
    """Show everybody with an account, the newest first."""
    before = None
    while page := people(before=before, most=PAGE):
        for person in page:
            state = "suspended" if person.account.suspended_at else "may sign in"
            posts = [f"{post.membership.role} at {post.organisation.name}" for post in person.posts]
            roles = ", ".join(posts) or Role.COMPLAINANT
            click.echo(f"{person.account.email:40} {state:12} {person.account.name}, {roles}")
        before = page[-1].account.id


@accounts.command()
@click.argument("email")
@in_app
def suspend(email: str) -> None:
    """Let somebody in no more; whatever they are signed in to ends at once."""
    with transaction():
        suspend_account(_find(email), actor=system(), now=clock.now())
    click.echo(f"{email} is suspended.")


@accounts.command()
@click.argument("email")
@in_app
def resume(email: str) -> None:
    """Let a suspended person in again."""
    with transaction():
        resume_account(_find(email), actor=system())
    click.echo(f"{email} may sign in again.")


@accounts.command("end-sessions")
@click.argument("email")
@in_app
def end_sessions(email: str) -> None:
    """Sign somebody out everywhere."""
    with transaction():
        ended = end_all_sessions(_find(email), actor=system(), now=clock.now())
    click.echo(f"{ended} sign-ins of {email} ended.")


def _find(email: str) -> Account:
    account = by_email(email)
    if account is None:
        raise Refused("no_such_account", email=email)
    return account
