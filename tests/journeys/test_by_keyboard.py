"""The way to a complaint without a mouse: every step can be seen, reached and put right."""

import pytest

FOCUS = """() => {
  const part = document.activeElement;
  const look = getComputedStyle(part);
  const box = part.getBoundingClientRect();
  return {
    what: part.tagName.toLowerCase() + (part.id ? '#' + part.id : ''),
    name: part.className,
    seen: look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) > 0
      || look.boxShadow !== 'none',
    inside: box.width > 0 && box.bottom > 0 && box.top < window.innerHeight,
  };
}"""


@pytest.fixture
def page(demo, visit):
    found = visit(demo)
    found.goto("/file")
    return found


def focus(page):
    return page.evaluate(FOCUS)


def tab_to(page, what, most=40):
    """Press Tab until `what` has the focus; every stop on the way must be seen."""
    for _ in range(most):
        page.keyboard.press("Tab")
        now = focus(page)
        assert now["seen"], f"the focus on {now['what']} cannot be seen"
        assert now["inside"], f"{now['what']} has the focus off the screen"
        if now["what"] == what:
            return
    raise AssertionError(f"{what} is not reached in {most} steps")


def test_the_first_key_leads_past_the_head(page):
    page.keyboard.press("Tab")
    assert focus(page)["name"] == "skip-link"
    page.keyboard.press("Enter")
    assert focus(page)["what"] == "main#main"


def test_a_complaint_is_begun_with_keys_alone(page):
    tab_to(page, "input#lane-conduct")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    assert page.is_checked("#lane-fees")
    page.keyboard.press("Enter")
    page.wait_for_url("**/file/who")
    tab_to(page, "input#kind-complainant")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url("**/file/contact")


def test_what_is_wrong_has_the_focus_and_leads_to_its_box(page):
    tab_to(page, "input#lane-conduct")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url("**/file/who")
    page.goto("/file/contact")
    tab_to(page, "input#name")
    page.keyboard.type("秦晚")
    page.keyboard.press("Enter")
    page.wait_for_selector(".error-summary")
    assert focus(page)["name"] == "error-summary"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert focus(page)["what"] == "input#phone"
    assert page.input_value("#name") == "秦晚"
