"""The field beneath all our fields: a question, its hint, and an answer that may be unreadable."""

from collections.abc import Callable, Iterable
from typing import Any

from wtforms import Field, Form, ValidationError

from mediation.web.forms.texts import Unreadable, clean, showable
from mediation.wording.catalogue import lazy


class Asked(Field):
    """A question with its hint; `kind` tells the template how to draw it."""

    kind = "text"
    missing = lazy("Please answer this.")

    def __init__(
        self,
        label: str = "",
        validators: Iterable[Callable] | None = None,
        *,
        hint: str = "",
        optional: bool = False,
        missing: str = "",
        width: str = "",
        **options: Any,
    ) -> None:
        super().__init__(label, validators, **options)
        self.hint = hint
        self.optional = optional
        self.missing = missing or self.missing
        self.width = width

    def process_formdata(self, valuelist: list[Any]) -> None:
        typed = valuelist[0] if valuelist else ""
        self.data = self.nothing()
        if not isinstance(typed, str) or not typed.strip():
            return
        try:
            self.data = self.read(typed)
        except Unreadable as error:
            raise ValueError(self.gettext(error.msgid) % error.facts) from error

    def read(self, typed: str) -> Any:
        """What was meant by `typed`."""
        return clean(typed)

    def nothing(self) -> Any:
        return None

    def is_empty(self) -> bool:
        return self.data is None or self.data == "" or self.data == []

    def pre_validate(self, _form: Form) -> None:
        if self.process_errors:
            return
        if self.is_empty():
            if not self.optional:
                raise ValidationError(self.gettext(self.missing))
            return
        self.check()

    def check(self) -> None:
        """Look at an answer that could be read."""

    def wrong(self, msgid: str, **facts: object) -> ValidationError:
        text = self.gettext(msgid)
        return ValidationError(text % facts if facts else text)

    @property
    def typed(self) -> str:
        """What stands in the box: as typed when it was sent, else as stored."""
        if self.raw_data:
            return showable(str(self.raw_data[0]))
        return "" if self.data is None else self.written()

    def written(self) -> str:
        return str(self.data)

    def _value(self) -> str:
        return self.typed
