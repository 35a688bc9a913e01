"""The kinds of notices of this release, and what a wrong one is told."""

import pytest

from mediation.domain.notices import Channel, Kind, Subject, Who, kinds, read_kinds
from mediation.domain.rulebook import RuleError, parse

GOOD = """
version = "1"
[kinds.answered]
who = ["both", "mediation"]
channels = ["inbox", "mail", "webhook"]
subject = "talks"
[kinds.code]
who = ["named"]
channels = ["sms"]
subject = "account"
required = true
urgent = true
"""


def test_a_kind_is_read_as_it_is_written():
    found = read_kinds(parse("notices.toml", GOOD))
    assert found["answered"] == Kind(
        id="answered",
        who=(Who.BOTH, Who.MEDIATION),
        channels=(Channel.INBOX, Channel.MAIL, Channel.WEBHOOK),
        subject=Subject.TALKS,
        required=False,
        urgent=False,
        calendar=False,
    )
    assert found["code"].required
    assert found["code"].urgent


def test_what_binds_or_warns_cannot_be_switched_off():
    binding = {"code", "signing_code", "case_declined", "willingness_asked", "hearing_scheduled"}
    binding |= {"hearing_cancelled", "agreement_bound", "award_recorded", "danger", "case_returned"}
    assert [name for name in binding if not kinds()[name].required] == []


def test_only_danger_and_what_somebody_waits_for_comes_at_night():
    urgent = {name for name, kind in kinds().items() if kind.urgent}
    assert urgent == {
        *("registration", "account_exists", "no_account", "password_reset", "password_changed"),
        *("code", "contact_code", "signing_code", "draft_link", "danger"),
    }


def test_every_hearing_carries_its_appointment():
    assert {name for name, kind in kinds().items() if kind.calendar} == {
        name for name in kinds() if name.startswith("hearing_")
    }


def test_a_secret_lies_in_no_inbox():
    for name in ("code", "contact_code", "signing_code", "draft_link", "password_reset"):
        assert Channel.INBOX not in kinds()[name].channels


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ('"both"', '"everybody"', "kinds.answered.who[0]"),
        ('["inbox", "mail", "webhook"]', '["mail", "inbox"]', "kinds.answered"),
        ('["inbox", "mail", "webhook"]', '["mail", "mail"]', "kinds.answered.channels"),
        ('["sms"]', "[]", "kinds.code.channels"),
        ('["named"]', '["named", "other"]', "kinds.code"),
        ('["both", "mediation"]', '["mediation"]', "kinds.answered"),
        ("required = true\n", "", "kinds.code"),
        ('subject = "talks"', 'subject = "talks"\ncalendar = true', "kinds.answered"),
        ("urgent =", "hurry =", "kinds.code.hurry"),
        ('subject = "account"', 'subject = "news"', "kinds.code.subject"),
    ],
)
def test_a_mistake_is_named_with_its_place(old, new, place):
    assert old in GOOD
    with pytest.raises(RuleError) as wrong:
        read_kinds(parse("notices.toml", GOOD.replace(old, new)))
    assert wrong.value.place == place
