"""Which messages leave as one."""

from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from mediation.domain.parcels import bundled, joins_others, kinds_alone


class Message(NamedTuple):
    id: int
    kind: str = "offer_made"
    channel: str = "mail"
    locale: str = "zh_CN"
    recipient_blind: bytes | None = b"lin"


MESSAGES = st.lists(
    st.builds(
        Message,
        id=st.integers(1, 10**6),
        kind=st.sampled_from(["offer_made", "code", "hearing_scheduled", "unknown"]),
        channel=st.sampled_from(["mail", "sms", "webhook"]),
        locale=st.sampled_from(["zh_CN", "en"]),
        recipient_blind=st.sampled_from([None, b"lin", b"zhou"]),
    ),
    unique_by=lambda message: message.id,
)


class TestBundled:
    @given(MESSAGES, st.integers(1, 5))
    def test_loses_nothing_and_sends_nothing_twice(self, messages, most):
        sent = [message.id for parcel in bundled(messages, most=most) for message in parcel]
        assert sorted(sent) == sorted(message.id for message in messages)

    @given(MESSAGES)
    def test_puts_together_only_what_goes_to_one_place(self, messages):
        for parcel in bundled(messages, most=3):
            assert len(parcel) <= 3
            assert len({(each.channel, each.recipient_blind, each.locale) for each in parcel}) == 1
            assert len(parcel) == 1 or all(joins_others(each) for each in parcel)

    @given(MESSAGES)
    def test_is_the_same_however_they_are_found(self, messages):
        assert bundled(messages, most=3) == bundled(reversed(messages), most=3)

    def test_lets_codes_and_appointments_go_alone(self):
        messages = [Message(1, "code"), Message(2, "code"), Message(3, "hearing_scheduled")]
        assert [len(parcel) for parcel in bundled(messages, most=9)] == [1, 1, 1]
        assert {"code", "hearing_scheduled"} <= set(kinds_alone())
