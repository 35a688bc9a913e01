"""Somebody with a window: signs in, sends forms, and asks for pages without drawing them."""

import re
from html import unescape

from mediation.cli.demo import PASSWORD

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


class Hands:
    """One person's window; what is asked with it carries the cookies of the window."""

    def __init__(self, page):
        self.page = page
        self.locale = ""
        self.complaints = []
        page.on("console", self._note)

    def _note(self, line):
        if line.type in ("error", "warning"):
            self.complaints.append(f"{self.page.url}: {line.text}")

    def get(self, path):
        """The status of a page, its text if it is one of ours, and where it sends us."""
        answer = self.page.request.get(path, max_redirects=0)
        is_page = answer.headers.get("content-type", "").startswith("text/html")
        return answer.status, answer.text() if is_page else "", location_of(answer)

    def send(self, path, *, to="", **fields):
        """Fill in the form of the page at `path` and send it; where that leads."""
        answer = self._post(path, to, fields)
        assert answer.status == 303, f"{path}: {answer.status} {wrong_in(answer.text())}"
        return location_of(answer)

    def ask(self, path, *, to="", **fields):
        """Send a form that is answered at once; the answer."""
        return self._post(path, to, fields).text()

    def _post(self, path, to, fields):
        shown = self.page.request.get(path).text()
        hidden = {name: unescape(value) for name, value in HIDDEN.findall(shown)}
        hidden.pop("next", None)  # Of the form that changes the language.
        return self.page.request.post(to or path, form={**hidden, **fields}, max_redirects=0)

    def sign_in(self, name):
        """Sign in as somebody of the demo world."""
        self.send("/login", email=f"{name}@demo.example", password=PASSWORD)
        return self

    def speak(self, locale):
        """Read everything in this language from here on."""
        self.page.request.post("/language", form={"locale": locale}, max_redirects=0)
        self.locale = locale


def location_of(answer):
    """Where an answer sends its reader, without machine and mark."""
    return re.sub(r"^https?://[^/]+|#.*", "", answer.headers.get("location", ""))


def wrong_in(text):
    """What a form says is wrong with it."""
    return re.findall(r'class="error"[^>]*>.*?</p>', text)
