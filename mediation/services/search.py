"""Keep a case findable by its names and numbers, without keeping the words."""

from collections.abc import Iterable

from sqlalchemy import delete

from mediation.db import db, insert_rows
from mediation.domain.search import company_pieces, number_pieces, pieces_of, reference_pieces
from mediation.models.cases import Case
from mediation.models.parties import SearchToken
from mediation.queries.search import token_of


def index_case(
    case: Case,
    *,
    names: Iterable[str] = (),
    numbers: Iterable[str] = (),
    companies: Iterable[str] = (),
) -> None:
    """Make `case` findable by people's names and numbers (not by lenders) and by companies.

    Adds to what is there; `names` of a withheld identity never become shared.
    """
    personal = {piece for name in names for piece in pieces_of(name)}
    personal |= {piece for number in numbers for piece in number_pieces(number)}
    shared = {piece for name in companies for piece in company_pieces(name)}
    shared |= reference_pieces(case.reference)
    if not case.identity_withheld:
        shared |= personal
    rows = {token_of(piece): True for piece in shared}
    for piece in personal - shared:
        rows.setdefault(token_of(piece), False)
    insert_rows(
        SearchToken,
        [
            {"token": token, "case_id": case.id, "shared": is_shared}
            for token, is_shared in rows.items()
        ],
    )


def reindex_case(case: Case, **words: Iterable[str]) -> None:
    """Index a case anew, after a name, a company or the withholding has changed."""
    db.session.execute(delete(SearchToken).where(SearchToken.case_id == case.id))
    index_case(case, **words)
