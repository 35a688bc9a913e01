"""The pieces by which a name, number or reference is found again."""

import re
import unicodedata

HAN = r"\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
RUNS = re.compile(rf"[{HAN}]+|[a-z0-9]+")
IS_HAN = re.compile(rf"[{HAN}]")
MOST_PIECES = 60
LEAST_PREFIX = 2
LONGEST_PREFIX = 12


def _runs(text: str) -> list[str]:
    return RUNS.findall(unicodedata.normalize("NFKC", text).lower())


def pieces_of(text: str) -> set[str]:
    """What is kept of `text`: of Chinese every character and pair, of words every beginning."""
    found: set[str] = set()
    for run in _runs(text):
        if IS_HAN.match(run):
            found.update(run)
            found.update(run[start : start + 2] for start in range(len(run) - 1))
        else:
            longest = min(len(run), LONGEST_PREFIX)
            found.update(run[:end] for end in range(min(LEAST_PREFIX, longest), longest + 1))
    return set(sorted(found)[:MOST_PIECES])


def company_pieces(name: str) -> set[str]:
    """What is kept of a company's name: its words and pairs; one character finds no company."""
    return {piece for piece in pieces_of(name) if len(piece) > 1}


def reference_pieces(reference: str) -> set[str]:
    """What is kept of a case number: its own part and the first half of it; the whole is unique."""
    own = reference[-8:].lower()
    return {own, own[:4]}


def number_pieces(number: str) -> set[str]:
    """What is kept of a telephone number: all of it and its last four figures."""
    digits = "".join(c for c in number if c.isdigit())
    return {digits[-11:], digits[-4:]} if len(digits) >= LEAST_PREFIX * 2 else set()


def pieces_asked(words: str) -> list[str]:
    """The pieces that all must be there for `words` to be found, the rarest kind first."""
    asked: list[str] = []
    for run in _runs(words):
        if not IS_HAN.match(run):
            asked.append(run[:LONGEST_PREFIX])
        elif len(run) == 1:
            asked.append(run)
        else:
            asked.extend(run[start : start + 2] for start in range(len(run) - 1))
    return sorted(set(asked), key=len, reverse=True)[:8]
