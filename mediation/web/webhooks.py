"""A lender's admin has the company's own computers called; an administrator may only end it."""

from typing import Any

from flask import Blueprint, abort, current_app, redirect
from werkzeug.wrappers import Response

from mediation import clock
from mediation.db import new_id
from mediation.domain.accounts import Throttle
from mediation.domain.errors import Refused
from mediation.domain.patience import patience
from mediation.domain.permissions import Actor
from mediation.domain.webhooks import message
from mediation.gateways.post import Post
from mediation.gateways.webhooks import try_out
from mediation.models.notices import Webhook
from mediation.queries.accounts import again
from mediation.queries.webhooks import hook_of, is_gone
from mediation.services.throttle import check_throttle, count_failure
from mediation.services.webhooks import Registered, end_webhook, register_webhook
from mediation.transaction import transaction
from mediation.web.act_pages import put_beside_field
from mediation.web.forms.webhooks import WebhookForm
from mediation.web.login import current_actor
from mediation.web.pages import show, tell
from mediation.wording.catalogue import lazy

bp = Blueprint("webhooks", __name__)

PAGE = "/organisation/webhook"
FIELD_OF = {
    "webhook_not_https": "url",
    "webhook_address_odd": "url",
    "webhook_address_private": "url",
}
OUTCOMES = {
    "taken": lazy("Your server took the call (answer %(status)s)."),
    "not_taken": lazy(
        "Your server answered %(status)s; a call counts as taken only at 200 to 299."
    ),
    "no_answer": lazy(
        "No answer came within 5 seconds. Is the server up, and its certificate valid?"
    ),
    "forbidden": lazy(
        "The name leads to an address inside a private network, which we never call."
    ),
}


@bp.route("/organisation/webhook", methods=["GET", "POST"])
def own() -> Any:
    """Where the company's computers are called; a POST enters an address or replaces it."""
    hook = hook_of(_own_id())
    form = WebhookForm.from_request(**_known(hook))
    if form.accepted():
        try:
            with transaction():
                registered = _register(form)
                shown = {"url": registered.hook.url, "secret": registered.secret}
        except Refused as error:
            put_beside_field(form, error, FIELD_OF)
        else:
            return show("webhooks/secret.html", **shown)
    gone = hook is not None and is_gone(hook)
    return show(
        "webhooks/own.html",
        form=form,
        hook=hook,
        gone=gone,
        sample=_sample(),
        retried=patience().days["webhook"].days,
    )


def _known(hook: Webhook | None) -> dict[str, Any]:
    """What the form shows at first: the address stays, where only the secret is to be replaced."""
    return {"url": hook.url, "replaces": str(hook.id)} if hook else {}


def _register(form: WebhookForm) -> Registered:
    return register_webhook(
        _own_id(),
        form.url.data,
        replaces=form.replaces.webhook_id,
        private=_private(),
        actor=_present(),
        now=clock.now(),
    )


@bp.post("/organisation/webhook/trial")
def test_call() -> Response:
    """Call the company's server now and say what it answered; nothing is open meanwhile."""
    hook = hook_of(_own_id()) or abort(404)
    key = str(hook.organisation_id)
    with transaction():
        check_throttle(Throttle.TEST_CALL, key, now=clock.now())
        count_failure(Throttle.TEST_CALL, key, now=clock.now())
        post = _trial_of(hook_of(_own_id()) or abort(404))
    outcome, status = try_out(post, private=_private())
    tell(OUTCOMES[outcome], "good" if outcome == "taken" else "warn", status=status)
    return redirect(PAGE, code=303)


@bp.post("/organisation/webhook/ending")
def end_own() -> Response:
    """Call the company's computers no more."""
    with transaction():
        end_webhook(_own_id(), actor=_present(), now=clock.now())
    tell("Your server is called no more.")
    return redirect(PAGE, code=303)


@bp.post("/admin/organisations/<id:organisation_id>/webhook/ending")
def end(organisation_id: int) -> Response:
    """An administrator stops the calls to a company's server."""
    with transaction():
        end_webhook(organisation_id, actor=_present(), now=clock.now())
    tell("The company's server is called no more.")
    return redirect(f"/admin/organisations/{organisation_id}", code=303)


def _sample() -> str:
    link = f"{current_app.config['BASE_URL'].rstrip('/')}/cases/M2026-7K3PQ9XD"
    return message("complaint_put", reference="M2026-7K3PQ9XD", at=clock.now(), link=link)


def _trial_of(hook: Webhook) -> Post:
    now, link = clock.now(), current_app.config["BASE_URL"]
    return Post(
        id=new_id(),
        channel="webhook",
        recipient=hook.url or "",
        subject="",
        body=message("test", reference=None, at=now, link=link),
        written_at=now,
        language="",
        secret=hook.secret or "",
    )


def _private() -> bool:
    return bool(current_app.config["WEBHOOKS_PRIVATE"] == "1")


def _own_id() -> int:
    return current_actor().organisation_id or abort(404)


def _present() -> Actor:
    """Whoever is asking, as the database knows them inside this transaction."""
    return again(current_actor()) or abort(404)
