"""What a lender sees of a complaint: one function, used before filing and on every page after."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from mediation.domain.complaints import Complaint, Happening, Involved
from mediation.domain.evidence import EvidenceKind
from mediation.domain.lanes import Lane
from mediation.domain.parties import PartyKind
from mediation.domain.questions import QUESTIONS
from mediation.domain.spaces import Space

MASK = "●●●"
LEAST_NAME = 2

# In free text: e-mail addresses, then whatever is long enough to be somebody's number.
ADDRESS = re.compile(r"[A-Za-z0-9_.+%-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
NUMBER = re.compile(r"(?<![\d.])\+?\d(?:[ \-–]?\d){6,18}[Xx]?(?![\d.])")
# A day (20260308) or a sum of money is not somebody's number.
DAY = re.compile(r"(?:19|20)\d{2}[ \-–]?(?:0[1-9]|1[0-2])[ \-–]?(?:0[1-9]|[12]\d|3[01])")

# These tell of employer, address or accounts, or of the person: for the mediation body alone,
# whoever may be known to the lender. Their owner can still open each one later.
KEPT_BACK = frozenset(
    {
        EvidenceKind.IDENTITY,
        EvidenceKind.AUTHORITY,
        EvidenceKind.BANK_STATEMENT,
        EvidenceKind.CREDIT_REPORT,
        EvidenceKind.HARDSHIP_PROOF,
    }
)


@dataclass(frozen=True)
class LenderView:
    """All that a lender sees of a complaint; what is not here, it does not get."""

    lane: Lane
    also: tuple[Lane, ...]
    withheld: bool
    name: str  # Empty while the lender may not know.
    phone: str
    by: PartyKind | None  # Who acts for the complainant; None: nobody.
    companies: tuple[Involved, ...]
    loan: Mapping[str, Any]
    amount_fen: int | None
    happenings: tuple[Happening, ...]
    story: str
    details: Mapping[str, Any]
    prior: Mapping[str, Any]
    wishes: Mapping[str, Any]
    files: tuple[str, ...] = field(default=())

    @property
    def fingerprint(self) -> str:
        """The same for the same picture: so it shows whether what was looked at still holds."""
        plain = json.dumps(vars(self), sort_keys=True, ensure_ascii=False, default=_plain)
        return hashlib.sha256(plain.encode()).hexdigest()


def lender_view(complaint: Complaint) -> LenderView:
    """What the lender sees of this complaint.

    While the identity is withheld there is no name, no number, no address, no file, nothing of
    the loan's figures and days, and no contact; free texts have names and numbers masked. A
    bystander's case shows the number to be left alone if they consented, and never a debt.
    """
    withheld = complaint.identity_withheld
    hidden = _names_in(complaint) if withheld else ()
    bystander = complaint.lane is Lane.BYSTANDER
    filer = complaint.filer
    return LenderView(
        lane=complaint.lane,
        also=complaint.also,
        withheld=withheld,
        name="" if withheld else complaint.complainant.name,
        phone=_phone(complaint),
        by=None if withheld or filer is complaint.complainant else filer.kind,
        companies=complaint.companies,
        loan={} if withheld or bystander else dict(complaint.loan),
        amount_fen=None if withheld or bystander else complaint.amount_fen,
        happenings=tuple(
            Happening(masked(row.words, hidden), None if withheld else row.on)
            for row in complaint.happenings
        ),
        story=masked(complaint.story, hidden),
        details=_details(complaint, hidden),
        prior=_prior(complaint, hidden),
        wishes={} if bystander else _wishes(complaint, hidden),
        files=()
        if withheld
        else tuple(file.name for file in complaint.files if not file.kept_back),
    )


def space_of_file(kind: EvidenceKind, *, withheld: bool, kept_back: bool) -> Space:
    """Where a file handed in with the complaint lies: open to both sides, or to ours alone."""
    return Space.COMPLAINANT if withheld or kept_back or kind in KEPT_BACK else Space.JOINT


def masked(text: str, names: tuple[str, ...] = ()) -> str:
    """`text` without anybody's numbers and addresses, and without these names."""
    text = ADDRESS.sub(MASK, text)
    text = NUMBER.sub(lambda found: found[0] if DAY.fullmatch(found[0]) else MASK, text)
    for name in sorted(names, key=len, reverse=True):
        text = re.sub(re.escape(name), MASK, text, flags=re.IGNORECASE)
    return text


def masked_phone(phone: str) -> str:
    """The last four figures of a number, enough to compare."""
    return f"{MASK}{phone[-4:]}" if len(phone) > 4 else ""


def _names_in(complaint: Complaint) -> tuple[str, ...]:
    return tuple(person.name for person in complaint.people if len(person.name) >= LEAST_NAME)


def _phone(complaint: Complaint) -> str:
    """The number by which the lender knows the loan; a bystander's only with their consent."""
    if complaint.lane is Lane.BYSTANDER:
        details = complaint.details
        return details.get("number") or "" if details.get("reveal_number") else ""
    if complaint.identity_withheld:
        return ""
    return complaint.loan.get("phone") or masked_phone(complaint.complainant.phone)


def _details(complaint: Complaint, hidden: tuple[str, ...]) -> dict[str, Any]:
    shown = {}
    for question in QUESTIONS[complaint.lane]:
        value = complaint.details.get(question.name)
        if value in (None, "", []) or not question.lender or question.name == "number":
            continue
        if complaint.identity_withheld and not question.withheld:
            continue
        shown[question.name] = masked(value, hidden) if isinstance(value, str) else value
    return shown


def _prior(complaint: Complaint, hidden: tuple[str, ...]) -> dict[str, Any]:
    kept = ("told", "answer") if complaint.identity_withheld else ("told", "on", "way", "answer")
    shown = {name: complaint.prior[name] for name in kept if complaint.prior.get(name)}
    if complaint.prior.get("words"):
        shown["words"] = masked(complaint.prior["words"], hidden)
    return shown


def _wishes(complaint: Complaint, hidden: tuple[str, ...]) -> dict[str, Any]:
    shown: dict[str, Any] = {}
    if complaint.wishes.get("kinds"):
        shown["kinds"] = list(complaint.wishes["kinds"])
    if complaint.wishes.get("words"):
        shown["words"] = masked(complaint.wishes["words"], hidden)
    if complaint.wishes.get("amount_fen") and not complaint.identity_withheld:
        shown["amount_fen"] = complaint.wishes["amount_fen"]
    return shown


def _plain(value: object) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Involved | Happening):
        return vars(value)
    raise TypeError(f"a view cannot hold a {type(value).__name__}")
