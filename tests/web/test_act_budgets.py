"""What the pages of single acts cost, and that none walks through a growing table."""

import pytest

from mediation.domain.lifecycle import Stage
from tests.factories.stages import agree_to_mediate, cast_at, give_relief, offer_to_mediator
from tests.web.plans import walks
from tests.web.test_budgets import MOST_OF_A_CASE, MOST_OF_A_LIST, counted

# Case and actor read again, the event with its facts, the clock that it stops.
OF_AN_EVENT = 10

PAGES = [
    (Stage.RECEIVED, "officer", "admission"),
    (Stage.RECEIVED, "officer", "admission?withheld"),
    (Stage.RECEIVED, "officer", "return"),
    (Stage.RECEIVED, "officer", "decline"),
    (Stage.RECEIVED, "officer", "tracing"),
    (Stage.TRACING, "officer", "respondent?q=机构"),
    (Stage.TRACING, "officer", "handover"),
    (Stage.WITH_LENDER, "lender", "answer"),
    (Stage.WITH_LENDER, "lender", "standstill"),
    (Stage.WITH_LENDER, "complainant", "relief"),
    (Stage.NEGOTIATION, "complainant", "answer"),
    (Stage.NEGOTIATION, "complainant", "mediation-request"),
    (Stage.NEGOTIATION, "officer", "closure"),
    (Stage.AWAITING_MEDIATOR, "officer", "willingness"),
    (Stage.AWAITING_MEDIATOR, "lender", "willingness"),
    (Stage.AWAITING_MEDIATOR, "officer", "assignment"),
    (Stage.AWAITING_MEDIATOR, "mediator", "assignment/answer"),
    (Stage.MEDIATION, "mediator", "disclosure"),
    (Stage.MEDIATION, "complainant", "mediator-complaint"),
    (Stage.CLOSED, "officer", "reopening"),
]


def prepared(stage, part):
    cast = cast_at(stage, withheld=part.endswith("?withheld"))
    if part == "relief":
        give_relief(cast)
    if part.startswith("assignment"):
        agree_to_mediate(cast)
    if part == "assignment/answer":
        offer_to_mediator(cast)
    return cast


def seen_by(client, path):
    with counted() as seen:
        assert client.get(path).status_code == 200
    return seen


@pytest.mark.parametrize(("stage", "who", "part"), PAGES)
def test_a_page_costs_at_most_twelve(session, client_of, stage, who, part):
    cast = prepared(stage, part)
    session.commit()
    client = client_of(getattr(cast, who))
    # A company's first opening of a case is an event, and costs what an event costs.
    client.get(f"/cases/{cast.case.reference}")
    seen = seen_by(client, f"/cases/{cast.case.reference}/{part}")
    assert len(seen) <= MOST_OF_A_CASE, [statement for statement, _ in seen]


def test_the_first_opening_costs_one_event_more(session, client_of):
    cast = prepared(Stage.WITH_LENDER, "answer")
    session.commit()
    client, path = client_of(cast.lender), f"/cases/{cast.case.reference}/answer"
    first, second = seen_by(client, path), seen_by(client, path)
    assert len(second) < len(first) <= len(second) + OF_AN_EVENT


@pytest.mark.sqlite
@pytest.mark.parametrize(("stage", "who", "part"), PAGES)
def test_no_page_walks_through_a_growing_table(session, client_of, stage, who, part):
    cast = prepared(stage, part)
    session.commit()
    seen = seen_by(client_of(getattr(cast, who)), f"/cases/{cast.case.reference}/{part}")
    assert walks(seen) == []


def test_the_list_of_complaints_costs_at_most_six(session, client_of):
    cast = cast_at(Stage.MEDIATION)
    session.commit()
    visitor, officer = client_of(cast.complainant), client_of(cast.officer)
    address = f"/cases/{cast.case.reference}/mediator-complaint"
    for number in range(5):
        visitor.post(address, data={"words": f"第 {number} 次"})
    assert len(seen_by(officer, "/mediator-complaints")) <= MOST_OF_A_LIST


@pytest.mark.sqlite
def test_the_list_of_complaints_walks_through_no_growing_table(session, client_of):
    cast = cast_at(Stage.MEDIATION)
    session.commit()
    assert walks(seen_by(client_of(cast.officer), "/mediator-complaints")) == []
