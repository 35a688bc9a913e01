"""The ways by which a message leaves, behind one function."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from mediation.gateways import mail, sms, webhooks
from mediation.gateways.post import Post

Send = Callable[[Post], None]

_channels: dict[str, Send] = {}
_forgetful: set[str] = set()


def init_channels(config: Mapping[str, Any], folder: Path) -> None:
    """Read the settings: what has no server named for it is written as files under `folder`."""
    outbox = folder / "outbox"
    _channels.update(
        {
            "mail": mail.sender_of(config, outbox),
            "sms": sms.sender_of(config, outbox),
            "webhook": webhooks.sender_of(config),
        }
    )
    _forgetful.clear()
    if config["MAIL_URL"]:
        _forgetful.add("mail")


def knows_again(channel: str) -> bool:
    """Whether a message that is handed over once more is known by its number, and no second one.

    A file has that number for its name, a gateway is told it; a mail server knows no such thing.
    """
    return channel not in _forgetful


def hand_over(post: Post) -> None:
    """Send one message by its channel, or write its file.

    Raises Undeliverable when it never can be, OSError when another try may do better.
    """
    _channels[post.channel](post)
