"""The browser harness: a window of a phone or a desk, and what it notices."""

import http.server
import threading

import pytest

from tests.world.browser import DESK, visitor

PAGE = b"<!doctype html><title>t</title><h1>hello</h1>"
BROKEN = b"<!doctype html><title>t</title><script>throw new Error('planted')</script>"
STYLED = b"<!doctype html><title>t</title><p style='color:red'>x</p>"


class Site(http.server.BaseHTTPRequestHandler):
    pages = {"/": PAGE, "/broken": BROKEN, "/styled": STYLED}

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        if self.path == "/styled":
            self.send_header("Content-Security-Policy", "default-src 'self'")
        self.end_headers()
        self.wfile.write(self.pages.get(self.path, b""))

    def log_message(self, *words):
        """Say nothing."""


@pytest.fixture
def site():
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


class TestVisitor:
    def test_sees_a_page_at_a_desk(self, browser, site):
        with visitor(browser, site, viewport=DESK) as page:
            page.goto("/")
            assert page.inner_text("h1") == "hello"
            assert page.evaluate("innerWidth") == 1280

    @pytest.mark.parametrize("path", ["/broken", "/styled"])
    def test_fails_on_what_a_page_must_never_do(self, browser, site, path):
        with pytest.raises(AssertionError), visitor(browser, site) as page:
            page.goto(path)
