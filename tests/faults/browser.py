"""A browser as small as can be: cookies, forms, redirects; and an address of its own on the net."""

import http.client
import secrets
from html.parser import HTMLParser
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

PATIENCE = 30


class NotAnswered(Exception):
    """No answer came, or none that a server in good health gives."""


class Page(NamedTuple):
    """Where one ended, and what is there."""

    path: str
    text: str

    def form(self, naming: str = "") -> "SeenForm":
        """The form of the page that has a field called `naming`; the main one without a name."""
        reader = _Forms()
        reader.feed(self.text)
        for form in reader.forms:
            if naming in form.names if naming else "step" in form.look:
                return form
        raise AssertionError(f"{self.path} has no form for {naming or 'its step'}:\n{self.text}")


class SeenForm:
    """The fields of one form, as they stood when the page came."""

    def __init__(self, attributes: dict[str, str | None]) -> None:
        self.look = attributes.get("class") or ""
        self.action = attributes.get("action") or ""
        self.names: set[str] = set()
        self.values: list[tuple[str, str]] = []
        self.choices: dict[str, list[str]] = {}

    def note(self, tag: str, attributes: dict[str, str | None]) -> None:
        """Take in one field."""
        name, kind = attributes.get("name"), attributes.get("type") or "text"
        if not name:
            return
        self.names.add(name)
        value = attributes.get("value") or ""
        if tag == "input" and kind in {"radio", "checkbox"}:
            self.choices.setdefault(name, []).append(value)
            if "checked" in attributes:
                self.values.append((name, value))
        elif tag == "input" and kind not in {"file", "submit"}:
            self.values.append((name, value))

    def filled(self, answers: dict[str, str]) -> list[tuple[str, str]]:
        """What is sent when `answers` are given and the rest is left as it stands."""
        kept = [(name, value) for name, value in self.values if name not in answers]
        return [*kept, *answers.items()]


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[SeenForm] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "form":
            self.forms.append(SeenForm(dict(attrs)))
        elif tag in {"input", "textarea", "select", "button"} and self.forms:
            self.forms[-1].note(tag, dict(attrs))


class Browser:
    """Keeps cookies, follows redirects, and speaks from an address of its own."""

    def __init__(self, port: int, source: str) -> None:
        self.port, self.source = port, source
        self.cookies: dict[str, str] = {}
        # Where a form was answered with "go there", and the way there broke off.
        self.onward = ""

    def get(self, path: str) -> Page:
        """Open a page."""
        return self._ask("GET", path)

    def send(
        self, page: Page, answers: dict[str, str], *, naming: str = "", file: bytes | None = None
    ) -> Page:
        """Fill in a form of `page` and send it, with a file where one is given."""
        form = page.form(naming)
        path = form.action or page.path
        if file is None:
            body = urlencode(form.filled(answers)).encode()
            return self._ask("POST", path, body, "application/x-www-form-urlencoded")
        mark = secrets.token_hex(16)
        body = _parts(form.filled(answers), file, mark)
        return self._ask("POST", path, body, f"multipart/form-data; boundary={mark}")

    def _ask(self, method: str, path: str, body: bytes | None = None, kind: str = "") -> Page:
        for _ in range(6):
            status, text, onward = self._exchange(method, path, body, kind)
            if status in {302, 303}:
                parts = urlsplit(onward)
                path = f"{parts.path}?{parts.query}" if parts.query else parts.path
                method, body, kind = "GET", None, ""
                self.onward = path
                continue
            if status >= 500:
                raise NotAnswered(f"{method} {path}: {status}")
            if status >= 400:
                raise AssertionError(f"{method} {path}: {status}\n{text}")
            self.onward = ""
            return Page(path, text)
        raise AssertionError(f"{path} leads in a circle")

    def _exchange(
        self, method: str, path: str, body: bytes | None, kind: str
    ) -> tuple[int, str, str]:
        headers = {"Cookie": "; ".join(f"{name}={text}" for name, text in self.cookies.items())}
        if kind:
            headers["Content-Type"] = kind
        line = http.client.HTTPConnection(
            "127.0.0.1", self.port, timeout=PATIENCE, source_address=(self.source, 0)
        )
        try:
            line.request(method, path, body, headers)
            answer = line.getresponse()
            text = answer.read().decode()
        except (OSError, http.client.HTTPException) as failure:
            raise NotAnswered(f"{method} {path}: {failure!r}") from failure
        finally:
            line.close()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, text_of = cookie.split(";")[0].partition("=")
            self.cookies[name] = text_of
        return answer.status, text, answer.headers.get("Location", "")


def _parts(fields: list[tuple[str, str]], file: bytes, mark: str) -> bytes:
    pieces = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n'.encode()
        for name, text in fields
    ]
    head = f'--{mark}\r\nContent-Disposition: form-data; name="files"; filename="paper.txt"\r\n'
    pieces += [head.encode(), b"Content-Type: text/plain\r\n\r\n", file, b"\r\n"]
    return b"".join([*pieces, f"--{mark}--\r\n".encode()])
