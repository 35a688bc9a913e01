"""Pages: a template, what the view gives it, and what every page needs beside it."""

from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from flask import Flask, current_app, flash, g, get_flashed_messages, request
from flask_login import current_user
from flask_wtf.csrf import generate_csrf
from jinja2 import FileSystemLoader, StrictUndefined
from markupsafe import Markup

from mediation import clock
from mediation.domain.permissions import Actor, nobody
from mediation.domain.voices import VOICE_OF, Voice
from mediation.web import assets
from mediation.web.addresses import Addresses
from mediation.web.buckets import count_words
from mediation.web.filters import WRITTEN, filters_of
from mediation.web.locale import NAMES, TAGS, current_locale, locale_of_browser
from mediation.web.navigation import door_to, navigation, tables
from mediation.web.templating import PageEnvironment
from mediation.wording import formats
from mediation.wording.catalogue import LOCALES, catalogue_of

HERE = Path(__file__).parent.parent
# In a checkout the templates stand beside the package, in an installed wheel inside it.
TEMPLATES = HERE / "templates" if (HERE / "templates").is_dir() else HERE.parent / "templates"

# The macros of parts/tags.html depend on their arguments alone.
TAGS_KEPT = ("space_icon", "space_words", "space_tag", "days_tag", "turn_tag")
# What these give holds no sign that HTML minds, or is markup already.
UNESCAPED = WRITTEN | set(TAGS_KEPT) | {"url"}


def init_pages(app: Flask) -> None:
    """Build one environment a locale, and serve the static files."""
    app.register_blueprint(assets.bp)
    addresses = Addresses(app)
    app.extensions["pages"] = {
        locale: _environment(locale, addresses, zone=app.config["TIMEZONE"], reload=app.debug)
        for locale in LOCALES
    }


def show(template: str, /, **context: Any) -> str:
    """Render a page for whoever is asking."""
    return _render(template, current_locale(), current_user._get_current_object(), context)


def show_to_nobody(template: str, /, **context: Any) -> str:
    """Render a page without asking who reads it: for faults, of which the asking may be one."""
    return _render(template, g.get("locale") or locale_of_browser(), nobody(), context)


def _render(template: str, locale: str, actor: Actor, context: dict[str, Any]) -> str:
    everywhere = {
        "locale": locale,
        "current_user": actor,
        "csrf_token": generate_csrf,
        "nav": navigation(actor),
        "door": door_to(request.path, navigation(actor)),
        "tables": tables(actor),
        "voice": voice_of(actor),
        "unread_notices": count_words(actor.unread),
        "here": request.path,
        "here_and_query": _address(),
    }
    return page_for(locale).get_template(template).render(everywhere | context)


def voice_of(actor: Actor) -> str:
    """In whose words a page speaks: a Voice, or "visitor" to nobody signed in."""
    return VOICE_OF.get(actor.role, Voice.STAFF) if actor.is_authenticated else "visitor"


def _address() -> str:
    query = request.query_string.decode("latin-1")
    return f"{request.path}?{query}" if query else request.path


def page_for(locale: str) -> PageEnvironment:
    """The environment whose words are those of `locale`."""
    return current_app.extensions["pages"][locale]


def say(msgid: str, /, **facts: object) -> str:
    """Say `msgid` in the language of whoever is asking."""
    return catalogue_of(current_locale()).say(msgid, **facts)


def tell(msgid: str, /, kind: str = "good", **facts: object) -> None:
    """Leave a sentence for the top of the next page; `kind` is good or warn."""
    flash(say(msgid, **facts), kind)


def _environment(locale: str, addresses: Addresses, *, zone: str, reload: bool) -> PageEnvironment:
    environment = PageEnvironment(
        say=catalogue_of(locale).say,
        folded={"icon": icon, "asset": assets.asset_url},
        unescaped=UNESCAPED,
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=reload,
        cache_size=-1,
    )
    environment.globals.update(
        flashes=_flashes,
        lang=TAGS[locale],
        other_locales=[(other, TAGS[other], NAMES[other]) for other in LOCALES if other != locale],
        zone_name=formats.zone_name(zone, locale),
        now=clock.now,
    )
    environment.filters.update(filters_of(locale, zone))
    environment.add_direct("url", addresses)
    tags = environment.get_template("parts/tags.html").module
    for name in TAGS_KEPT:
        environment.add_direct(name, lru_cache(maxsize=1024)(getattr(tags, name)))
    return environment


def _flashes() -> list[tuple[str, str]]:
    return cast(list[tuple[str, str]], get_flashed_messages(with_categories=True))


@lru_cache(maxsize=256)
def icon(name: str, extra: str = "") -> Markup:
    """A picture from the sprite, always beside words."""
    sprite = assets.asset_url("vendor/icons.svg")
    return Markup(
        '<svg class="icon{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>'
    ).format(f" {extra}" if extra else "", sprite, name)
