"""Fields with given answers: one of several, some of several, a box to tick, a file to choose."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from werkzeug.datastructures import FileStorage

from mediation.web.forms.asked import Asked
from mediation.web.forms.texts import Unreadable
from mediation.wording.catalogue import lazy


class Option(NamedTuple):
    """One answer of a choice: what is sent, what it says, and what explains it."""

    value: str
    title: str
    text: str = ""
    icon: str = ""
    translated: bool = True  # False: the title is a name, not a msgid.


class Choice(Asked):
    """One of several answers; drawn as cards, or `as_list=True` as a drop-down list."""

    kind = "choices"
    missing = lazy("Please choose one.")

    def __init__(
        self,
        label: str = "",
        validators: Any = None,
        *,
        options: Iterable[Option | tuple] = (),
        as_list: bool = False,
        coerce: Callable[[str], Any] = str,
        **rest: Any,
    ) -> None:
        super().__init__(label, validators, **rest)
        self.options = options
        self.coerce = coerce
        self.kind = "select" if as_list else self.kind

    @property
    def options(self) -> list[Option]:
        return self._options

    @options.setter
    def options(self, options: Iterable[Option | tuple]) -> None:
        self._options = [Option(*option) for option in options]
        if self.raw_data:
            # Known only after the form was read: what was sent is looked at anew.
            self.process_errors = []
            try:
                self.process_formdata(self.raw_data)
            except ValueError as error:
                self.process_errors.append(error.args[0])

    def read(self, typed: str) -> Any:
        return self.known(typed)

    def known(self, typed: str) -> Any:
        if typed not in {option.value for option in self.options}:
            raise Unreadable(lazy("Please choose one of these answers."))
        return self.coerce(typed)

    def is_chosen(self, value: str) -> bool:
        """Whether the card of `value` is the one that was sent or stored."""
        if self.raw_data:
            return value in self.raw_data
        return self.data is not None and str(self.data) == value


class MultiCheck(Choice):
    """Any number of several answers; `data` is a list."""

    kind = "checks"
    missing = lazy("Please choose at least one.")

    def nothing(self) -> list:
        return []

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = []
        try:
            self.data = [self.known(typed) for typed in valuelist]
        except Unreadable as error:
            raise ValueError(self.gettext(error.msgid)) from error

    def is_chosen(self, value: str) -> bool:
        if self.raw_data:
            return value in self.raw_data
        return value in map(str, self.data or [])


class Tick(Asked):
    """One box to tick; `data` is True or False. Unless optional, it must be ticked."""

    kind = "tick"
    missing = lazy("Please tick this box if you agree; without it we cannot go on.")

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = bool(valuelist and valuelist[0])

    def is_empty(self) -> bool:
        return not self.data


class File(Asked):
    """One file, or with `several` any number; `data` is a list of what was really sent."""

    kind = "file"
    missing = lazy("Please choose a file.")

    def __init__(
        self,
        label: str = "",
        validators: Any = None,
        *,
        several: bool = False,
        accept: str = "",
        **options: Any,
    ) -> None:
        super().__init__(label, validators, **options)
        self.several = several
        self.accept = accept

    def process_formdata(self, valuelist: list[Any]) -> None:
        sent = [file for file in valuelist if isinstance(file, FileStorage) and file.filename]
        self.data = sent if self.several else sent[:1]
