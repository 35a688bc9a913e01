"""The words of each language, read once from the hand-kept .po files and asked for by msgid."""

from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

TRANSLATIONS = Path(__file__).parent.parent / "translations"
LOCALES = ("zh_CN", "en")


class Catalogue:
    """Everything that can be said in one language."""

    def __init__(self, locale: str, texts: dict[str, str]) -> None:
        self.locale = locale
        self.texts = texts

    def say(self, msgid: str, /, **facts: object) -> str:
        """The text of `msgid` with its facts put in; an unknown sentence stands for itself."""
        text = self.texts.get(msgid, msgid)
        return text % facts if facts else text

    def knows(self, msgid: str) -> bool:
        return msgid in self.texts


def lazy(msgid: str) -> str:
    """Mark a msgid that is written here and said later, by whoever knows the reader."""
    return msgid


def say(msgid: str, /, locale: str, **facts: object) -> str:
    """Say `msgid` in `locale`."""
    return catalogue_of(locale).say(msgid, **facts)


@cache
def catalogue_of(locale: str) -> Catalogue:
    """The merged catalogue of one of LOCALES."""
    if locale not in LOCALES:
        raise LookupError(f"no such locale: {locale}")
    texts: dict[str, str] = {}
    for message in (message for path in po_files(locale) for message in messages_of(path)):
        if isinstance(message.id, str) and message.string and not message.fuzzy:
            texts[message.id] = str(message.string)
    return Catalogue(locale, texts)


def po_files(locale: str) -> list[Path]:
    """The catalogue files of one locale, one a subject."""
    return sorted((TRANSLATIONS / locale / "LC_MESSAGES").glob("*.po"))


def messages_of(path: Path) -> list[Message]:
    """The messages of one file, its header left out."""
    with path.open("rb") as file:
        catalogue: Catalog = read_po(file, abort_invalid=True)
    return [message for message in catalogue if message.id]


def locale_for(tag: str | None, default: str = "zh_CN") -> str:
    """Our locale for a language tag from outside (`zh-CN`, `en_US`, `zh`), or the default."""
    language = (tag or "").replace("_", "-").split("-")[0].lower()
    return {"zh": "zh_CN", "en": "en"}.get(language, default)
