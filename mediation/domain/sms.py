"""How many messages a text becomes on a mobile network."""

from collections.abc import Iterator

# 3GPP TS 23.038: the alphabet of seven bits, and what of it takes two places.
SEVEN_BITS = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
TWO_PLACES = frozenset("\f^{}\\[~]|€")

# Alone, and as one of several, where a few places number the parts (TS 23.040).
OF_SEVEN_BITS = (160, 153)
OF_SIXTEEN_BITS = (70, 67)


def parts_of(text: str) -> list[str]:
    """The messages that a text is sent as; no sign is torn in two."""
    if set(text) <= SEVEN_BITS | TWO_PLACES:
        places, (alone, among) = _places_of_seven, OF_SEVEN_BITS
    else:
        places, (alone, among) = _places_of_sixteen, OF_SIXTEEN_BITS
    if sum(map(places, text)) <= alone:
        return [text]
    return list(_cut(text, [places(sign) for sign in text], among))


def _places_of_seven(sign: str) -> int:
    return 2 if sign in TWO_PLACES else 1


def _places_of_sixteen(sign: str) -> int:
    return 2 if ord(sign) > 0xFFFF else 1


def _cut(text: str, places: list[int], most: int) -> Iterator[str]:
    start = taken = 0
    for at, place in enumerate(places):
        if taken + place > most:
            yield text[start:at]
            start, taken = at, 0
        taken += place
    yield text[start:]
