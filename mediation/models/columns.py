"""Column types: an instant that has a zone, a word from a closed list, a sealed text."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, overload

from sqlalchemy import DateTime, ForeignKey, LargeBinary, String
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import MappedColumn, mapped_column
from sqlalchemy.types import TypeDecorator

from mediation.keyring import seal, unseal


class Instant(TypeDecorator[datetime]):
    """A moment with a zone; kept and given back in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC)

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        # A list reads hundreds of these: from SQLite's text in one step.
        if dialect.name == "sqlite":
            return _read_text
        return super().result_processor(dialect, coltype)


def _read_text(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text).replace(tzinfo=UTC)


class Word(TypeDecorator[StrEnum]):
    """A member of a closed list, stored as its text."""

    impl = String(40)
    cache_ok = True

    def __init__(self, words: type[StrEnum]) -> None:
        super().__init__()
        self.words = words

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> str | None:
        return None if value is None else self.words(value).value

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        # Asked of every row of every list: a look-up, which fails on a word that is not ours.
        return {None: None, **{word.value: word for word in self.words}}.__getitem__


def link(target: str) -> ForeignKey:
    """A foreign key that is checked at commit, so that rows may be written in any order."""
    return ForeignKey(target, deferrable=True, initially="DEFERRED")


def sealed_column(name: str, *, nullable: bool = False) -> MappedColumn[Any]:
    """The column under a `Sealed` attribute."""
    return mapped_column(name, LargeBinary, nullable=nullable, deferred=False)


class Sealed:
    """Text that lies sealed in its column, bound to table, row and column.

    `row.body` opens it, `row.body = text` seals it (None stays None); for rows of plain columns
    `Message.body.open(row.id, row.body)` does the same. Raises SealBroken when altered.
    """

    def __init__(self, column: str) -> None:
        self.column = column
        self.table = ""

    def __set_name__(self, owner: Any, name: str) -> None:
        self.table = owner.__tablename__

    def context(self, row_id: int) -> bytes:
        """What the value is bound to."""
        return f"{self.table}/{row_id}/{self.column}".encode()

    def open(self, row_id: int, sealed: bytes | None) -> str | None:
        """Open the value of a row that was read as plain columns."""
        return None if sealed is None else unseal(sealed, self.context(row_id))

    def seal(self, row_id: int, plain: str | None) -> bytes | None:
        """Seal a value for a row that is written as plain columns."""
        return None if plain is None else seal(plain, self.context(row_id))

    @overload
    def __get__(self, row: None, owner: Any) -> "Sealed": ...
    @overload
    def __get__(self, row: Any, owner: Any) -> str | None: ...
    def __get__(self, row: Any, owner: Any = None) -> "Sealed | str | None":
        return self if row is None else self.open(row.id, getattr(row, self.column))

    def __set__(self, row: Any, plain: str | None) -> None:
        setattr(row, self.column, self.seal(row.id, plain))
