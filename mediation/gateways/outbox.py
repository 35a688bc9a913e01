"""Messages kept as files in the outbox folder, where no server is named for them."""

import os
from pathlib import Path

from mediation.gateways.post import Post


def keep(folder: Path, post: Post, ending: str, content: bytes) -> None:
    """Write the file of one message; doing it again does not make a second one."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = f"{post.written_at:%Y%m%dT%H%M%SZ}-{post.id}.{ending}"
    draft = folder / f".{name}.{os.getpid()}"
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(draft, folder / name)
