"""What a page must never show: asked of the page as the browser has drawn it."""

import re

from mediation.wording.catalogue import catalogue_of
from mediation.wording.check import KEY, said_anywhere

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": RULES}}
COLOURS = {"resultTypes": ["violations"], "runOnly": {"type": "rule", "values": ["color-contrast"]}}
TAGS = {"zh_CN": "zh-CN", "en": "en"}
# Every piece of text with what a screen reader would say beside it; no other language's own words.
TEXTS = """() => {
  const found = [document.title];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const tag = document.documentElement.lang;
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.parentElement.closest('bdi, textarea, .mono')) continue;
    if (node.parentElement.closest('[lang]').lang === tag) found.push(node.data.trim());
  }
  for (const name of ['aria-label', 'title', 'alt', 'placeholder'])
    for (const part of document.querySelectorAll(`[${name}]`)) found.push(part.getAttribute(name));
  return found.filter((text) => text);
}"""
KEYLIKE = re.compile(r"\b[a-z][a-z_]*(?:\.[a-z0-9_]+)+\b")


class Words:
    """Tells which texts of a page belong to a catalogue and not to its reader's language."""

    def __init__(self, locale):
        others = {"zh_CN": "en", "en": "zh_CN"}
        mine, other = catalogue_of(locale), catalogue_of(others[locale])
        msgids = said_anywhere().msgids
        self.areas = {msgid.partition(".")[0] for msgid in msgids if KEY.fullmatch(msgid)}
        said = {mine.say(msgid) for msgid in msgids}
        self.foreign, patterns = set(), []
        for msgid in msgids:
            text = other.say(msgid)
            if text in said or KEY.fullmatch(text):
                continue
            if "%(" in text:
                patterns.append(re.sub(r"%\\\(\w+\\\)s", ".+", re.escape(text)))
            else:
                self.foreign.add(text)
        self.patterns = [re.compile(text) for text in patterns if len(text.replace(".+", "")) > 8]
        self.letters = re.compile(r"[A-Za-z]{2}.* " if locale == "zh_CN" else r"[\u4e00-\u9fff]{2}")

    def wrong_in(self, texts):
        """Keys that were never said, and sentences of the other language."""
        keys = [
            key
            for text in texts
            for key in KEYLIKE.findall(text)
            if key.partition(".")[0] in self.areas
        ]
        return keys + [text for text in texts if self._is_foreign(text)]

    def _is_foreign(self, text):
        if text in self.foreign:
            return True
        return bool(self.letters.search(text)) and any(
            pattern.fullmatch(text) for pattern in self.patterns
        )


def faults_of(page, words, axe, locale):
    """Everything wrong with the page that the window shows."""
    return [
        *_of_frame(page, locale),
        *(f"says {text!r}" for text in words.wrong_in(page.evaluate(TEXTS))),
        *_of_axe(page, axe),
    ]


def faults_of_width(page, locale, viewport):
    """What does not fit on the other screen."""
    before = page.viewport_size
    page.set_viewport_size(viewport)
    found = [f"at {viewport['width']}: {fault}" for fault in _of_frame(page, locale)]
    page.set_viewport_size(before)
    return found


def _of_frame(page, locale):
    shape = page.evaluate(
        """() => ({
          heads: [...document.querySelectorAll('h1')].map((h) => h.textContent.trim()),
          lang: document.documentElement.lang,
          title: document.title.split(' - ')[0].trim(),
          over: document.documentElement.scrollWidth - window.innerWidth,
        })"""
    )
    if len(shape["heads"]) != 1 or not shape["heads"][0]:
        yield f"headings: {shape['heads']}"
    if shape["lang"] != TAGS[locale]:
        yield f"lang is {shape['lang']}"
    if not shape["title"]:
        yield "no title"
    if shape["over"] > 0:
        yield f"{shape['over']} pixels too wide"


def _of_axe(page, axe, options=OPTIONS):
    for rule in axe.run(page, options=options).response["violations"]:
        yield f"axe {rule['id']}: {[node['target'] for node in rule['nodes']][:3]}"
