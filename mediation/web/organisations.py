"""Bodies and their people: for administrators, and for a lender's admin in their own house."""

from urllib.parse import urlsplit

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from mediation import clock
from mediation.domain.administration import BodyState
from mediation.domain.errors import NotFound, Refused
from mediation.domain.organisations import INVITES, roles_in
from mediation.domain.permissions import Actor
from mediation.domain.roles import OrganisationKind
from mediation.models.accounts import Membership
from mediation.models.organisations import Organisation
from mediation.queries.accounts import again
from mediation.queries.administration import bodies_in
from mediation.queries.organisations import PAGE, by_id, listed, members_of, membership_in
from mediation.queries.webhooks import hook_of
from mediation.services.invitations import invite_member
from mediation.services.organisations import (
    create_organisation,
    describe_organisation,
    end_membership,
    name_head,
    resume_organisation,
    suspend_organisation,
)
from mediation.transaction import transaction
from mediation.web.forms.organisations import InvitationForm, OrganisationForm
from mediation.web.login import current_actor
from mediation.web.pages import show, tell

bp = Blueprint("organisations", __name__)


@bp.get("/admin/organisations")
def index() -> str:
    """The bodies of one kind by name, or all of those in one state."""
    state = request.args.get("state", "")
    if state in set(BodyState):
        return _in_state(BodyState(state))
    kind = _kind(request.args.get("kind", OrganisationKind.LENDER))
    words = request.args.get("q", "").strip()[:60]
    found = listed(kind, words=words, after=request.args.get("after", "")[:120])
    after = ""
    if len(found) > PAGE:
        after = url_for(".index", kind=kind, q=words or None, after=found[PAGE - 1].name)
    return show(
        "organisations/index.html",
        organisations=found[:PAGE],
        kind=kind,
        kinds=list(OrganisationKind),
        state="",
        q=words,
        after=after,
    )


def _in_state(state: BodyState) -> str:
    found = bodies_in(state, after=request.args.get("after", "")[:120])
    more = len(found) > PAGE
    return show(
        "organisations/index.html",
        organisations=found[:PAGE],
        kind=OrganisationKind.MEDIATION_BODY,
        kinds=list(OrganisationKind),
        state=state,
        q="",
        after=url_for(".index", state=state, after=found[PAGE - 1].name) if more else "",
    )


@bp.route("/admin/organisations/new/<kind>", methods=["GET", "POST"])
def create(kind: str) -> str | Response:
    """Enter a new body."""
    wanted = _kind(kind)
    form = OrganisationForm.from_request().keep_to(wanted, founding=True)
    if form.accepted():
        try:
            with transaction():
                made = create_organisation(
                    wanted, **form.founding(), actor=_present(), now=clock.now()
                )
        except Refused as refusal:
            form.refuse("name", refusal)
        else:
            tell("Entered. Now invite the first person.")
            return redirect(f"/admin/organisations/{made.id}", code=303)
    return show("organisations/create.html", form=form, kind=wanted)


@bp.route("/admin/organisations/<id:organisation_id>", methods=["GET", "POST"])
def organisation(organisation_id: int) -> str | Response:
    """One body: what is known of it, and its people; a POST invites somebody."""
    return _people_page(_find(organisation_id), f"/admin/organisations/{organisation_id}")


@bp.route("/organisation/people", methods=["GET", "POST"])
def own_people() -> str | Response:
    """The people of the lender that one looks after; a POST invites somebody."""
    own = current_actor().organisation_id
    return _people_page(_find(own or 0), "/organisation/people")


def _people_page(organisation: Organisation, address: str) -> str | Response:
    actor = current_actor()
    roles = [role for role in roles_in(organisation.kind) if role in INVITES[actor.role]]
    form = InvitationForm.for_roles(roles)
    if form.accepted():
        try:
            with transaction():
                invite_member(
                    _find(organisation.id),
                    email=form.email.data,
                    name=form.name.data,
                    role=form.role.data,
                    actor=_present(),
                    now=clock.now(),
                )
        except Refused as refusal:
            form.refuse("email", refusal)
        else:
            tell("Invited. The link in the mail is good for 72 hours.")
            return redirect(address, code=303)
    after = request.args.get("after", "")
    members = members_of(organisation.id, after=int(after) if after.isdigit() else 0)
    more = f"{address}?after={members[PAGE - 1].membership.id}" if len(members) > PAGE else ""
    hook = hook_of(organisation.id) if actor.organisation_id != organisation.id else None
    return show(
        "organisations/people.html",
        form=form,
        organisation=organisation,
        members=members[:PAGE],
        address=address,
        after=more,
        hook=hook,
        hook_host=urlsplit(hook.url or "").hostname if hook else "",
    )


@bp.route("/admin/organisations/<id:organisation_id>/details", methods=["GET", "POST"])
def details(organisation_id: int) -> str | Response:
    """Put right what is known of a body."""
    found = _find(organisation_id)
    form = OrganisationForm.from_request(obj=found).keep_to(found.kind, founding=False)
    if form.accepted():
        try:
            with transaction():
                describe_organisation(_find(organisation_id), **form.details(), actor=_present())
        except Refused as refusal:
            form.refuse("name", refusal)
        else:
            tell("Saved.")
            return redirect(f"/admin/organisations/{organisation_id}", code=303)
    return show("organisations/details.html", form=form, organisation=found)


@bp.post("/admin/organisations/<id:organisation_id>/suspension")
def suspend(organisation_id: int) -> Response:
    """Give a body no new cases."""
    with transaction():
        suspend_organisation(_find(organisation_id), actor=_present(), now=clock.now())
    tell("Suspended: it takes no new cases, and its people see to those they have.")
    return redirect(f"/admin/organisations/{organisation_id}", code=303)


@bp.post("/admin/organisations/<id:organisation_id>/return")
def resume(organisation_id: int) -> Response:
    """Let a suspended body take cases again."""
    with transaction():
        resume_organisation(_find(organisation_id), actor=_present())
    tell("It takes new cases again.")
    return redirect(f"/admin/organisations/{organisation_id}", code=303)


@bp.post("/admin/organisations/<id:organisation_id>/people/<id:membership_id>/ending")
def end_role(organisation_id: int, membership_id: int) -> Response:
    """Take a role from somebody."""
    _end(organisation_id, membership_id)
    return redirect(f"/admin/organisations/{organisation_id}", code=303)


@bp.post("/admin/organisations/<id:organisation_id>/people/<id:membership_id>/head")
def head(organisation_id: int, membership_id: int) -> Response:
    """Name the head of a mediation body."""
    with transaction():
        membership: Membership | None = membership_in(organisation_id, membership_id)
        if membership is None:
            raise NotFound()
        name_head(membership, actor=_present())
    tell("This person is the head now; complaints about mediators of the body go there.")
    return redirect(f"/admin/organisations/{organisation_id}", code=303)


@bp.post("/organisation/people/<id:membership_id>/ending")
def end_own_role(membership_id: int) -> Response:
    """Take a role from somebody in one's own house."""
    _end(current_actor().organisation_id or 0, membership_id)
    return redirect("/organisation/people", code=303)


def _end(organisation_id: int, membership_id: int) -> None:
    with transaction():
        membership: Membership | None = membership_in(organisation_id, membership_id)
        if membership is None:
            raise NotFound()
        end_membership(membership, actor=_present(), now=clock.now())
    tell("The role has ended, and with it every sign-in in that role.")


def _find(organisation_id: int) -> Organisation:
    found = by_id(organisation_id)
    if found is None:
        raise NotFound()
    return found


def _kind(text: str) -> OrganisationKind:
    if text not in set(OrganisationKind):
        raise NotFound()
    return OrganisationKind(text)


def _present() -> Actor:
    """Whoever is asking, as the database knows them inside this transaction."""
    actor = again(current_actor())
    if actor is None:
        raise NotFound()
    return actor
