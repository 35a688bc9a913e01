"""The text of several notices that reach one person as one message."""

from collections.abc import Sequence

from mediation.wording.catalogue import catalogue_of
from mediation.wording.hypertext import hypertext
from mediation.wording.notices import Letter


def together(
    letters: Sequence[Letter], *, channel: str, locale: str, base_url: str, check: str
) -> Letter:
    """One letter that says of each of several what happened and what follows if one does nothing.

    A text message says only how many there are: whoever looks over a shoulder learns no more.
    `check` is the short code by which it is known.
    """
    catalogue = catalogue_of(locale)
    known = {"count": len(letters), "site": base_url.rstrip("/"), "check": check}
    if channel == "sms":
        signature = "" if letters[0].is_vague else catalogue.say("notice.signature")
        return Letter("", signature + catalogue.say("notice.several.sms", **known))
    parts = [
        "\n".join(filter(None, (f"{number}. {_first_lines(letter.body)}", letter.link)))
        for number, letter in enumerate(letters, 1)
    ]
    body = [catalogue.say("notice.several.body", **known), *parts]
    body.append(catalogue.say("notice.foot", **known))
    subject, text = catalogue.say("notice.several.subject", **known), "\n\n".join(body) + "\n"
    return Letter(subject, text, hypertext(text, locale=locale, title=subject))


def _first_lines(body: str) -> str:
    """What stands before the first empty line."""
    return body.partition("\n\n")[0]
