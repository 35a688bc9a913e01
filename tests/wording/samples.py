"""Facts for every kind of notice, as a sentence may ask for them."""

import re
from datetime import UTC, datetime

from mediation.wording.catalogue import LOCALES, catalogue_of
from mediation.wording.notices import letter

NOW = datetime(2026, 3, 4, 4, tzinfo=UTC)
SITE = "https://tiaojie.example"
CHECK = "ABCD2345"
WANTED = re.compile(r"%\((\w+)\)s")
KNOWN = {
    "code": "402817",
    "count": 2,
    "name": "林静",
    "mediator": "孟南溪",
    "organisation": "禾渡消费金融",
    "reference": "M2026-7K3PQ9XD",
    "role_word": "role.officer",
    "silence_word": "deadline.offer.silence",
    "mode": "video",
    "hearing": 7_532_756_234_915_026_175,
    "sequence": 1,
    "ends_at": "2026-03-11T08:00:00+00:00",
}


def wanted(kind, parts):
    """The placeholders of some parts of a kind's words, in any language."""
    texts = [
        catalogue_of(locale).texts.get(f"notice.{kind}.{part}", "")
        for locale in LOCALES
        for part in parts
    ]
    return {name for text in texts for name in WANTED.findall(text)}


def sample_facts(kind):
    """What a notice of this kind knows, in plausible lengths."""
    found = {
        name: _fact(name) for name in wanted(kind, ("subject", "first", "silence", "body", "sms"))
    }
    return {**KNOWN, **found, "path": _path(kind)}


def _fact(name):
    if name in KNOWN:
        return KNOWN[name]
    if name.endswith(("_at", "_by")):
        return "2026-12-30T07:30:00+00:00"
    return {"on": "2026-12-30", "fen": 1_234_567}.get(name.rpartition("_")[2], "outcome.withdrawn")


def _path(kind):
    return "/file/resume/" + "x" * 32 if kind.startswith("draft_") else "/cases/M2026-7K3PQ9XD"


def sample(kind, channel, locale, *, site=SITE, **more):
    """One letter of a kind."""
    facts = {**sample_facts(kind), **more}
    return letter(
        kind,
        channel,
        facts,
        locale=locale,
        zone="Asia/Shanghai",
        base_url=site,
        now=NOW,
        check=CHECK,
    )
