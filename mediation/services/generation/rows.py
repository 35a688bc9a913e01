"""Rows of plain columns, gathered by table and written many at a time."""

from collections import defaultdict
from collections.abc import Mapping
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Table

from mediation.db import Base
from mediation.keyring import seal


def blank(table: Table) -> dict[str, Any]:
    """A row of nothing but the scalar defaults of its columns."""
    return {
        column.name: column.default.arg
        if column.default is not None and column.default.is_scalar
        else None
        for column in table.columns
    }


FIRST = itemgetter(0)
BLANKS = {name: blank(table) for name, table in Base.metadata.tables.items()}


class Batch:
    """What is to be written for some cases; `sealed` values go through the keyring."""

    def __init__(self) -> None:
        self.rows: dict[str, list[tuple]] = defaultdict(list)

    def add(self, table: str, **values: Any) -> None:
        """One row; columns that are not named get their default."""
        self.rows[table].append(tuple({**BLANKS[table], **values}.values()))

    def merge(self, rows: Mapping[str, list[tuple]]) -> None:
        """Take over the rows of another batch."""
        for table, more in rows.items():
            self.rows[table].extend(more)

    def write(self, connection: Connection) -> None:
        """Insert everything, by the driver's own bulk call."""
        mark = "?" if connection.dialect.name == "sqlite" else "%s"
        for table, rows in self.rows.items():
            names = ", ".join(f'"{name}"' for name in BLANKS[table])
            marks = ", ".join([mark] * len(BLANKS[table]))
            # Names come from the metadata, never from outside.
            connection.exec_driver_sql(
                f'INSERT INTO "{table}" ({names}) VALUES ({marks})',
                # In the order of their keys: an index is then walked, not jumped about in.
                sorted(rows, key=FIRST),
            )
        self.rows.clear()


def sealed(table: str, row_id: int, column: str, plain: str) -> bytes:
    """What `Sealed("_column")` of this table's model would keep for this row."""
    return seal(plain, f"{table}/{row_id}/_{column}".encode())
