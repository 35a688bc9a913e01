"""Every kind of notice with invented facts, and what marks a message that is only a test."""

import re
from datetime import datetime, timedelta
from typing import Any

from mediation.domain.hearings import Mode
from mediation.wording.catalogue import LOCALES, catalogue_of
from mediation.wording.notices import Letter

ASKED = re.compile(r"%\((\w+)\)s")
SOON = timedelta(days=7)
LASTS = timedelta(hours=1)
CASE = "M2026-7K3PQ9XD"

# What sentences ask for by name; whatever is not here is made up by the end of its name.
SAMPLES: dict[str, Any] = {
    "reference": CASE,
    "path": f"/cases/{CASE}",
    "code": "402817",
    "authority_word": "instead.police",
    "consent_word": "consentkind.pass_to_lender",
    "instead_word": "decline.in_court.instead",
    "kind_word": "dangerkind.threat",
    "outcome_word": "outcome.settled_performed",
    "reason_word": "decline.in_court",
    "role_word": "role.mediator",
    # What an entry for calendars is made of.
    "hearing": 1,
    "sequence": 0,
    "mode": str(Mode.VIDEO),
    "is_off": False,
}
NAMES = frozenset({"name", "mediator", "organisation"})
# Put in by whoever words a message, and no facts of it.
GIVEN = frozenset({"site", "link", "check"})


def sample_facts(kind: str, *, locale: str, now: datetime) -> dict[str, Any]:
    """Invented facts, of each kind that the sentences of this notice ask for in any language."""
    begins = now.replace(minute=0, second=0, microsecond=0) + SOON
    known = SAMPLES | {"starts_at": begins.isoformat(), "ends_at": (begins + LASTS).isoformat()}
    asked = {name for language in LOCALES for name in _asked(kind, language)}
    made = {name: _made_up(name, locale, begins) for name in asked - set(known) - GIVEN}
    return known | made


def marked_as_test(words: Letter, *, locale: str) -> Letter:
    """The same message, with a word before everything else that says it is only a test."""
    mark = catalogue_of(locale).say("notice.test")
    if not words.subject:
        return words._replace(body=mark + words.body)
    return words._replace(subject=mark + words.subject)


def _asked(kind: str, locale: str) -> list[str]:
    texts = catalogue_of(locale).texts
    own = (text for key, text in texts.items() if key.startswith(f"notice.{kind}."))
    return [name for text in own for name in ASKED.findall(text)]


def _made_up(name: str, locale: str, moment: datetime) -> Any:
    if name in NAMES:
        return catalogue_of(locale).say(f"notice.sample.{name}")
    match name.rpartition("_")[2]:
        case "fen":
            return 520_000
        case "at" | "by":
            return moment.isoformat()
        case "on":
            return moment.date().isoformat()
        case "word":
            return "notice.sample.word"
    return 3
