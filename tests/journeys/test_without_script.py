"""The main acts with scripts switched off: filing's first steps, a message, a file."""

import pytest

from mediation.cli.demo import PASSWORD
from tests.world.browser import PHONE

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 100


@pytest.fixture
def page(demo, visit):
    return visit(demo, viewport=PHONE, java_script_enabled=False)


@pytest.fixture
def case_page(page):
    """A borrower of the demo world on the page of a case that waits for an answer."""
    page.goto("/login")
    page.fill("#email", "borrower@demo.example")
    page.fill("#password", PASSWORD)
    page.click("main button[type=submit]")
    page.goto("/cases?bucket=mine")
    page.locator("main a.ref").first.click()
    return page


def go_on(page):
    page.click("form.step .btn-primary")


def test_the_first_steps_of_filing(page):
    page.goto("/file")
    page.check("#lane-fees")
    go_on(page)
    assert page.url.endswith("/file/who")
    page.check("#kind-complainant")
    go_on(page)
    page.fill("#name", "秦晚")
    go_on(page)
    assert page.title().startswith("错误：")
    assert page.input_value("#name") == "秦晚"
    page.fill("#phone", "13800004321")
    go_on(page)
    assert page.url.endswith("/file/code")


def test_a_message_to_the_mediation_body_alone(case_page):
    case_page.click(".subnav >> text=消息")
    case_page.fill("textarea[name=body]", "这句话先不要告诉对方。")
    case_page.click("button[name=space][value=complainant]")
    newest = case_page.locator(".bubble").first
    assert "这句话先不要告诉对方。" in newest.inner_text()
    assert "space-complainant" in newest.get_attribute("class")


def test_a_file_for_both_sides(case_page):
    case_page.click(".subnav >> text=材料")
    case_page.set_input_files(
        "input[type=file]", {"name": "自己拍的账单.png", "mimeType": "image/png", "buffer": PNG}
    )
    case_page.select_option("select[name=kind]", index=1)
    case_page.click("button[name=space][value=joint]")
    assert case_page.locator(".tile-name", has_text="自己拍的账单.png").count() == 1


def test_menus_open_by_themselves(case_page):
    menu = case_page.locator(".case-banner details.menu")
    assert not menu.locator(".menu-panel").is_visible()
    menu.locator("summary").click()
    assert menu.locator(".menu-item").first.is_visible()
