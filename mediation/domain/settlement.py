"""Agreements: what a complete one says, who signs it in which order, and when it binds."""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from hmac import compare_digest

from mediation.domain.errors import NotPermitted, Refused
from mediation.domain.spaces import Side
from mediation.domain.talks import signing


class AgreementEnd(StrEnum):
    """Why a text that was to be signed no longer is."""

    REDRAFTED = "redrafted"
    REFUSED = "refused"
    LAPSED = "lapsed"


class Part(StrEnum):
    """The parts of an agreement (People's Mediation Law, article 29), in their order."""

    PARTIES = "parties"
    FACTS = "facts"
    ISSUES = "issues"
    PAYMENT = "payment"  # Manner and time of performance; follows from the offer, word for word.
    TERMS = "terms"
    EFFECT = "effect"


# What the one who drafts writes; the rest follows from the offer and the law.
WRITTEN = (Part.PARTIES, Part.FACTS, Part.ISSUES, Part.TERMS)
FIXED = (Part.PAYMENT, Part.EFFECT)
LONGEST_PART = 6000

SIGNERS = (Side.COMPLAINANT, Side.LENDER, Side.MEDIATION)


def check_parts(parts: Mapping[Part, str]) -> None:
    """Refuse a text in which a mandatory part is missing or empty."""
    for part in Part:
        if not parts.get(part, "").strip():
            raise Refused("part_missing", part=part)
        if len(parts[part]) > LONGEST_PART:
            raise Refused("part_too_long", part=part, most=LONGEST_PART)


def written_down(parts: Mapping[Part, str], language: str) -> str:
    """The one form of a text that is signed: the same parts always give the same characters."""
    content = {"language": language, "parts": {part.value: parts[part] for part in Part}}
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read_back(content: str) -> tuple[str, dict[Part, str]]:
    """Language and parts of a text that was written down."""
    kept = json.loads(content)
    return kept["language"], {part: kept["parts"][part.value] for part in Part}


def digest_of(content: str) -> bytes:
    """What is signed: SHA-256 of exactly these characters."""
    return hashlib.sha256(content.encode()).digest()


def check_redraft(signed: Collection[Side]) -> None:
    """After the first signature nobody changes the text."""
    if signed:
        raise Refused("already_signed_by_somebody")


def check_lapses(at: datetime, *, now: datetime) -> None:
    """Time to read and think, and an end to waiting."""
    if at <= now:
        raise Refused("signing_time_passed")
    if at - now > signing().longest:
        raise Refused("signing_too_long", days=signing().longest.days)


def check_signature(
    side: Side | None, signed: Collection[Side], *, shown: bytes, digest: bytes
) -> None:
    """Each signs once, the mediator last, and only the text that was shown."""
    if side not in SIGNERS:
        raise NotPermitted("not_a_signer")
    if side in signed:
        raise Refused("signed_already")
    if side is Side.MEDIATION and not {Side.COMPLAINANT, Side.LENDER} <= set(signed):
        raise Refused("parties_sign_first")
    if not compare_digest(shown, digest):
        raise Refused("text_changed")


def check_name(typed: str, names: Iterable[str]) -> None:
    """The name under the text is the signer's own, as the case knows it."""
    if _plain(typed) not in {_plain(name) for name in names if name.strip()}:
        raise Refused("name_differs")


def _plain(name: str) -> str:
    return "".join(name.split()).casefold()


def is_complete(signed: Collection[Side]) -> bool:
    """Whether the last signature is there: from then on the agreement binds."""
    return set(SIGNERS) <= set(signed)
