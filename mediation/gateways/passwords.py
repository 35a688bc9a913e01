"""Password hashing with argon2id, two at a time and beside the event loop."""

import threading
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from gevent import get_hub
from gevent.monkey import is_module_patched

Result = TypeVar("Result")

MEMORY_KIB = 65536
ROUNDS = 3

# Each hash holds 64 MiB while it runs: without a limit, log-ins alone could fill the memory.
AT_ONCE = 2
_turn = threading.BoundedSemaphore(AT_ONCE)

_hasher = [PasswordHasher(time_cost=ROUNDS, memory_cost=MEMORY_KIB, parallelism=1)]


def init_passwords(config: Mapping[str, Any]) -> None:
    """Take the cost of a hash from the settings; tests ask for a cheap one."""
    _hasher[:] = [
        PasswordHasher(
            time_cost=int(config["ARGON2_ROUNDS"]),
            memory_cost=int(config["ARGON2_MEMORY_KIB"]),
            parallelism=1,
        )
    ]


def hash_password(text: str) -> str:
    """Return the hash to keep. Takes a sixth of a second: hold no transaction meanwhile."""
    return _aside(_hasher[0].hash, text)


def verify_password(kept: str, text: str) -> bool:
    """Tell whether `text` is the password that `kept` was made from; a broken hash is a no."""
    return _aside(_matches, kept, text)


def needs_rehash(kept: str) -> bool:
    """Tell whether `kept` was made at another cost than today's."""
    return _hasher[0].check_needs_rehash(kept)


def waste_time() -> None:
    """Take as long as a check takes, so that an unknown account cannot be told by the clock."""
    _aside(_hasher[0].hash, "nobody")


def _matches(kept: str, text: str) -> bool:
    try:
        return _hasher[0].verify(kept, text)
    except (VerificationError, InvalidHashError):
        return False


def _aside(work: Callable[..., Result], *arguments: str) -> Result:
    with _turn:
        if is_module_patched("threading"):
            # In a gevent worker every page waits while one greenlet computes, so a real thread
            # does it; argon2 lets go of the interpreter lock.
            return get_hub().threadpool.apply(work, arguments)
        return work(*arguments)
