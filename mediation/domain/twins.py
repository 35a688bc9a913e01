"""Whether two complaints of one person are about the same company or the same contract."""

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

# What a name may carry or lack without being another's.
LEGAL_FORM = re.compile(r"(?:股份有限公司|有限责任公司|有限公司|公司|limited|ltd|inc|llc)$")
SIGNS = re.compile(r"[\W_]+")


class Subject(NamedTuple):
    """What a complaint is about: its companies (number where known, and name), its contracts."""

    companies: tuple[tuple[int | None, str], ...]
    contracts: frozenset[str]


def subject_of(
    companies: Iterable[tuple[int | None, str]], contracts: Iterable[str | None]
) -> Subject:
    """The subject in a form that can be compared."""
    numbers = (plain(contract or "") for contract in contracts)
    return Subject(tuple(companies), frozenset(number for number in numbers if number))


def plain(text: str) -> str:
    """`text` without case, width, blanks and signs."""
    return SIGNS.sub("", unicodedata.normalize("NFKC", text).casefold())


def plain_name(name: str) -> str:
    """A company's name without its legal form either, unless nothing else is left."""
    bare = plain(name)
    return LEGAL_FORM.sub("", bare) or bare


def shared_company(mine: Subject, theirs: Subject) -> str | None:
    """By which of their companies both are the same; empty where only the contract tells."""
    numbers = {number for number, _ in mine.companies if number is not None}
    names = {plain_name(name) for _, name in mine.companies} - {""}
    for number, name in theirs.companies:
        if number in numbers or plain_name(name) in names:
            return name
    if mine.contracts & theirs.contracts:
        return next((name for _, name in theirs.companies if name), "")
    return None
