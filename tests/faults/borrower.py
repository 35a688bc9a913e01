"""A borrower who files one complaint and hands in files, however often the server goes away."""

import hashlib
import re
import secrets
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from tests.faults.browser import Browser, NotAnswered, Page
from tests.world.outbox import letters_in

FIRST = "/file"
CODE_PATIENCE = 60.0
FILES_EACH = 6

CONSENTS = ("mediation_body", "pass_to_lender", "sensitive", "arbitration")

# What is answered on which page; what is not named stays as it stands.
ANSWERS: dict[str, dict[str, str]] = {
    "/file": {"lane": "fees"},
    "/file/who": {"kind": "complainant"},
    "/file/story": {"story": "借了 24000，到手 22800，每期还要交担保费。"},
    "/file/events": {"done": "1"},
    "/file/details": {"received_fen": "22800", "paid_fen": "10000"},
    "/file/prior": {"told": "no"},
    "/file/wishes": {"kinds": "refund", "words": "退还会员费"},
    "/file/identity": {"withheld": "no"},
    "/file/consents": dict.fromkeys(CONSENTS, "yes"),
    "/file/check": {"truth": "y"},
}


class Borrower:
    """One person with one complaint; `reference` is set once it was acknowledged."""

    def __init__(self, number: int, port: int, outbox: Path, over: threading.Event) -> None:
        self.name = f"周念{number}"
        self.phone = f"138{number:08}"
        self.browser = Browser(
            port, f"127.{1 + number // 65536}.{number // 256 % 256}.{number % 256}"
        )
        self.outbox = outbox
        self.over = over
        self.reference = ""
        self.files: list[str] = []  # The SHA-256 of each that was acknowledged.
        self.why: Counter[str] = Counter()

    def file(self) -> None:
        """Go through all the pages, from the first to the receipt."""
        page = self.surely(lambda: self.browser.get(FIRST))
        while page.path != "/file/receipt" and not self.over.is_set():
            here = page
            page = self.surely(lambda here=here: self.answer(here))
        found = re.search(r'class="receipt-no[^"]*">\s*([^<\s]+)', page.text)
        if found:
            self.reference = found[1]

    def answer(self, page: Page) -> Page:
        """Answer one page as it asks."""
        path = page.path.partition("?")[0]
        if path == "/file/contact":
            return self.browser.send(page, {"name": self.name, "phone": self.phone})
        if path == "/file/loans/new":
            return self.browser.send(page, {"name": "笺贷", "amount_fen": "24000"})
        if path.endswith("/company"):
            return self.browser.send(page, {"unknown": "1"}, naming="unknown")
        if path == "/file/files":
            return self.hand_in(page, {"done": "1"})
        if path == "/file/code":
            return self.prove()
        return self.browser.send(page, ANSWERS.get(path, {}))

    def hand_in(self, page: Page, answers: dict[str, str]) -> Page:
        """Send a file; it counts as received once the next page is there."""
        paper = secrets.token_hex(secrets.randbelow(100_000) + 100).encode()
        form = page.form("files")
        kind = form.choices.get("kind", ["other"])[-1]
        page = self.browser.send(page, {"kind": kind, **answers}, naming="files", file=paper)
        self.files.append(hashlib.sha256(paper).hexdigest())
        return page

    def prove(self) -> Page:
        """Ask for the code, wait for it to lie in the outbox, and type it."""
        # Looked at anew each time: the answer to a code that was right may have been lost.
        page = self.browser.get("/file/code")
        if 'name="act"' not in page.text:
            return self.browser.get("/file/loans")
        if 'name="code"' not in page.text:
            return self.browser.send(page, {}, naming="act")
        until = time.monotonic() + CODE_PATIENCE
        while time.monotonic() < until and not self.over.is_set():
            mine = [letter for letter in letters_in(self.outbox) if self.phone in letter.to]
            if mine:
                return self.browser.send(page, {"code": mine[-1].code}, naming="code")
            self.over.wait(0.2)
        raise NotAnswered("no code came")

    def add_files(self) -> None:
        """Open the case with what the receipt gives, and hand in some more files."""
        receipt = self.surely(lambda: self.browser.get("/file/receipt"))
        visit = {"reference": self.reference}
        self.surely(lambda: self.browser.send(receipt, visit, naming="reference"))
        for _ in range(FILES_EACH):
            here = self.surely(lambda: self.browser.get(f"/cases/{self.reference}/evidence"))
            self.surely(lambda here=here: self.hand_in(here, {"space": "complainant"}))

    def surely(self, act: Callable[[], Page]) -> Page:
        """Try again when the server was away, as people do, until it is all over."""
        while not self.over.is_set():
            try:
                return self.browser.get(self.browser.onward) if self.browser.onward else act()
            except NotAnswered as failure:
                self.why[str(failure)] += 1
                self.over.wait(0.2)
        return Page("", "")
