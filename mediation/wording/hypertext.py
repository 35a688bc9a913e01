"""A text as the plainest of pages, for mail programs: paragraphs, and addresses as links."""

import re

from markupsafe import Markup

ADDRESS = re.compile(r"https?://[\w.:\[\]-]+(?:/[\w./~-]*)?")
# With this line mail programs know that what follows is no longer the letter.
FOOT = "--\n"
PAGE = Markup(
    '<!doctype html>\n<html lang="{language}">\n<head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
    "<title>{title}</title></head>\n<body>\n{paragraphs}\n</body>\n</html>\n"
)


def hypertext(text: str, *, locale: str, title: str) -> str:
    """`text` as HTML: everything escaped, each of its paragraphs one, each address a link."""
    paragraphs = (_paragraph(part.strip()) for part in text.split("\n\n") if part.strip())
    return str(
        PAGE.format(
            language=locale.replace("_", "-"),
            title=title,
            paragraphs=Markup("\n").join(paragraphs),
        )
    )


def _paragraph(text: str) -> Markup:
    rule = Markup("<hr>\n") if text.startswith(FOOT) else Markup()
    lines = text.removeprefix(FOOT).splitlines()
    return rule + Markup("<p>{}</p>").format(Markup("<br>\n").join(map(_linked, lines)))


def _linked(line: str) -> Markup:
    done, at = Markup(), 0
    for found in ADDRESS.finditer(line):
        address = found.group().rstrip(".")
        done += Markup('{}<a href="{}">{}</a>').format(line[at : found.start()], address, address)
        at = found.start() + len(address)
    return done + Markup("{}").format(line[at:])
