"""The guard against forged forms: every POST carries the token of its session, or is named here."""

from flask import request
from flask_wtf import CSRFProtect
from werkzeug.exceptions import BadRequest

csrf = CSRFProtect()


def check_same_origin() -> None:
    """Refuse a form that another site sent; for the few that carry no token."""
    origin = request.headers.get("Origin")
    if request.headers.get("Sec-Fetch-Site") == "cross-site" or (
        origin is not None and origin.partition("://")[2] != request.host
    ):
        raise BadRequest("sent from another site")
