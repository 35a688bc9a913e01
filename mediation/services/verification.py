"""Answering whether a message is ours, and giving nothing to whoever guesses."""

from datetime import datetime

from mediation.domain.accounts import Throttle
from mediation.domain.verification import fits_recipient
from mediation.queries.verification import Kept, sent_with_code
from mediation.services.throttle import check_throttle, count_failure, forget_failure


def verify_message(code: str, tail: str, *, address: str, now: datetime) -> Kept | None:
    """The message with this code, if it went where `tail` says; None for whatever is wrong.

    A code that nobody was sent and one that went elsewhere are the same answer. The try must be
    kept, so a wrong one is no refusal. Raises Throttled.
    """
    check_throttle(Throttle.MESSAGE, address, now=now)
    failure = count_failure(Throttle.MESSAGE, address, now=now)
    kept = sent_with_code(code)
    if kept is None or not fits_recipient(kept.channel, kept.recipient, tail):
        return None
    forget_failure(failure)
    return kept
