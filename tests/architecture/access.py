"""Who may open what of a case: every address that names one, and every relation to it.

`open` lists those who get the page, a redirect, or the sentence that it is not the time for it
(409). `refused` lists those who are told that this is not for them (403). Everybody else who is
on the case gets 404, as does everybody who is not, or is no longer.
"""

from typing import NamedTuple

COMPLAINANT = frozenset({"complainant", "visitor with the code"})
COMPANY = frozenset({"company", "company's admin"})
ONLOOKER = frozenset({"onlooker"})
OFFICERS = frozenset({"officer", "colleague"})
MEDIATOR = frozenset({"mediator"})
ASKED = frozenset({"mediator who is only asked"})
ARBITRATION = frozenset({"clerk", "arbitrator"})
SUPERVISOR = frozenset({"supervisor"})
AUDITOR = frozenset({"auditor of elsewhere"})

SIDES = COMPLAINANT | COMPANY
PARTIES = SIDES | ONLOOKER
INSIDE = OFFICERS | MEDIATOR
BODY = INSIDE | ASKED
ON_CASE = PARTIES | BODY | ARBITRATION | SUPERVISOR
NOBODY = frozenset[str]()

# Whose relation is to another case than the one in talks, and to which.
HOME = {
    "mediator who is only asked": "offered",
    "clerk": "referred",
    "arbitrator": "referred",
}


class Rule(NamedTuple):
    """To whom some addresses are open, and whom they refuse."""

    what: str
    open: frozenset[str]
    refused: frozenset[str]
    endpoints: str


RULES = (
    Rule(
        "where the case stands", ON_CASE, NOBODY, "cases.detail complaint.show case_deadlines.index"
    ),
    Rule(
        "what is said, handed in, agreed and awarded",
        ON_CASE - SUPERVISOR,
        NOBODY,
        """correspondence.index correspondence.read evidence.index evidence.detail
        evidence.download settlement.index repayment.index arbitration.index""",
    ),
    Rule("the certificate", ON_CASE - SUPERVISOR, NOBODY, "court.certificate"),
    Rule(
        "the talks",
        PARTIES | BODY,
        NOBODY,
        """answers.answer assignment.disclose hearings.index negotiation.index
        willingness.answer""",
    ),
    Rule("an offer by itself", PARTIES, NOBODY, "negotiation.answer"),
    Rule(
        "acts of either side: of several companies, of the one that answers",
        SIDES,
        ONLOOKER,
        """assignment.let_stand extensions.answer mediation.stop
        mediator_complaints.complain minutes.agree minutes.confirm negotiation.accept
        negotiation.counter negotiation.new
        negotiation.redate negotiation.reject negotiation.withdraw repayment.answer
        repayment.perform repayment.report willingness.request_mediator""",
    ),
    Rule(
        "acts of either side and of those between",
        SIDES | INSIDE,
        ONLOOKER | ASKED,
        """arbitration.clause extensions.extend repayment.breach repayment.cure settlement.refuse
        settlement.sign""",
    ),
    Rule(
        "a step outside that either side records",
        SIDES,
        ONLOOKER | INSIDE | ASKED,
        "outside.record",
    ),
    Rule("what the company that answers notes", COMPANY, ONLOOKER, "receipts.note"),
    Rule("acts of any company", COMPANY | ONLOOKER, NOBODY, "answers.standstill"),
    Rule(
        "acts of the complainant",
        COMPLAINANT,
        NOBODY,
        """admission.ask_review answers.relief closure.withdraw complaint.give
        complaint.withdraw complaint.identity representation.send""",
    ),
    Rule(
        "acts of the complainant, or of an officer for them",
        COMPLAINANT | OFFICERS,
        NOBODY,
        "complaint.completion complaint.representative parties.company admission.declined",
    ),
    Rule(
        "what the complainant tells the body",
        COMPLAINANT | INSIDE,
        NOBODY,
        "complaint.view complaint.consents contact.show contact.stop contact.resume",
    ),
    Rule("a message that frightens", COMPLAINANT | INSIDE, ASKED, "danger.message"),
    Rule(
        "acts of officers",
        OFFICERS,
        NOBODY,
        """admission.admit admission.decline admission.review admission.send_back
        answers.unheard arbitration.check assignment.offer assignment.replace
        closure.end_return closure.reopen complaint.ask_look representation.check
        respondents.hand_over respondents.name respondents.trace silence.note
        supervision.end willingness.ask willingness.unreachable willingness.write_down""",
    ),
    Rule("a written demand", OFFICERS | SUPERVISOR, NOBODY, "supervision.demand"),
    Rule("a pause, which all read once there is one", OFFICERS, ON_CASE - OFFICERS, "pauses.pause"),
    Rule(
        "acts of the body",
        INSIDE,
        ASKED,
        """arbitration.refer closure.close court.end court.issue court.papers court.refer
        court.result pauses.resume repayment.complete repayment.resume settlement.draft""",
    ),
    Rule(
        "acts of the mediator",
        MEDIATOR,
        ASKED,
        """hearings.cancel hearings.hold hearings.reschedule hearings.schedule mediation.end
        minutes.propose minutes.write""",
    ),
    Rule("the answer to being asked", MEDIATOR | ASKED, NOBODY, "assignment.answer"),
    Rule(
        "acts of those who decide",
        ARBITRATION,
        NOBODY,
        "awards.record awards.refuse awards.register awards.withdraw",
    ),
    Rule(
        "a file of somebody else's: nobody opens it further or takes it back",
        NOBODY,
        PARTIES,
        "evidence.disclose evidence.withdraw",
    ),
    Rule("the bare history", AUDITOR, NOBODY, "audit.detail"),
)

# What none of the cases has: those to whom it is open find nothing there either.
NOT_THERE = {"admission.declined", "court.certificate"}

# Places in which something is left, and who reads there.
READS = {
    "joint": PARTIES | BODY | ARBITRATION,
    "borrowers": COMPLAINANT | INSIDE,
    "companys": COMPANY | INSIDE,
    "onlookers": ONLOOKER | INSIDE,
    "formers": INSIDE,
    "staffs": INSIDE,
}
KINDS = ("message", "file", "words", "octets", "history")
# Who wrote it alone; and events without a word of what was said.
ALONE = {
    "mediators-note": MEDIATOR,
    "officers-note": frozenset({"officer"}),
    "talks-message": NOBODY,
    "talks-file": NOBODY,
    "talks-words": NOBODY,
    "talks-octets": NOBODY,
}
KNOW_THE_NAME = COMPLAINANT | BODY | ARBITRATION


def expected_marks(relation: str) -> set[str]:
    """Everything left in the cases that somebody in this relation may read."""
    marks = {
        f"{place}-{kind}"
        for place, readers in READS.items()
        for kind in KINDS
        if relation in readers or (place, kind, relation) == ("joint", "history", "supervisor")
    }
    return marks | {mark for mark, readers in ALONE.items() if relation in readers}


def all_marks() -> set[str]:
    """Everything left in the cases."""
    return {f"{place}-{kind}" for place in READS for kind in KINDS} | set(ALONE)


def rules_by_endpoint() -> dict[str, Rule]:
    """Each endpoint with its rule; one that stands in two is a mistake."""
    found: dict[str, Rule] = {}
    for rule in RULES:
        for endpoint in rule.endpoints.split():
            assert endpoint not in found, endpoint
            found[endpoint] = rule
    return found
