"""Somebody at a window, who uses what people use: links, labels and buttons."""

import re

from mediation.cli.demo import PASSWORD

PATIENCE = 30_000  # Milliseconds; the machine may have much else to do.


class Person:
    """A window, and the words for what one does in it."""

    def __init__(self, page):
        self.page = page
        page.set_default_timeout(PATIENCE)
        self.main = page.get_by_role("main")

    @property
    def text(self):
        """All that the page says."""
        return self.main.inner_text()

    def go(self, path):
        """Type an address."""
        self.page.goto(path)

    def press(self, name):
        """Press the button that says so, and wait for where it leads."""
        self._click(self.main.get_by_role("button", name=name, exact=True).first)

    def follow(self, name):
        """Follow the link that begins so."""
        self._click(self.main.get_by_role("link", name=_beginning(name)).first)

    def _click(self, found):
        with self.page.expect_navigation():
            found.click()

    def open(self, name):
        """Unfold what is folded away."""
        self.main.locator("summary").filter(has_text=name).click()

    def fill(self, answers, group=None):
        """Type an answer under each label, which may go on after what is named."""
        place = self._in(group)
        for label, words in answers.items():
            place.get_by_label(_beginning(label)).first.fill(words)

    def choose(self, *names, group=None):
        """Choose what begins so, one of some or some of many."""
        place = self._in(group)
        for name in names:
            found = place.get_by_role("radio", name=_beginning(name))
            found = found.or_(place.get_by_role("checkbox", name=_beginning(name)))
            found.first.check()

    def pick(self, label, words):
        """Pick from a list that folds out; by number where nothing else is known."""
        chosen = {"index": words} if isinstance(words, int) else {"label": words}
        self.main.get_by_label(_beginning(label)).first.select_option(**chosen)

    def hand_in(self, label, path):
        """Choose a file of one's own."""
        self.main.get_by_label(_beginning(label)).first.set_input_files(path)

    def _in(self, group):
        return self.main.get_by_role("group", name=_beginning(group)) if group else self.main


class Chinese(Person):
    """On a telephone, in Chinese."""

    def sign_in(self, name):
        """Sign in as somebody of the demo world."""
        self.go("/login")
        self.fill({"电子邮箱": f"{name}@demo.example", "密码": PASSWORD})
        self.press("登录")

    def come_back(self, reference, code):
        """Return to a complaint without an account."""
        self.go("/")
        self.fill({"案号": reference, "查询码": code})
        self.press("查进度")

    def date(self, group, day):
        """Type a day into its three boxes."""
        self.fill({"年": str(day.year), "月": str(day.month), "日": str(day.day)}, group=group)


class English(Person):
    """At a desk, in English."""

    def sign_in(self, name):
        """Sign in, and ask for English where the account speaks Chinese."""
        self.go("/login")
        self.fill({"E-mail": f"{name}@demo.example", "Password": PASSWORD})
        self.press("Sign in")
        self._click(self.page.get_by_role("button", name="English"))

    def come_back(self, reference, code):
        self.go("/")
        self.fill({"Case number": reference, "Follow-up code": code})
        self.press("See where it stands")

    def date(self, group, day):
        parts = {"Year": str(day.year), "Month": str(day.month), "Day": str(day.day)}
        self.fill(parts, group=group)


def _beginning(name):
    return re.compile(f"^\\s*{re.escape(name)}")
