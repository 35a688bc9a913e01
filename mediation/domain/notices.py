"""How messages reach people: how each wants to hear of a subject, and when nothing may be sent."""

from enum import StrEnum


class Channel(StrEnum):
    """The ways by which a message leaves or waits."""

    INBOX = "inbox"
    MAIL = "mail"
    SMS = "sms"
    WEBHOOK = "webhook"


class Manner(StrEnum):
    """How somebody wants to hear of a subject by a channel."""

    NOW = "now"
    DIGEST = "digest"
    NEVER = "never"


class Stop(StrEnum):
    """Why nothing goes to an address or number any more."""

    OPTED_OUT = "opted_out"
    BOUNCED = "bounced"
    DEAD = "dead"
    BY_HAND = "by_hand"
