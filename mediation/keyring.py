"""Sealing of personal columns: AES-GCM with a key number, bound to table, row and column."""

import hashlib
import hmac
import json
import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12


class SealBroken(Exception):
    """A sealed value was altered, moved to another row, or sealed with a key that is not here."""


class Keyring:
    """The keys of one installation, kept in a file of mode 0600 outside the database.

    A sealed value is one byte of key number, twelve of nonce, then ciphertext and tag.
    """

    def __init__(self, keys: dict[int, bytes], index_key: bytes, newest: int) -> None:
        self.newest = newest
        self._ciphers = {number: AESGCM(key) for number, key in keys.items()}
        self._index_key = index_key

    def seal(self, plain: str, context: bytes) -> bytes:
        """Return `plain` sealed with the newest key and bound to `context`."""
        nonce = secrets.token_bytes(NONCE)
        sealed = self._ciphers[self.newest].encrypt(nonce, plain.encode(), context)
        return bytes((self.newest,)) + nonce + sealed

    def open(self, sealed: bytes, context: bytes) -> str:
        """Return what was sealed for `context`; raise SealBroken for anything else."""
        cipher = self._ciphers.get(sealed[0])
        if cipher is None:
            raise SealBroken(f"no key number {sealed[0]}")
        try:
            return cipher.decrypt(sealed[1 : 1 + NONCE], sealed[1 + NONCE :], context).decode()
        except InvalidTag as broken:
            raise SealBroken(context.decode(errors="replace")) from broken

    def blind(self, kind: str, text: str) -> bytes:
        """A keyed fingerprint of `text` for look-ups; 32 bytes, the same for the same words."""
        return hmac.digest(self._index_key, f"{kind}\0{text}".encode(), hashlib.sha256)


_ring: list[Keyring] = []


def init_keyring(folder: Path) -> None:
    """Read the key file under `folder`, made on the first start."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / "keyring.json"
    if not path.exists():
        _make(path)
    stored = json.loads(path.read_text())
    keys = {int(number): bytes.fromhex(key) for number, key in stored["keys"].items()}
    _ring[:] = [Keyring(keys, bytes.fromhex(stored["index"]), stored["newest"])]


def _make(path: Path) -> None:
    fresh = {
        "newest": 1,
        "keys": {"1": secrets.token_hex(32)},
        "index": secrets.token_hex(32),
    }
    draft = path.with_suffix(f".{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        json.dump(fresh, file)
        file.flush()
        os.fsync(file.fileno())
    try:
        # A link fails where the name is taken: of two rival starters the first one's keys stand.
        os.link(draft, path)
    except FileExistsError:
        return
    finally:
        draft.unlink()
    folder = os.open(path.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


def seal(plain: str, context: bytes) -> bytes:
    """Seal with this installation's newest key."""
    return _ring[0].seal(plain, context)


def unseal(sealed: bytes, context: bytes) -> str:
    """Open what `seal` made for the same context."""
    return _ring[0].open(sealed, context)


def blind(kind: str, text: str) -> bytes:
    """This installation's fingerprint of `text`, for look-ups by phone, e-mail or name."""
    return _ring[0].blind(kind, text)
