"""The addresses of views, worked out fast enough for the rows of a list."""

import re
from collections.abc import Callable
from urllib.parse import urlencode

from flask import Flask
from markupsafe import escape
from werkzeug.routing import Rule

NAMED = re.compile(r"<(?:[^<>]*:)?([A-Za-z_]\w*)>")


class Addresses:
    """`url("cases.show", reference=r)`: as url_for from the root of the site, safe in a page.

    The plan of an endpoint is kept from its first use. What the plan cannot say (several rules
    that fit, values with defaults) is left to Werkzeug.
    """

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.plans: dict[tuple[str, frozenset[str]], Callable[[dict], str]] = {}

    def __call__(self, endpoint: str, /, **values: object) -> str:
        key = (endpoint, frozenset(values))
        plan = self.plans.get(key)
        if plan is None:
            plan = self.plans[key] = self._plan(endpoint, values)
        return plan(values)

    def _plan(self, endpoint: str, values: dict) -> Callable[[dict], str]:
        rules = list(self.app.url_map.iter_rules(endpoint))
        if len(rules) == 1 and not rules[0].defaults and rules[0].arguments <= values.keys():
            return _plan_of(rules[0], values.keys() - rules[0].arguments)
        adapter = self.app.url_map.bind("")
        return lambda given: escape(adapter.build(endpoint, given))


def _plan_of(rule: Rule, asked: set[str]) -> Callable[[dict], str]:
    literals = NAMED.split(rule.rule)
    names = literals[1::2]
    frame = "{}".join(part.replace("{", "{{").replace("}", "}}") for part in literals[0::2])
    writers = [(name, rule._converters[name].to_url) for name in names]

    def plain(given: dict) -> str:
        path = frame.format(*[write(given[name]) for name, write in writers])
        return escape(path) if "&" in path else path

    def with_query(given: dict) -> str:
        rest = {name: given[name] for name in given if name in asked and given[name] is not None}
        query = urlencode(rest, doseq=True)
        return escape(f"{plain(given)}?{query}") if query else plain(given)

    return with_query if asked else plain
