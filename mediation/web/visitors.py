"""Where a request comes from: the network address, the device, and that somebody was active."""

import ipaddress
import re
import secrets

import flask
from flask import Flask, current_app, request
from flask_login import current_user
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.wrappers import Response

from mediation import clock
from mediation.domain.accounts import SEEN_EVERY, same_address
from mediation.keyring import blind
from mediation.services.sessions import Origin, see_session
from mediation.transaction import transaction

YEAR = 365 * 24 * 60 * 60
MOST_ON_ONE_DEVICE = 5

# The first that fits names the browser and the system; the rest of what it says is noise.
BROWSERS = (
    ("MicroMessenger", "微信 WeChat"),
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("QQBrowser", "QQ"),
    ("UCBrowser", "UC"),
    ("HuaweiBrowser", "Huawei"),
    ("MiuiBrowser", "MIUI"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def init_visitors(app: Flask) -> None:
    """Let a sign-in last on while its owner is active."""
    app.after_request(_note_activity)


def _note_activity(response: flask.Response) -> flask.Response:
    """Write that somebody was seen; after the page is made, and seldom."""
    seen_at = current_user.seen_at
    now = clock.now()
    if seen_at is not None and now - seen_at >= SEEN_EVERY and response.status_code < 500:
        with transaction():
            see_session(current_user.session_id, role=current_user.role, now=now)
    return response


def client_address() -> str:
    """The network address of whoever is asking; only a trusted proxy may speak for another.

    With N trusted proxies the N-th address from the right was written by the outermost of them;
    what stands before it, anybody may have written. Of IPv6 one household has a whole /64.
    """
    told = request.headers.get("X-Forwarded-For", "").split(",")
    proxies = int(current_app.config["TRUSTED_PROXIES"])
    text = told[-proxies].strip() if 0 < proxies <= len(told) else request.remote_addr or ""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return request.remote_addr or "unknown"
    if address.version == 6 and address.ipv4_mapped is None:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


def origin_of(email: str) -> Origin:
    """Where a try at signing in comes from; a device that the account has used stands apart."""
    known = _read_device()
    mark = _mark(email)
    return Origin(client_address(), known["id"] if mark in known["of"] else "")


def remember_device(response: Response, email: str) -> Response:
    """Leave a mark by which this device is known to the account from now on."""
    known = _read_device()
    known["of"] = [_mark(email), *(mark for mark in known["of"] if mark != _mark(email))]
    known["of"] = known["of"][:MOST_ON_ONE_DEVICE]
    response.set_cookie(
        _cookie_name(),
        _signer().dumps(known),
        max_age=YEAR,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
        path="/",
    )
    return response


def _read_device() -> dict:
    fresh = {"id": secrets.token_urlsafe(16), "of": []}
    try:
        known = _signer().loads(request.cookies.get(_cookie_name(), ""))
    except BadSignature:
        return fresh
    return known if isinstance(known, dict) and {"id", "of"} <= known.keys() else fresh


def _mark(email: str) -> str:
    return blind("device", same_address(email)).hex()[:24]


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="device")


def _cookie_name() -> str:
    return f"{current_app.config['SESSION_COOKIE_NAME']}-device"


def device_name() -> str:
    """What a person would call the device that is asking: `Chrome · Android`."""
    agent = request.headers.get("User-Agent", "")
    names = [
        next((name for mark, name in table if re.search(rf"\b{re.escape(mark)}", agent)), "")
        for table in (BROWSERS, SYSTEMS)
    ]
    return " · ".join(name for name in names if name)
