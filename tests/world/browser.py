"""A real browser, where there is one: the Chromium of the machine, driven by Playwright."""

import importlib
import shutil
from contextlib import contextmanager

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome")
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
OPTIONS = ["--no-sandbox", "--disable-background-networking", "--disable-dev-shm-usage"]


def executable():
    """Where the machine's Chromium lies; skips where it has none."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    return found or pytest.skip("there is no Chromium on this machine")


def playwright():
    """Playwright's own module; skips where the extra `e2e` is not installed."""
    try:
        return importlib.import_module("playwright.sync_api")
    except ImportError:
        pytest.skip("the extra `e2e` is not installed")


@contextmanager
def chromium():
    """One browser for the whole run."""
    path = executable()
    with playwright().sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=OPTIONS)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def visitor(browser, address, *, locale="zh-CN", viewport=None, **options):
    """A page of a new visitor, with a memory of its own.

    What a page must never do is collected on the way: errors of scripts, and whatever the
    Content-Security-Policy had to stop.
    """
    context = browser.new_context(
        base_url=address,
        locale=locale,
        timezone_id="Asia/Shanghai",
        viewport=viewport or PHONE,
        **options,
    )
    context.set_default_timeout(15_000)
    page = context.new_page()
    wrong = []
    page.on("pageerror", lambda error: wrong.append(f"{page.url}: {error}"))
    page.on(
        "console",
        lambda line: (
            wrong.append(f"{page.url}: {line.text}")
            if "Content Security Policy" in line.text or "Content-Security-Policy" in line.text
            else None
        ),
    )
    try:
        yield page
    finally:
        context.close()
    assert wrong == []
