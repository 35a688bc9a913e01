"""Signing what is sent to other computers, so that they can tell that it is ours and fresh."""

import base64
import hashlib
import hmac
import secrets
import time

# The form in which the secrets of webhooks are told: https://www.standardwebhooks.com
SECRET_PREFIX = "whsec_"


def timestamp() -> str:
    """Now, as the other computer's clock will judge it; never the moment a job pretends."""
    return str(int(time.time()))


def nonce() -> str:
    """A word that is used once."""
    return secrets.token_hex(16)


def signature(secret: bytes, *pieces: bytes) -> bytes:
    """HMAC-SHA256 over the pieces, joined by full stops (none but the last may hold one)."""
    return hmac.digest(secret, b".".join(pieces), hashlib.sha256)


def new_secret() -> str:
    """A secret for a webhook, as its owner is told it once."""
    return SECRET_PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def octets_of(secret: str) -> bytes:
    """What a webhook's secret signs with."""
    return base64.b64decode(secret.removeprefix(SECRET_PREFIX))
