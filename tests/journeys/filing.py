"""A complaint as an officer writes it down for somebody on the telephone."""

ANSWERS = {
    "channel": {"channel": "phone"},
    "who": {"kind": "complainant"},
    "contact": {"name": "秦晚", "phone": "138 0000 4321"},
    "code": {"seen": "1"},
    "events": {"done": "1"},
    "story": {"story": "借 24000，到手 22800。"},
    "details": {"received_fen": "22800"},
    "prior": {"told": "no"},
    "wishes": {"words": "退还担保费"},
    "support": {"needs": "slow"},
    "files": {"done": "1"},
    "identity": {"withheld": "no"},
    "view": {},
    "consents": {
        "mediation_body": "yes",
        "pass_to_lender": "yes",
        "sensitive": "no",
        "arbitration": "no",
    },
}


def begin(hands, lane="fees"):
    """Choose what it is about; the second step's address."""
    return hands.send("/file?new=1", to="/file", lane=lane)


def answer_all(hands):
    """Answer step after step as the way leads, up to the last look."""
    way = begin(hands)
    while way != "/file/check":
        way = _answer(hands, way)


def _answer(hands, way):
    step = way.partition("?")[0].removeprefix("/file/")
    if step != "loans":
        return hands.send(way, **ANSWERS[step])
    company = hands.send("/file/loans/new", name="笺贷", amount_fen="24000")
    hands.send(company, unknown="1")
    return hands.send("/file/loans")


def file(hands):
    """Send it in."""
    assert hands.send("/file/check", truth="1") == "/file/receipt"
