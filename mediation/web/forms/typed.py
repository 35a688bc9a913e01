"""Fields into which people type: texts, sums, numbers, telephones, addresses, passwords."""

from collections.abc import Callable, Iterable
from typing import Any

from email_validator import EmailNotValidError, validate_email

from mediation.web.forms.asked import Asked
from mediation.web.forms.texts import (
    Unreadable,
    clean,
    narrow,
    read_mobile,
    read_money,
    read_phone,
    read_whole,
)
from mediation.wording.catalogue import lazy
from mediation.wording.formats import money


class Text(Asked):
    """A line of text; with `rows`, several lines."""

    def __init__(
        self,
        label: str = "",
        validators: Iterable[Callable] | None = None,
        *,
        most: int = 200,
        least: int = 0,
        rows: int = 0,
        inputmode: str = "",
        autocomplete: str = "",
        mono: bool = False,
        **options: Any,
    ) -> None:
        super().__init__(label, validators, **options)
        self.most = most
        self.least = least
        self.rows = rows
        self.inputmode = inputmode
        self.autocomplete = autocomplete
        self.mono = mono
        self.kind = "area" if rows else self.kind

    def nothing(self) -> str:
        return ""

    def read(self, typed: str) -> str:
        return clean(typed, lines=bool(self.rows))

    def check(self) -> None:
        length = len(self.data)
        if length > self.most:
            raise self.wrong(
                lazy("This is %(length)s characters long; %(most)s fit. Please shorten it."),
                length=length,
                most=self.most,
            )
        if length < self.least:
            raise self.wrong(lazy("Please write at least %(least)s characters."), least=self.least)


class Password(Text):
    """A password: never shown again, never cleaned."""

    kind = "password"

    def read(self, typed: str) -> str:
        return typed

    @property
    def typed(self) -> str:
        return ""


class Money(Asked):
    """A sum of money; `data` is in fen."""

    kind = "money"

    def __init__(
        self,
        label: str = "",
        validators: Any = None,
        *,
        least: int = 1,
        most: int = 10**13,
        **options: Any,
    ) -> None:
        super().__init__(label, validators, **options)
        self.least = least
        self.most = most

    def read(self, typed: str) -> int:
        return read_money(typed)

    def check(self) -> None:
        if self.data < self.least:
            raise self.wrong(lazy("The least that fits here is %(least)s"), least=money(self.least))
        if self.data > self.most:
            raise self.wrong(lazy("The most that fits here is %(most)s"), most=money(self.most))

    def written(self) -> str:
        return money(self.data).replace("¥", "")


class Whole(Asked):
    """A whole number."""

    kind = "whole"

    def __init__(
        self,
        label: str = "",
        validators: Any = None,
        *,
        least: int = 0,
        most: int = 10**9,
        **options: Any,
    ) -> None:
        super().__init__(label, validators, **options)
        self.least = least
        self.most = most

    def read(self, typed: str) -> int:
        return read_whole(typed)

    def check(self) -> None:
        if not self.least <= self.data <= self.most:
            raise self.wrong(
                lazy("Write a number from %(least)s to %(most)s"), least=self.least, most=self.most
            )


class Phone(Text):
    """A telephone number, kept as `+8613800001234`."""

    kind = "phone"

    def __init__(self, *arguments: Any, mobile: bool = False, **options: Any) -> None:
        options.setdefault("autocomplete", "tel")
        options.setdefault("inputmode", "tel")
        options.setdefault("width", "m")
        super().__init__(*arguments, **options)
        self.mobile = mobile

    def read(self, typed: str) -> str:
        return read_mobile(clean(typed)) if self.mobile else read_phone(clean(typed))


class Email(Text):
    """An e-mail address."""

    kind = "email"

    def __init__(self, *arguments: Any, **options: Any) -> None:
        options.setdefault("autocomplete", "email")
        options.setdefault("inputmode", "email")
        options.setdefault("width", "l")
        super().__init__(*arguments, **options)

    def read(self, typed: str) -> str:
        try:
            address = validate_email(
                narrow(clean(typed)), check_deliverability=False, test_environment=True
            )
        except EmailNotValidError as error:
            raise Unreadable(
                lazy("This is not a full address. Write it like name@example.com")
            ) from error
        return address.normalized
