"""What happens if nothing is done: no sentence promises what no job and no table does."""

import pytest

from mediation.domain.lifecycle import Stage
from mediation.wording.catalogue import catalogue_of

# Nothing reminds, passes on or counts by itself today: an officer does, and the sentence says so.
UNKEPT = {
    "zh_CN": (
        "就转入",
        "案件转入调解",
        "会先提醒",
        "即提醒双方",
        "我们会提醒",
        "我们会催",
        "答复率",
        "回到调解",
    ),
    "en": ("we remind", "is reminded", "the case goes on to", "it goes on to", "answer rate"),
}
SAID = ("notice.complaint_put.body", "notice.your_silence.body", "notice.lender_silent.body")


def sentences(locale):
    """What each stage says of doing nothing, and the notices about a missing answer."""
    texts = catalogue_of(locale).texts
    stages = tuple(f"stage.{stage}." for stage in Stage)
    return {
        key: text.lower()
        for key, text in texts.items()
        if key in SAID or (key.startswith(stages) and key.endswith(".silence"))
    }


@pytest.mark.parametrize("locale", sorted(UNKEPT))
def test_no_sentence_promises_what_nothing_does(locale):
    found = sentences(locale)
    assert len(found) > 40
    wrong = {
        (key, promise)
        for key, text in found.items()
        for promise in UNKEPT[locale]
        if promise in text
    }
    assert wrong == set()
