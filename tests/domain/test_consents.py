"""What each consent is needed for."""

import pytest

from mediation.domain.consents import (
    NEEDED_FOR,
    REFUSAL,
    SENSITIVE_PAPERS,
    check_agreed,
    check_papers,
    check_shared,
    ends_with,
)
from mediation.domain.errors import Refused
from mediation.domain.events import Event
from mediation.domain.evidence import EvidenceKind
from mediation.domain.parties import ConsentKind
from mediation.domain.spaces import Side, Space

ALL = frozenset(ConsentKind)
PAIRS = [(kind, event) for kind, events in NEEDED_FOR.items() for event in events]


@pytest.mark.parametrize(("kind", "event"), PAIRS)
def test_without_the_consent_the_event_is_refused_by_its_name(kind, event):
    check_agreed(event, ALL)
    with pytest.raises(Refused, match=REFUSAL[kind]):
        check_agreed(event, ALL - {kind})


def test_what_no_consent_is_about_needs_none():
    check_agreed(Event.COMPLAINT_WITHDRAWN, frozenset())


def test_only_the_complainants_own_words_to_both_sides_need_the_consent_to_pass_on():
    with pytest.raises(Refused, match="consent_to_share_missing"):
        check_shared(Side.COMPLAINANT, Space.JOINT, frozenset())
    check_shared(Side.COMPLAINANT, Space.COMPLAINANT, frozenset())
    check_shared(Side.LENDER, Space.JOINT, frozenset())
    check_shared(Side.COMPLAINANT, Space.JOINT, ALL)


@pytest.mark.parametrize("kind", sorted(EvidenceKind))
def test_papers_about_the_person_need_the_consent_to_sensitive_matters(kind):
    check_papers([kind], ALL)
    if kind not in SENSITIVE_PAPERS:
        check_papers([kind], frozenset())
        return
    with pytest.raises(Refused, match="consent_to_sensitive_missing"):
        check_papers([kind], ALL - {ConsentKind.SENSITIVE})


@pytest.mark.parametrize("kind", sorted(ConsentKind))
def test_each_says_what_ends_with_it(kind):
    assert ends_with(kind)
