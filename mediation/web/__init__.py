"""The door for people: pages."""

from flask import Flask
from flask_wtf import CSRFProtect

from mediation.web import locale
from mediation.web.converters import Identifier
from mediation.web.login import init_login
from mediation.web.pages import init_pages

BLUEPRINTS = [
    locale.bp,
]


def init_web(app: Flask) -> None:
    """Open the pages: who is asking first, then the rest."""
    app.url_map.converters["id"] = Identifier
    init_login(app)
    CSRFProtect(app)
    init_pages(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
