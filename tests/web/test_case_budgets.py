"""What every page of a case costs, at every stage and for everybody who may read it.

The pages are those of the URL map: one that is new and that no scene leads to fails.
"""

import pytest

from mediation.web.access import ADMITS
from tests.factories.accounts import make_borrower
from tests.web.scenes import SCENES, crowd, scene
from tests.web.test_budgets import MOST_OF_A_CASE, counted

# The number of statements does not differ between the databases.
pytestmark = pytest.mark.sqlite

# A file is handed over as it lies there, and this address only leads on to another.
NO_PAGES = {"evidence.download", "negotiation.answer"}


def pages_of(app):
    """The addresses that show something of a case, by endpoint."""
    return {
        rule.endpoint: rule
        for rule in app.url_map.iter_rules()
        if "reference" in rule.arguments and "GET" in rule.methods
        if rule.endpoint not in NO_PAGES
    }


def addresses(app, found, role):
    """Every page that this role may ask for and whose keys are there in this scene."""
    keys = {"reference": found.cast.case.reference, **found.keys}
    for endpoint, rule in pages_of(app).items():
        if role in ADMITS[endpoint] and rule.arguments <= set(keys):
            _, path = rule.build(keys, append_unknown=False)
            yield endpoint, path


def costs(app, client_of, found):
    """How many statements each page takes, by person and endpoint, and which were shown."""
    taken, shown = {}, set()
    for name, actor in found.people.items():
        client = client_of(actor)
        client.get(f"/cases/{found.cast.case.reference}")  # A first reading is an event.
        for endpoint, path in addresses(app, found, actor.role):
            with counted() as seen:
                status = client.get(path).status_code
            assert status < 500, path
            taken[name, endpoint] = len(seen)
            if status == 200:
                shown.add(endpoint)
    return taken, shown


def over(taken):
    return {key: number for key, number in taken.items() if number > MOST_OF_A_CASE}


def test_every_page_is_shown_and_costs_at_most_twelve(app, session, client_of):
    dear, shown = {}, set()
    for name in SCENES:
        taken, seen = costs(app, client_of, scene(name))
        dear |= {(name, *key): number for key, number in over(taken).items()}
        shown |= seen
    assert dear == {}
    assert set(pages_of(app)) - shown == set()


@pytest.mark.parametrize("name", ["negotiation", "mediation", "performing", "court"])
def test_no_page_costs_more_where_there_is_ten_times_as_much(app, session, client_of, name):
    found = scene(name)
    before, _ = costs(app, client_of, found)
    crowd(found)
    after, _ = costs(app, client_of, found)
    assert {key: (before[key], after[key]) for key in after if after[key] > before[key]} == {}


def test_a_complainant_with_an_account_pays_no_more(app, session, client_of):
    for name in ("returned", "negotiation", "mediation", "performing"):
        found = scene(name, borrower=make_borrower())
        assert found.cast.complainant.account_id
        taken, _ = costs(app, client_of, found._replace(people={"": found.cast.complainant}))
        assert over(taken) == {}
        assert len(taken) > 20
