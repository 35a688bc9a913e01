"""Every page of talks, agreement and what follows, in every stage, for every reader who has it."""

import pytest

from mediation.domain.lifecycle import Stage
from tests.factories.late_stages import cast_at, hearing, offer, pay, register

PAGES = {
    Stage.NEGOTIATION: ["offers", "offers/new", "agreement", "repayment", "arbitration"],
    Stage.MEDIATION: [
        "offers",
        "offers/new",
        "hearings",
        "hearings/new",
        "facts/new",
        "mediation/end",
        "mediation/stop",
        "arbitration",
        "arbitration/agreement",
        "arbitration/referral",
        "court/referral",
    ],
    Stage.AGREEMENT: ["offers", "agreement", "agreement/draft", "hearings"],
    Stage.PERFORMING: [
        "agreement",
        "repayment",
        "repayment/payments/new",
        "repayment/performance",
        "repayment/breach",
        "repayment/completion",
    ],
    Stage.BREACHED: ["repayment", "repayment/cure", "repayment/talks", "arbitration/referral"],
    Stage.ARBITRATION: [
        "arbitration",
        "arbitration/registration",
        "arbitration/refusal",
        "arbitration/award",
        "arbitration/withdrawal",
        "agreement",
        "repayment",
    ],
    Stage.COURT: [
        "arbitration",
        "court/certificate",
        "court/papers",
        "court/result",
        "court/end",
    ],
    Stage.CLOSED: ["offers", "agreement", "repayment", "arbitration", "court/certificate/new"],
}
READERS = ("complainant", "lender", "officer", "mediator", "clerk")


def furnish(cast, stage):
    """Put something into the case that its pages show."""
    if stage is Stage.NEGOTIATION:
        offer(cast)
    if stage is Stage.MEDIATION:
        offer(cast, by="complainant", terms=None)
        hearing(cast)
    if stage is Stage.PERFORMING:
        pay(cast, 30_000, confirm=False)
    if stage is Stage.ARBITRATION:
        register(cast)


@pytest.mark.parametrize("locale", ["zh_CN", "en"])
@pytest.mark.parametrize("stage", list(PAGES))
def test_every_page_opens_or_refuses_and_never_fails(session, client_of, stage, locale):
    cast = cast_at(stage)
    furnish(cast, stage)
    session.commit()
    opened = set()
    for reader in READERS:
        client = client_of(getattr(cast, reader))
        client.post("/language", data={"locale": locale})
        for part in PAGES[stage]:
            answer = client.get(f"/cases/{cast.case.reference}/{part}")
            assert answer.status_code in (200, 302, 303, 403, 404, 409), (reader, part)
            if answer.status_code == 200:
                opened.add(part)
    assert opened == set(PAGES[stage]) - {"offers/new"} or opened == set(PAGES[stage])
