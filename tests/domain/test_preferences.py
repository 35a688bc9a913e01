"""What may be chosen, and what is sent anyway."""

import pytest

from mediation.domain.errors import Refused
from mediation.domain.notices import Channel, Manner, Subject, kinds
from mediation.domain.preferences import check_wishes, manner_of, offers_for
from mediation.domain.roles import Role
from mediation.wording.catalogue import catalogue_of

PEOPLE = [role for role in Role if role not in (Role.SYSTEM, Role.NOBODY)]


@pytest.mark.parametrize("role", PEOPLE)
def test_nothing_that_is_offered_holds_back_what_is_required(role):
    for offer in offers_for(role):
        wishes = {(offer.subject, channel): Manner.NEVER for channel in offer.channels}
        check_wishes(wishes, role)
        for kind in kinds().values():
            for channel in offer.channels:
                if kind.required or kind.urgent:
                    assert manner_of(kind, channel, wishes) is Manner.NOW


@pytest.mark.parametrize("manner", [Manner.NEVER, Manner.DIGEST])
@pytest.mark.parametrize("subject", [Subject.ACCOUNT, Subject.DANGER])
def test_what_is_wholly_required_cannot_be_chosen_about(subject, manner):
    with pytest.raises(Refused, match="notice_required"):
        check_wishes({(subject, Channel.MAIL): manner}, Role.COMPLAINANT)
    check_wishes({(subject, Channel.MAIL): Manner.NOW}, Role.COMPLAINANT)


def test_text_messages_are_chosen_about_by_complainants_alone():
    by_sms = {
        role for role in PEOPLE for offer in offers_for(role) if Channel.SMS in offer.channels
    }
    assert by_sms == {Role.COMPLAINANT}


def test_a_wish_holds_for_its_subject_and_channel_alone():
    wishes = {(Subject.TALKS, Channel.MAIL): Manner.DIGEST}
    assert manner_of(kinds()["offer_rejected"], Channel.MAIL, wishes) is Manner.DIGEST
    assert manner_of(kinds()["offer_rejected"], Channel.SMS, wishes) is Manner.NOW
    assert manner_of(kinds()["payment_confirmed"], Channel.MAIL, wishes) is Manner.NOW
    assert manner_of(kinds()["offer_made"], Channel.MAIL, wishes) is Manner.NOW


@pytest.mark.parametrize("locale", ["zh_CN", "en"])
def test_every_subject_and_manner_has_its_words(locale):
    keys = [f"noticesubject.{subject}" for subject in Subject]
    keys += [f"{key}.because" for key in keys] + [f"manner.{manner}" for manner in Manner]
    assert [key for key in keys if not catalogue_of(locale).knows(key)] == []
