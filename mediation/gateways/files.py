"""Bytes of evidence in a folder: received, kept under their hash, given back, swept."""

import hashlib
import os
import secrets
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, NamedTuple

from flask import Flask, current_app

from mediation.domain.errors import Refused
from mediation.domain.evidence import media_type_of

CHUNK = 64 * 1024
HEAD = 8192


class Stored(NamedTuple):
    """A file that is safely on disk: its SHA-256 (32 bytes), size in bytes, type by content."""

    sha256: bytes
    size: int
    media_type: str


class Incoming:
    """A file while it arrives: written once, hashed on the way, never in memory as a whole.

    Werkzeug writes each part of a form into one of these; what is not kept vanishes on close.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / secrets.token_hex(16)
        handle = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        self._file: BinaryIO = os.fdopen(handle, "w+b")
        self._hash = hashlib.sha256()
        self.size = 0
        self.kept = False

    def write(self, octets: bytes) -> int:
        """Append; the hash and size follow."""
        self._hash.update(octets)
        self.size += len(octets)
        return self._file.write(octets)

    def seek(self, offset: int, whence: int = 0) -> int:
        """For Werkzeug, which rewinds what it has written."""
        return self._file.seek(offset, whence)

    def read(self, size: int = -1) -> bytes:
        """Read from where the last seek left off."""
        return self._file.read(size)

    def tell(self) -> int:
        """Where the next read begins."""
        return self._file.tell()

    @property
    def sha256(self) -> bytes:
        """The hash of all that was written."""
        return self._hash.digest()

    def sync(self) -> None:
        """Let nothing of it be lost at a power cut."""
        self._file.flush()
        os.fsync(self._file.fileno())

    def close(self) -> None:
        """Close; the file vanishes unless it was kept."""
        if self._file.closed:
            return
        self._file.close()
        if not self.kept:
            self.path.unlink(missing_ok=True)

    def __del__(self) -> None:
        self.close()


def init_files(app: Flask) -> None:
    """Make the folders for what arrives and for what is kept."""
    root = Path(app.instance_path) / "files"
    for name in ("incoming", "kept"):
        (root / name).mkdir(mode=0o700, parents=True, exist_ok=True)
    app.extensions["files"] = root


def incoming() -> Incoming:
    """A new, empty incoming file."""
    return Incoming(current_app.extensions["files"] / "incoming")


def receive(stream: BinaryIO | Incoming, limit: int | None = None) -> Stored:
    """Keep what `stream` holds and say what it is; the bytes are synced before this returns.

    Call it before any transaction opens. Raises Refused: `file_empty`, `file_too_large` (limit
    in bytes), `file_type_refused`.
    """
    most = limit or int(current_app.config["MAX_UPLOAD_BYTES"])
    arrived = stream if isinstance(stream, Incoming) else _drawn_in(stream, most)
    try:
        if not arrived.size:
            raise Refused("file_empty")
        if arrived.size > most:
            raise Refused("file_too_large", limit=most)
        arrived.seek(0)
        media_type = media_type_of(arrived.read(HEAD))
        if media_type is None:
            raise Refused("file_type_refused")
        _keep(arrived)
        return Stored(arrived.sha256, arrived.size, media_type)
    finally:
        arrived.close()


def _drawn_in(stream: BinaryIO, most: int) -> Incoming:
    arrived = incoming()
    while octets := stream.read(CHUNK):
        arrived.write(octets)
        if arrived.size > most:
            arrived.close()
            raise Refused("file_too_large", limit=most)
    return arrived


def _keep(arrived: Incoming) -> None:
    """Bytes first, then the name, then the folder's entry: only then may a row speak of it."""
    arrived.sync()
    target = path_of(arrived.sha256)
    target.parent.mkdir(mode=0o700, exist_ok=True)
    if not target.exists():
        os.replace(arrived.path, target)
        arrived.kept = True
    for folder in (target.parent, target.parent.parent):
        handle = os.open(folder, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)


def path_of(sha256: bytes) -> Path:
    """Where the file with this hash lies."""
    name = sha256.hex()
    return current_app.extensions["files"] / "kept" / name[:2] / name


def pieces(sha256: bytes, start: int = 0, length: int | None = None) -> Iterator[bytes]:
    """The bytes of a kept file from `start`, a chunk at a time."""
    with path_of(sha256).open("rb") as file:
        file.seek(start)
        left = length if length is not None else -1
        while left:
            octets = file.read(CHUNK if left < 0 else min(CHUNK, left))
            if not octets:
                return
            left -= len(octets) if left > 0 else 0
            yield octets


def sweep_incoming(before: datetime) -> int:
    """Remove what began to arrive before this moment and never did; returns how many."""
    swept = 0
    for path in (current_app.extensions["files"] / "incoming").iterdir():
        if path.stat().st_mtime < before.timestamp():
            path.unlink(missing_ok=True)
            swept += 1
    return swept
