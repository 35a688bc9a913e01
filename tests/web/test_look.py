"""The parts of our pages in a real browser: readable by all, on any screen, with script or without.

`components.html` and `desk.html` beside this file show every part once.
"""

import threading
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from werkzeug.serving import make_server

from mediation.web.forms.base import FormOnce
from mediation.web.forms.fields import (
    Choice,
    Day,
    Email,
    File,
    Instant,
    Money,
    MultiCheck,
    Password,
    Phone,
    Text,
    Tick,
    Whole,
)
from mediation.web.pages import show, tell
from tests.web.house import small_house

axe = pytest.importorskip("axe_playwright_python.sync_playwright")

HERE = Path(__file__).parent
NARROW, DESK = {"width": 360, "height": 800}, {"width": 1280, "height": 900}
SMALLEST = {"width": 320, "height": 700}
AT = datetime(2026, 12, 2, 9, tzinfo=UTC)


def _due(**said):
    usual = {
        "title": "答复方案",
        "who": "您",
        "own": True,
        "standing": "running",
        "lateness": "on_time",
        "when": "12月2日 周三 17:00 前",
        "count": 7,
        "provisional": False,
        "arrangement": False,
        "is_lost": False,
        "reasons": ["加 8 个工作日"],
        "silence": "方案到期作废。",
        "extension": "/",
        "step": "/",
        "step_words": "法院已受理",
    }
    return SimpleNamespace(**(usual | said))


DUES = SimpleNamespace(
    first=_due(),
    rest=[
        _due(title="机构书面答复", own=False, who="机构", count=12, arrangement=True),
        _due(own=False, who="机构", count=-1, lateness="late", provisional=True),
    ],
)


class Everything(FormOnce):
    lane = Choice(
        "最让您难受的是哪一件？",
        options=[
            ("conduct", "催收骚扰", "每天很多电话短信", "telephone-x-fill"),
            ("fees", "收费太高", "到手的钱少了", "receipt-cutoff"),
        ],
        hint="先选最主要的一件。",
    )
    name = Text("您的名字", most=10, width="m")
    story = Text("发生了什么", rows=5, optional=True)
    sum = Money("金额")
    on = Day("哪天付的", past=True)
    at = Instant("调解会时间")
    phone = Phone("手机号", mobile=True, hint="只用来联系您")
    mail = Email("邮箱")
    kind = Choice("这笔钱叫什么", options=[("a", "担保费"), ("b", "会员费")], as_list=True)
    many = MultiCheck("哪些情况", options=[("a", "夜里打来"), ("b", "骂人")])
    count = Whole("分几期", least=2, most=36)
    file = File("材料", several=True)
    agreed = Tick("我同意把投诉转给出借机构")
    secret = Password("密码")


def _components():
    form = Everything.from_request()
    if form.accepted():
        tell("Sign in")
    return show("components.html", form=form, on=date(2026, 11, 4), at=AT, dues=DUES)


def _told():
    tell("Sign in")
    return show("desk.html", at=AT)


@pytest.fixture(scope="module")
def house():
    """The small house with a page of every part, served."""
    pages = {name: (HERE / name).read_text("utf-8") for name in ("components.html", "desk.html")}
    app = small_house(templates=pages)
    app.add_url_rule("/components", "components", _components, methods=["GET", "POST"])
    app.add_url_rule("/desk", "desk", _told)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


def faults(page):
    """What axe finds: the rule and where."""
    found = axe.Axe().run(page).response["violations"]
    return [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found]


def overhang(page):
    """How many pixels a page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - window.innerWidth")


PAGES = ["/", "/components", "/desk", "/privacy", "/accessibility", "/verify-message", "/nowhere"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [NARROW, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
def test_every_part_can_be_read_by_everybody(house, visit, locale, viewport, scheme):
    page = visit(house, locale=locale, viewport=viewport, color_scheme=scheme)
    for path in PAGES:
        page.goto(path)
        assert faults(page) == [], path
        assert overhang(page) <= 0, path


def test_nothing_is_wider_than_the_smallest_screen(house, visit):
    page = visit(house, viewport=SMALLEST)
    for path in PAGES:
        page.goto(path)
        assert overhang(page) <= 0, path


class TestAWrongForm:
    @pytest.fixture
    def page(self, house, visit):
        page = visit(house)
        page.goto("/components")
        page.fill("#sum", "168元左右")
        page.fill("#on-year", "2026")
        page.fill("#on-month", "13")
        page.fill("#on-day", "8")
        page.click("label[for=lane-fees]")
        page.click(".step-actions .btn-primary")
        return page

    def test_says_so_first(self, page):
        assert page.title().startswith("错误：")
        assert page.evaluate("document.activeElement.className") == "error-summary"

    def test_can_be_read_by_everybody(self, page):
        assert faults(page) == []

    def test_leads_to_each_wrong_box(self, page):
        for link in page.locator(".error-summary a").all():
            target = link.get_attribute("href")
            assert page.locator(target).count() == 1, target
        page.click(".error-summary a >> text=13")
        assert page.evaluate("document.activeElement.id") == "on-month"

    def test_says_the_same_in_summary_and_beside_the_field(self, page):
        beside = page.locator("#sum-error span:not(.visually-hidden)").last.inner_text()
        assert "例如 168" in beside
        assert page.locator(".error-summary").get_by_text("例如 168").count() == 1

    def test_keeps_all_that_was_typed(self, page):
        assert page.input_value("#sum") == "168元左右"
        assert page.input_value("#on-month") == "13"
        assert page.is_checked("#lane-fees")


class TestComforts:
    def test_a_chosen_card_looks_chosen_at_once(self, house, visit):
        page = visit(house)
        page.goto("/components")
        page.click("label[for=lane-fees]")
        page.click("label[for=lane-conduct]")
        assert "choice-on" in page.get_attribute("label[for=lane-conduct]", "class")
        assert "choice-on" not in page.get_attribute("label[for=lane-fees]", "class")

    def test_a_message_goes_away_without_a_new_page(self, house, visit):
        page = visit(house)
        page.goto("/desk")
        assert page.locator(".flash").count() == 1
        page.click(".flash a")
        assert page.locator(".flash").count() == 0

    def test_none_of_them_is_needed(self, house, visit):
        page = visit(house, java_script_enabled=False)
        page.goto("/")
        page.get_by_role("button", name="English").click()
        assert page.locator("html").get_attribute("lang") == "en"
        page.goto("/components")
        page.click("label[for=lane-fees]")
        page.click(".step-actions .btn-primary")
        assert page.title().startswith("Error: ")
        assert "choice-on" in page.get_attribute("label[for=lane-fees]", "class")


def test_keys_alone_reach_the_content_first(house, visit):
    page = visit(house)
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
