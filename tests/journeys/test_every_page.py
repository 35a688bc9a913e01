"""Every page that somebody can reach in the demo world, in both languages, on both screens."""

import pytest

from mediation import create_app
from tests.journeys.faults import Words, faults_of, faults_of_width
from tests.journeys.tour import NO_PAGES, Tour
from tests.world.browser import DESK

PHONE = {"width": 360, "height": 800}
# Where the role or the address makes it another page, each is looked at; else one of each.
EACH_ROLE = ("cases.detail", "cases.index", "home.show")
EACH_PATH = ("intake.step", "organisations.create", "guide.node")


# Forms that an empty answer cannot satisfy: each is sent so, and its page of errors looked at.
UNSATISFIED = (
    "accounts.login",
    "admission.decline",
    "complaint.representative",
    "correspondence.index",
    "hearings.schedule",
    "invitations.register",
    "negotiation.new",
    "organisations.create",
    "passwords.ask",
    "passwords.change",
    "repayment.report",
    "status.enter",
    "status.lost_code",
)
SEND_EMPTY = """() => {
  const form = document.querySelector('main form[method=post]');
  form.querySelectorAll('input:not([type=hidden]), textarea').forEach((field) => {
    field.value = '';
    field.checked = false;
  });
  form.noValidate = true;
  form.requestSubmit();
}"""


@pytest.fixture(scope="module")
def axe():
    return pytest.importorskip("axe_playwright_python.sync_playwright").Axe()


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    """The product's addresses; nothing is asked of this one."""
    return create_app({"INSTANCE": str(tmp_path_factory.mktemp("addresses"))})


@pytest.fixture(scope="module")
def tour(browser, demo, demo_folder, app):
    with Tour(browser, demo, demo_folder, app) as made:
        made.walk()
        yield made


def chosen(places, last):
    """Which places to look at: the first of every kind of page, or the last of every address."""
    for endpoint, found in places.items():
        if last:
            yield found[-1]
            continue
        kinds = {}
        for place in found:
            kind = {
                **dict.fromkeys(EACH_ROLE, place.who),
                **dict.fromkeys(EACH_PATH, place.path.partition("?")[0]),
            }.get(endpoint, "")
            kinds.setdefault(kind, place)
        yield from kinds.values()


def looked_at(tour, axe, locale, viewport, scheme, *, last):
    """The faults of the chosen pages, by who saw them and where."""
    words = Words(locale)
    wrong = {}
    for place in sorted(chosen(tour.places, last)):
        hands = tour.hands[place.who]
        page = hands.page
        if (page.viewport_size, hands.locale) != (viewport, locale):
            page.set_viewport_size(viewport)
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            hands.speak(locale)
        answer = page.goto(place.path)
        found = faults_of(page, words, axe, locale)
        if viewport != PHONE:
            found += faults_of_width(page, locale, PHONE)
        if answer.status != 200:
            found.append(f"status {answer.status}")
        if found:
            wrong[f"{place.who} {place.path}"] = found
    return wrong


def test_somebody_reaches_every_address(tour, app):
    pages = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in rule.methods}
    assert pages - NO_PAGES - set(tour.places) == set()


def test_on_a_phone_in_chinese(tour, axe):
    assert looked_at(tour, axe, "zh_CN", PHONE, "light", last=False) == {}


def test_on_a_desk_in_english_in_the_dark(tour, axe):
    assert looked_at(tour, axe, "en", DESK, "dark", last=True) == {}


@pytest.mark.parametrize(("locale", "scheme"), [("zh_CN", "dark"), ("en", "light")])
def test_what_is_wrong_with_a_form_reads_well_on_a_phone(tour, axe, locale, scheme):
    words, wrong = Words(locale), {}
    for endpoint in UNSATISFIED:
        place = tour.places[endpoint][0]
        hands = tour.hands[place.who]
        page = hands.page
        page.set_viewport_size(PHONE)
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        hands.speak(locale)
        page.goto(place.path)
        with page.expect_navigation():
            page.evaluate(SEND_EMPTY)
        found = faults_of(page, words, axe, locale)
        if not page.locator("[aria-invalid=true], .error, .alert-danger").count():
            found.append("says nothing is wrong")
        if found:
            wrong[f"{place.who} {place.path}"] = found
    assert wrong == {}


def test_no_page_wrote_to_the_console(tour):
    assert [line for hands in tour.hands.values() for line in hands.complaints] == []
