"""Handing over text messages."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from mediation.gateways.outbox import keep
from mediation.gateways.post import Post


def sender_of(_config: Mapping[str, Any], outbox: Path) -> Callable[[Post], None]:
    """What hands over text messages under these settings."""

    def write(post: Post) -> None:
        keep(outbox, post, "sms.txt", f"{post.recipient}\n\n{post.body}\n".encode())

    return write
