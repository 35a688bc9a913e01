"""Serve the demo world, look at some of its pages as their readers do, and keep the pictures."""

import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from tests.journeys.people import Chinese, English
from tests.world.browser import chromium, visitor
from tests.world.served import served

FOLDER = Path(__file__).parent
PHONE = {"width": 390, "height": 780}
DESK = {"width": 1180, "height": 640}
LARGEST = 150_000


class Picture(NamedTuple):
    """Who looks at what: a list, then a case of it, then one of its pages."""

    name: str
    who: str
    cases: str = "/cases"
    page: str = ""
    place: int = 0  # Which case of the list; -1: the list itself.
    at: str = ""  # What stands at the top of the picture; the top of the page where nothing does.
    person: type = Chinese
    viewport: dict = DESK


PICTURES = (
    Picture("offer", "borrower", page="offers", viewport=PHONE, at="对方的方案共"),
    Picture("desk", "mediator", cases="/cases?bucket=mine", place=-1),
    Picture(
        "messages",
        "mediator2",
        cases="/cases?bucket=mediation",
        page="messages",
        place=1,
        at="Messages",
        person=English,
    ),
)


def take(browser, address, picture):
    """Sign in, go there, and keep what the window shows."""
    locale = "en-GB" if picture.person is English else "zh-CN"
    with visitor(browser, address, locale=locale, viewport=picture.viewport) as page:
        person = picture.person(page)
        person.sign_in(picture.who)
        person.go(picture.cases)
        if picture.place >= 0:
            found = person.main.locator('a[href^="/cases/M"]').nth(picture.place)
            person.go(f"{found.get_attribute('href')}/{picture.page}")
        if picture.at:
            heading = person.main.get_by_role("heading", name=picture.at)
            heading.evaluate("head => window.scrollBy(0, head.getBoundingClientRect().top - 16)")
        path = FOLDER / f"{picture.name}.png"
        page.screenshot(path=path)
    size = path.stat().st_size
    print(f"{path.relative_to(Path.cwd())}: {size:,} bytes")
    return size


def main():
    with (
        tempfile.TemporaryDirectory() as folder,
        chromium() as browser,
        served(Path(folder), "--demo") as address,
    ):
        sizes = [take(browser, address, picture) for picture in PICTURES]
    return max(sizes) <= LARGEST


if __name__ == "__main__":
    sys.exit(0 if main() else "a picture is too large")
