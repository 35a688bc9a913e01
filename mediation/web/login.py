"""Who is asking: the session cookie, and the door that is closed by default."""

from flask import Flask, abort, redirect, request, session
from flask_login import LoginManager, current_user
from werkzeug.wrappers import Response

from mediation import clock
from mediation.domain.accounts import token_hash
from mediation.domain.permissions import Actor, nobody
from mediation.domain.roles import Role
from mediation.queries.accounts import actor_of_session
from mediation.web.access import ADMITS

manager = LoginManager()


def init_login(app: Flask) -> None:
    """Load the actor of each request, and close every page that the access table does not open."""
    manager.init_app(app)
    manager.anonymous_user = nobody
    manager.session_protection = None  # Sessions live in the database and are ended there.
    app.before_request(_admit)


@manager.user_loader
def load_actor(token: str) -> Actor | None:
    """The actor of the session whose token the cookie holds."""
    return actor_of_session(token_hash(token), as_of=clock.now()) if token else None


def keep_token(token: str) -> None:
    """Sign in: a new cookie from here on, so that an old one is of no use."""
    # The language stays, and so does the way back to a complaint begun before signing in.
    kept = {name: session[name] for name in ("locale", "draft") if name in session}
    session.clear()
    session.update(kept, _user_id=token)


def current_actor() -> Actor:
    """The actor who is asking, as a plain value."""
    return current_user._get_current_object()


def _admit() -> Response | None:
    """Let through whom the access table admits; everybody else to sign-in, or to nothing.

    Where an address names a case, somebody of the wrong role is told what a stranger is told.
    """
    if request.endpoint is None or current_user.role in ADMITS[request.endpoint]:
        return None
    if current_user.role is Role.NOBODY:
        return redirect(f"/login?next={request.path}", code=303)
    return abort(404 if "reference" in (request.view_args or {}) else 403)
