"""Pages: a template, what the view gives it, and what every page needs beside it."""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

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
from mediation.web.locale import NAMES, TAGS, current_locale, locale_of_browser
from mediation.web.navigation import navigation
from mediation.web.templating import PageEnvironment
from mediation.wording import formats
from mediation.wording.catalogue import LOCALES, catalogue_of
from mediation.wording.formats import in_zone

HERE = Path(__file__).parent.parent
# In a checkout the templates stand beside the package, in an installed wheel inside it.
TEMPLATES = HERE / "templates" if (HERE / "templates").is_dir() else HERE.parent / "templates"

# The macros of parts/tags.html depend on their arguments alone.
TAGS_KEPT = ("space_icon", "space_words", "space_tag", "days_tag", "turn_tag")


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
        "voice": voice_of(actor),
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


def this_year() -> int:
    """The year on the clocks of this installation."""
    return in_zone(clock.now(), current_app.config["TIMEZONE"]).year


def _environment(locale: str, addresses: Addresses, *, zone: str, reload: bool) -> PageEnvironment:
    environment = PageEnvironment(
        say=catalogue_of(locale).say,
        folded={"icon": icon, "asset": assets.asset_url},
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=reload,
        cache_size=-1,
    )
    environment.globals.update(
        url=addresses,
        flashes=_flashes,
        lang=TAGS[locale],
        other_locales=[(other, TAGS[other], NAMES[other]) for other in LOCALES if other != locale],
        zone_name=formats.zone_name(zone, locale),
        now=clock.now,
    )
    environment.filters.update(_filters(locale, zone))
    tags = environment.get_template("parts/tags.html").module
    for name in TAGS_KEPT:
        # Inside tags.html itself a macro finds its neighbours; elsewhere it is the kept form.
        environment.globals[name] = lru_cache(maxsize=1024)(getattr(tags, name))
    return environment


def _filters(locale: str, zone: str) -> dict[str, Callable]:
    def year() -> int:
        return in_zone(clock.now(), zone).year

    return {
        "money": formats.money,
        "signed_money": formats.signed_money,
        "capital_money": formats.capital_money,
        "file_size": formats.file_size,
        "fingerprint": formats.fingerprint,
        "day": lambda value: formats.day(value, locale, year()),
        "full_day": lambda value: formats.day(value, locale),
        "day_of_week": lambda value: formats.day_of_week(value, locale, year()),
        "moment": lambda value: formats.moment(value, locale, zone, year()),
        "full_moment": lambda value: formats.moment(value, locale, zone),
        "short_moment": lambda value: formats.short_moment(value, locale, zone, year()),
        "before": lambda value: formats.before(value, locale, zone, year()),
        "time_of_day": lambda value: formats.time_of_day(value, zone),
        "local_day": lambda value: in_zone(value, zone).date(),
        "days": lambda count: formats.days(count, locale),
        "working_days": lambda count: formats.working_days(count, locale),
        "days_left": lambda count: formats.days_left(count, locale),
    }


def _flashes() -> list[tuple[str, str]]:
    return get_flashed_messages(with_categories=True)


def icon(name: str, extra: str = "") -> Markup:
    """A picture from the sprite, always beside words."""
    sprite = assets.asset_url("vendor/icons.svg")
    return Markup(
        '<svg class="icon{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>'
    ).format(f" {extra}" if extra else "", sprite, name)
