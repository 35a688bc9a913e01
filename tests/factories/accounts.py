"""People, in whatever role; all have the same password."""

from itertools import count

from mediation import clock
from mediation.db import db
from mediation.domain.permissions import Actor
from mediation.domain.roles import BELONGS_TO, HELD_BY_PERSON, Role
from mediation.gateways.passwords import hash_password
from mediation.keyring import blind
from mediation.models.accounts import Account, Membership
from mediation.models.organisations import Organisation
from tests.factories.organisations import make_organisation

PASSWORD = "correct horse battery staple"

_numbers = count(1)


def make_account(email="", name="", **columns):
    """A person who can sign in, in no role but that of a complainant."""
    number = next(_numbers)
    email = email or f"person{number}@example.com"
    account = Account(
        email=email,
        email_blind=blind("email", email),
        name=name or f"张三{number}",
        password_hash=hash_password(PASSWORD),
        created_at=clock.now(),
        **columns,
    )
    db.session.add(account)
    db.session.flush()
    return account


def make_member(role, organisation=None, account=None):
    """A person in a role; in a new body of the right kind unless one is given."""
    account = account or make_account()
    organisation = organisation or make_organisation(BELONGS_TO[role])
    db.session.add(
        Membership(
            account_id=account.id,
            organisation_id=organisation.id,
            role=role,
            since_at=clock.now(),
        )
    )
    db.session.flush()
    return account


def make_borrower(**columns):
    return make_account(**columns)


def make_officer(organisation=None):
    return make_member(Role.OFFICER, organisation)


def make_mediator(organisation=None):
    return make_member(Role.MEDIATOR, organisation)


def make_lender_clerk(organisation=None):
    return make_member(Role.LENDER_STAFF, organisation)


def make_arbitration_clerk(organisation=None):
    return make_member(Role.CLERK, organisation)


def actor_of(account):
    """The account as the verbs know it: in its first role, or as a complainant."""
    membership = db.session.query(Membership).filter_by(account_id=account.id).first()
    if membership is None:
        return Actor(
            role=Role.COMPLAINANT,
            holder_id=account.id,
            account_id=account.id,
            name=account.name,
            locale=account.locale,
        )
    organisation = db.session.get_one(Organisation, membership.organisation_id)
    return Actor(
        role=membership.role,
        holder_id=account.id if membership.role in HELD_BY_PERSON else organisation.id,
        account_id=account.id,
        organisation_id=organisation.id,
        membership_id=membership.id,
        name=account.name,
        organisation_name=organisation.name,
        locale=account.locale,
    )
