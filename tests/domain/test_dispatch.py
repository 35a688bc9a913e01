"""Where a message stands, and how much of its recipient is shown."""

from datetime import UTC, datetime, timedelta

import pytest

from mediation.domain.dispatch import Dispatch, dispatch_of, masked

NOW = datetime(2026, 3, 4, 4, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
FRESH = {"due_at": NOW, "claim_id": None, "sent_at": None, "gave_up_at": None}


@pytest.mark.parametrize(
    ("written", "state"),
    [
        ({}, Dispatch.WAITING),
        ({"due_at": LATER}, Dispatch.HELD),
        ({"claim_id": 1}, Dispatch.LEAVING),
        ({"claim_id": 1, "sent_at": NOW}, Dispatch.SENT),
        ({"claim_id": 1, "gave_up_at": NOW}, Dispatch.GIVEN_UP),
        ({"due_at": LATER, "gave_up_at": NOW}, Dispatch.GIVEN_UP),
    ],
)
def test_where_a_message_stands(written, state):
    assert dispatch_of(**{**FRESH, **written}, now=NOW) is state


@pytest.mark.parametrize(
    ("channel", "recipient", "shown"),
    [
        ("sms", "+8613800001234", "…1234"),
        ("mail", "linjing@example.com", "lin…@e…"),
        ("mail", "lin@example.com", "l…@e…"),
        ("mail", "l@example.com", "…@e…"),
        ("webhook", "https://hooks.example/secret?token=abc", "hooks.example"),
        ("webhook", "", "…"),
    ],
)
def test_a_recipient_is_masked(channel, recipient, shown):
    assert masked(channel, recipient) == shown
