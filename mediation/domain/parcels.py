"""Which messages leave as one: several to one recipient by one channel, in one language."""

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from mediation.domain.notices import Channel, kinds

TOGETHER = frozenset({Channel.MAIL, Channel.SMS})


class Addressed(Protocol):
    """What of a message says where it goes."""

    @property
    def id(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def channel(self) -> str: ...
    @property
    def locale(self) -> str: ...
    @property
    def recipient_blind(self) -> bytes | None: ...


M = TypeVar("M", bound=Addressed)


def kinds_alone() -> list[str]:
    """What leaves by itself: somebody waits for it, or it carries an appointment."""
    return [name for name, kind in kinds().items() if kind.urgent or kind.calendar]


def joins_others(message: Addressed) -> bool:
    """Whether a message may leave together with others."""
    kind = kinds().get(message.kind)
    alone = kind is not None and (kind.urgent or kind.calendar)
    return not alone and message.channel in TOGETHER and message.recipient_blind is not None


def bundled(messages: Iterable[M], *, most: int) -> list[Sequence[M]]:
    """The messages as they leave, each once: alone, or up to `most` in the order of writing."""
    found: dict[object, list[M]] = {}
    for message in sorted(messages, key=lambda message: message.id):
        place: object = message.id
        if joins_others(message):
            place = message.channel, message.recipient_blind, message.locale
        found.setdefault(place, []).append(message)
    return [
        group[first : first + most]
        for group in found.values()
        for first in range(0, len(group), most)
    ]
