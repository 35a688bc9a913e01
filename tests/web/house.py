"""A small house: pages, headers, errors and languages without a database, for their own tests."""

from flask import Flask
from flask_login import LoginManager
from jinja2 import ChoiceLoader, DictLoader

from mediation.domain.permissions import nobody
from mediation.web import home, locale
from mediation.web.compression import init_compression
from mediation.web.csrf import csrf
from mediation.web.errors import init_errors
from mediation.web.headers import init_headers
from mediation.web.pages import init_pages


def small_house(*, base_url="http://localhost", templates=None, actors=None, **settings):
    """An app with our frame and nothing behind it; `actors` maps a session's id to its actor."""
    app = Flask("house", static_folder=None)
    app.config.update(
        SECRET_KEY="a secret of this test alone",
        BASE_URL=base_url,
        DEFAULT_LOCALE="zh_CN",
        TIMEZONE="Asia/Shanghai",
        WTF_CSRF_TIME_LIMIT=None,
        PROPAGATE_EXCEPTIONS=False,
    )
    app.config.update(settings)
    init_compression(app)
    init_headers(app)
    manager = LoginManager(app)
    manager.anonymous_user = nobody
    manager.session_protection = None
    manager.user_loader((actors or {}).get)
    csrf.init_app(app)
    init_pages(app)
    init_errors(app)
    app.register_blueprint(locale.bp)
    app.register_blueprint(home.bp)
    for environment in app.extensions["pages"].values():
        environment.loader = ChoiceLoader([DictLoader(templates or {}), environment.loader])
    return app
