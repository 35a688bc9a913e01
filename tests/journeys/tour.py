"""A tour of the demo world: everybody in it goes wherever links lead them."""

import re
import subprocess
import sys
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta

from tests.journeys import filing
from tests.journeys.hands import Hands
from tests.journeys.walks import Walk, matcher
from tests.world.browser import visitor
from tests.world.outbox import letters_in
from tests.world.served import environment

PEOPLE = (
    "borrower",
    "borrower2",
    "bystander",
    "officer",
    "mediator",
    "mediator2",
    "lender",
    "lender2",
    "clerk",
    "supervisor",
    "auditor",
    "admin",
)
# What these answer is no page of ours: files, figures for machines, and ways to another page.
NO_PAGES = frozenset(
    {
        "assets.file",
        "cases.desk",
        "evidence.download",
        "health.process",
        "health.readiness",
        "kept.html",
        "negotiation.answer",
        "previews.html",
    }
)
# Where no walk goes: these name nothing further.
CLOSED = NO_PAGES - {"cases.desk", "negotiation.answer"}
# Where a visitor comes by sending a form.
UNLINKED = (
    "/",
    "/password/reset/sent",
    "/register/sent",
    "/guide/letters/conduct",
    "/guide/self-harm",
    "/guide/rate-licensed",
)
# Everybody reads the same there: visitors go to see it.
FOR_VISITORS = frozenset(
    {"guide.index", "guide.node", "guide.letter", "home.privacy", "home.accessibility"}
)


class Tour:
    """Windows of everybody, and the places that they found, by endpoint."""

    def __init__(self, browser, address, folder, app):
        self.windows = ExitStack()
        self.browser, self.address, self.folder = browser, address, folder
        self.endpoint_of = matcher(app)
        self.endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}
        self.places = {}
        self.hands = {}

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.windows.close()

    def walk(self):
        """Go everywhere; what is found is in `places`."""
        for name in PEOPLE:
            self._go(self._window(name).sign_in(name), name, "/", "/desk", but=FOR_VISITORS)
        self._see_an_authority()
        self._go(self._window("visitor"), "visitor", *UNLINKED)
        self._go(self._in_danger(), "in-danger", "/danger/sent", but=FOR_VISITORS)
        self._go(self._without_code(), "without-code", "/status/code/proof", but=FOR_VISITORS)
        self._file()
        self._open_letters()
        # Before that nothing may have left: at night and on days off messages wait.
        kept = {"kept.index", "kept.detail", "kept.html"}
        self._go(self.hands["admin"], "admin", "/outbox/files", but=self.endpoints - kept)

    def _window(self, name):
        """A window for somebody; faults of scripts fail the tour at its end."""
        page = self.windows.enter_context(visitor(self.browser, self.address))
        self.hands[name] = Hands(page)
        return self.hands[name]

    def _go(self, hands, name, *beginnings, but=frozenset()):
        walk = Walk(name, hands.get, self.endpoint_of, closed=CLOSED | but)
        for endpoint, places in walk.go(*beginnings).items():
            self.places.setdefault(endpoint, []).extend(places)

    def _see_an_authority(self):
        """What a daughter filed for her mother: an officer looks at the paper that she brought."""
        way = {"cases.index", "cases.detail", "complaint.show", "representation.check"}
        self._go(self.hands["officer"], "officer", "/cases?q=吴晓燕", but=self.endpoints - way)

    def _in_danger(self):
        hands = self._window("in-danger")
        hands.send("/danger", kind="threat")
        return hands

    def _without_code(self):
        hands = self._window("without-code")
        hands.send("/status/code", reference="M2026-7K3PQ9XD", contact="13800001234")
        return hands

    def _file(self):
        """An officer writes a complaint down; the way is looked at before it is sent."""
        hands = self._window("filing").sign_in("officer")
        filing.answer_all(hands)
        steps = ["/file/check", "/file/code", "/file/view", "/file/later", "/file/deletion"]
        self._go(hands, "filing", *steps, but=FOR_VISITORS | {"cases.index", "cases.detail"})
        sent = self._window("filed").sign_in("officer")
        filing.answer_all(sent)
        filing.file(sent)
        self._go(sent, "filed", "/file/receipt", but=FOR_VISITORS | {"cases.index"})

    def _open_letters(self):
        """Links that come by mail."""
        hands = self._window("reader")
        hands.send("/register", email="new@post.example", name="温晚")
        hands.send("/password/reset", email="bystander@demo.example")
        self.hands["lender"].send(
            "/organisation/people", email="colleague@post.example", name="季然", role="lender_staff"
        )
        self.hands["lender"].get("/organisation/people")  # Takes its message off.
        self._deliver()
        filing.begin(hands)
        shown = hands.ask("/file/later", to="/file/link", by="screen")
        paths = [letter.path for letter in letters_in(self.folder / "instance" / "outbox")]
        paths += re.findall(r"/file/resume/[\w-]+", shown)
        self._go(hands, "reader", *paths, but=FOR_VISITORS)

    def _deliver(self):
        """Let the letters that wait be written, also those that wait for their like."""
        soon = (datetime.now(UTC) + timedelta(minutes=5)).isoformat()
        once = ["jobs", "once", "deliver_notices", "--as-of", soon]
        subprocess.run(
            [sys.executable, "-m", "mediation", *once],
            cwd=self.folder,
            env=environment(self.folder / "instance", {}),
            check=True,
            capture_output=True,
            timeout=60,
        )
