"""What happens if nothing is done: no sentence promises what no job and no table does."""

import pytest

from mediation.domain.clocks import clocks
from mediation.domain.lifecycle import Stage
from mediation.wording.catalogue import catalogue_of

# What nothing does: no rate of answers is published, and nobody's talks go back by themselves.
UNKEPT = {
    "zh_CN": ("答复率", "回到调解"),
    "en": ("answer rate",),
}
# What jobs do by themselves now, so that no sentence may deny it.
DENIED = {
    "zh_CN": ("不会自动转入调解", "不会自动提醒"),
    "en": ("does not happen by itself", "does not move to mediation by itself", "nothing is sent"),
}


def sentences(locale):
    """What each stage and each notice says of doing nothing."""
    texts = catalogue_of(locale).texts
    sayers = (*(f"stage.{stage}." for stage in Stage), "notice.")
    return {
        key: text.lower()
        for key, text in texts.items()
        if key.startswith(sayers) and key.endswith(".silence")
    }


@pytest.mark.parametrize("locale", sorted(UNKEPT))
def test_no_sentence_promises_what_nothing_does(locale):
    found = sentences(locale)
    assert len(found) > 140
    wrong = {
        (key, promise)
        for key, text in found.items()
        for promise in (*UNKEPT[locale], *DENIED[locale])
        if promise in text
    }
    assert wrong == set()


@pytest.mark.parametrize("locale", sorted(UNKEPT))
def test_every_rule_that_is_told_of_says_what_it_is_and_what_silence_does(locale):
    texts = catalogue_of(locale).texts
    told = [clock.id for clock in clocks().values() if clock.warns or clock.escalates]
    wanted = {f"deadline.{rule}.{part}" for rule in told for part in ("what", "silence")}
    assert wanted - set(texts) == set()
