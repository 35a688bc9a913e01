"""Every hash chain, row by row, for those who check whether history was tampered with."""

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from sqlalchemy import Row, String, exists, select, type_coerce

from mediation.db import db
from mediation.domain.history import Link, first_break
from mediation.keyring import SealBroken
from mediation.models.cases import Case
from mediation.models.history import Facts, History

ROWS_AT_ONCE = 2000


LINKED = (
    Case.id,
    Case.reference,
    Case.chain_head,
    Case.chain_count,
    History.id.label("row_id"),
    History.number,
    # As plain text: a word that was tampered with need not be one of ours.
    type_coerce(History.event, String).label("event"),
    History.at,
    History.digest,
    History.hash,
    Facts.salt,
    Facts._facts,
)


class Checked(NamedTuple):
    """One case's chain: how long it is, and where it is broken (`word:number`), if it is."""

    reference: str
    length: int
    broken: str | None


def checked_chains() -> Iterator[Checked]:
    """Walk every chain from its first row to the head that its case holds."""
    # One statement, so that what is written meanwhile is seen wholly or not at all.
    rows = db.session.execute(
        select(*LINKED)
        .join(History, History.case_id == Case.id)
        .outerjoin(Facts, Facts.id == History.id)
        .order_by(History.case_id, History.number)
        .execution_options(yield_per=ROWS_AT_ONCE)
    )
    for _, chain in groupby(rows, key=lambda row: row.id):
        yield _checked(list(chain))
    yield from _without_rows()


def _checked(rows: list[Row]) -> Checked:
    case = rows[0]
    broken = first_break(map(link_of, rows), head=case.chain_head, count=case.chain_count)
    return Checked(case.reference, len(rows), broken)


def link_of(row: Row) -> Link:
    """A row of `LINKED` as the rules of the chain know it."""
    return Link(row.number, row.event, row.at, row.digest, row.hash, row.salt, _opened(row))


def _opened(row: Row) -> bytes | None:
    """The facts as they were digested; None where they were erased, nothing where altered."""
    try:
        text = Facts.facts.open(row.row_id, row._facts)
    except SealBroken:
        return b""
    return None if text is None else text.encode()


def _without_rows() -> Iterator[Checked]:
    """A case has a history from its first moment: one without was robbed of it."""
    robbed = select(Case.reference).where(~exists().where(History.case_id == Case.id))
    for reference in db.session.scalars(robbed):
        yield Checked(reference, 0, "cut:1")
    orphans = select(History.case_id).where(~exists().where(Case.id == History.case_id)).distinct()
    for case_id in db.session.scalars(orphans):
        yield Checked(f"case {case_id}", 0, "orphan:1")
