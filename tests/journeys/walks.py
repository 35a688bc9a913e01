"""Finding every page that somebody can reach, by following links from page to page."""

import html
import re
from collections import Counter, deque
from posixpath import normpath
from typing import NamedTuple

from werkzeug.exceptions import HTTPException, NotFound
from werkzeug.routing import RequestRedirect

LINK = re.compile(r'<(?:a|form)\b[^>]*?\b(?:href|action)="(/[^"#]*)')
# How many pages of one endpoint are worth opening: where the buttons differ by the case, many.
CASE = {"cases.detail": 60}
TABS = dict.fromkeys(
    (
        "negotiation.index",
        "settlement.index",
        "repayment.index",
        "hearings.index",
        "arbitration.index",
        "evidence.index",
        "willingness.answer",
    ),
    9,
)
ENOUGH = {**CASE, **TABS, "intake.step": 20, "guide.node": 60}
# Pages that a form leads to and no link does: beside which pages they are looked for.
BESIDE = {
    "cases.detail": (
        "/decline/reasons",
        "/decline/review",
        "/arbitration/agreement/check",
        "/identity",
        "/court/certificate/new",
        "/repayment/completion",
    ),
    "negotiation.answer": ("/../acceptance", "/../counter", "/../date", "/../rejection"),
    "hearings.cancel": ("/../record",),
}


class Place(NamedTuple):
    """A page, and who stands on it."""

    who: str
    path: str


class Walk:
    """All pages that one person reaches from a few beginnings."""

    def __init__(self, who, get, endpoint_of, *, closed=()):
        self.who = who
        self.get = get
        self.endpoint_of = endpoint_of
        self.closed = closed  # Endpoints that would end the walk or open none of our pages.
        self.found = {}
        self.asked = Counter()

    def go(self, *beginnings):
        """The places found, by endpoint, nearest first."""
        ahead = deque(beginnings)
        known = set(beginnings)
        while ahead:
            path = ahead.popleft()
            endpoint = self.endpoint_of(path)
            if endpoint in self.closed or self.asked[endpoint] >= ENOUGH.get(endpoint, 2):
                continue
            status, text, location = self.get(path)
            assert status < 500, f"{self.who} {path}: {status}"
            if status == 200:
                self.asked[endpoint] += 1
                self.found.setdefault(endpoint, []).append(Place(self.who, path))
            for further in self._further(endpoint, path, text, location):
                if further not in known:
                    known.add(further)
                    ahead.append(further)
        return self.found

    def _further(self, endpoint, path, text, location):
        beside = [normpath(path + way) for way in BESIDE.get(endpoint, ())]
        return [*([location] if location else links_of(text)), *beside]


def links_of(text):
    """The addresses of ours that a page links to."""
    return [html.unescape(path) for path in LINK.findall(text)]


def matcher(app):
    """Which endpoint answers GET at a path; "" where none does."""
    adapter = app.url_map.bind("localhost")

    def endpoint_of(path):
        try:
            endpoint, _ = adapter.match(path.partition("?")[0], method="GET")
        except RequestRedirect:
            return "redirect"
        except (NotFound, HTTPException):
            return ""
        return endpoint

    return endpoint_of
