"""The front-end files: what they are, how they travel, and how much a first visit costs."""

import gzip
import hashlib
import json
import re

import brotli
import pytest

from mediation.web.assets import FOLDER, asset_url, names
from tests.web.house import small_house

VENDOR = FOLDER / "vendor"
MANIFEST = json.loads((VENDOR / "manifest.json").read_text("utf-8"))
FIRST_VISIT = 100_000


@pytest.fixture
def client():
    return small_house().test_client()


class TestFilesOfOthers:
    @pytest.mark.parametrize("name", MANIFEST["files"])
    def test_are_those_of_the_manifest(self, name):
        digest = hashlib.sha256((VENDOR / name).read_bytes()).hexdigest()
        assert digest == MANIFEST["files"][name]["sha256"]

    def test_are_all_in_the_manifest(self):
        ours = {"manifest.json", "renew.py", "icons.txt"}
        there = {path.name for path in VENDOR.iterdir() if path.is_file()}
        assert there - ours == set(MANIFEST["files"])

    def test_have_a_version_and_a_licence(self):
        for name, package in MANIFEST["packages"].items():
            assert re.fullmatch(r"\d+\.\d+\.\d+", package["version"])
            assert "Permission is hereby granted" in (VENDOR / f"{name}.LICENSE").read_text("utf-8")

    def test_ask_for_no_source_map(self):
        assert "sourceMappingURL" not in (VENDOR / "bootstrap.min.css").read_text("utf-8")

    def test_hold_exactly_the_icons_on_the_list(self):
        wanted = (VENDOR / "icons.txt").read_text("utf-8").split()
        found = re.findall(r'<symbol id="([\w-]+)"', (VENDOR / "icons.svg").read_text("utf-8"))
        assert found == wanted == sorted(wanted)


class TestTheLook:
    def test_names_colours_in_the_tokens_alone(self):
        rules = re.sub(r"/\*.*?\*/", "", (FOLDER / "app.css").read_text("utf-8"), flags=re.DOTALL)
        coloured = [
            line
            for line in rules.splitlines()
            if re.search(r"#[0-9a-f]{3,8}\b", line)
            # The steps of the heat strip and a QR code's paper are the stated exceptions.
            if not re.search(r"\.heat|\.qr|@media print|body \{ font-size", line)
        ]
        assert [line for line in coloured if "border-bottom: 1pt solid #444" not in line] == []

    def test_has_the_same_dark_values_for_the_system_and_for_a_choice(self):
        text = (FOLDER / "tokens.css").read_text("utf-8")
        by_system = re.search(r":root:not\(\[data-bs-theme\]\) \{(.*?)\n  \}", text, re.DOTALL)
        by_choice = re.search(r'\n\[data-bs-theme="dark"\] \{(.*?)\n\}', text, re.DOTALL)
        assert _values(by_system[1]) == _values(by_choice[1])
        assert len(_values(by_choice[1])) > 40


def _values(text):
    return dict(re.findall(r"(--[\w-]+):\s*([^;]+);", text))


class TestServing:
    def test_keeps_a_file_for_a_year_under_its_own_hash(self, client):
        answer = client.get(asset_url("app.css"))
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer.mimetype == "text/css"
        assert answer.data == (FOLDER / "app.css").read_bytes()

    def test_serves_the_file_of_today_to_a_page_of_yesterday(self, client):
        answer = client.get("/assets/0123456789ab/app.css")
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "no-cache"

    @pytest.mark.parametrize(("coding", "read"), [("br", brotli), ("gzip", gzip)])
    def test_sends_the_smallest_form_that_is_taken(self, client, coding, read):
        answer = client.get(asset_url("app.css"), headers={"Accept-Encoding": coding})
        assert answer.headers["Content-Encoding"] == coding
        assert read.decompress(answer.data) == (FOLDER / "app.css").read_bytes()
        assert len(answer.data) < (FOLDER / "app.css").stat().st_size / 4

    @pytest.mark.parametrize(
        "name", ["vendor/renew.py", "vendor/manifest.json", "../config.py", "nowhere.css", ""]
    )
    def test_hands_out_nothing_else(self, client, name):
        assert client.get(f"/assets/0123456789ab/{name}").status_code == 404

    def test_needs_no_session(self, client):
        assert "Set-Cookie" not in client.get(asset_url("app.css")).headers


class TestPagesTravelCompressed:
    @pytest.mark.parametrize(("coding", "read"), [("br", brotli), ("gzip", gzip)])
    def test_as_the_browser_takes_them(self, client, coding, read):
        plain = client.get("/privacy").data
        answer = client.get("/privacy", headers={"Accept-Encoding": coding})
        assert answer.headers["Content-Encoding"] == coding
        assert int(answer.headers["Content-Length"]) == len(answer.data) < len(plain) * 0.7
        assert read.decompress(answer.data) == plain
        assert "Accept-Encoding" in answer.headers["Vary"]

    def test_unless_the_browser_refuses(self, client):
        answer = client.get("/privacy", headers={"Accept-Encoding": "br;q=0, gzip;q=0"})
        assert "Content-Encoding" not in answer.headers

    def test_unless_they_fit_one_packet_anyway(self):
        app = small_house()
        app.add_url_rule("/short", "short", lambda: "x" * 500)
        answer = app.test_client().get("/short", headers={"Accept-Encoding": "gzip"})
        assert answer.data == b"x" * 500


def test_a_first_visit_loads_little(client):
    """The page and every file it names, compressed with gzip as the poorest browser takes it."""
    taken = {"Accept-Encoding": "gzip"}
    page = client.get("/", headers=taken)
    text = gzip.decompress(page.data).decode()
    files = set(re.findall(r'(?:href|src)="(/assets/[^"#]+)', text))
    assert {asset_url("app.css"), asset_url("app.js"), asset_url("vendor/icons.svg")} <= files
    sizes = {path: len(client.get(path, headers=taken).data) for path in files}
    assert len(page.data) + sum(sizes.values()) <= FIRST_VISIT


def test_every_icon_that_a_page_names_is_in_the_sprite():
    wanted = set((VENDOR / "icons.txt").read_text("utf-8").split())
    templates = FOLDER.parent.parent / "templates"
    named = {
        (path.name, name)
        for path in templates.rglob("*.html")
        for name in re.findall(r"""\bicon\(["']([\w-]+)["']""", path.read_text("utf-8"))
    }
    assert named
    assert [pair for pair in sorted(named) if pair[1] not in wanted] == []


def test_the_files_that_may_be_fetched_are_those_that_a_browser_needs():
    assert {"app.css", "tokens.css", "app.js", "favicon.svg"} <= names()
    assert {path.rpartition(".")[2] for path in names()} <= {"css", "js", "svg", "png"}
