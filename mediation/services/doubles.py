"""What may be there only once: the database refuses the second, and we say it as a refusal."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy.exc import IntegrityError

from mediation.db import db
from mediation.domain.errors import Refused


@contextmanager
def refused_as(reason: str, **facts: Any) -> Iterator[None]:
    """Write what the block adds at once; if a rival was quicker, raise Refused(`reason`).

    What was pending before is written first, so that nothing else is mistaken for a double.
    """
    db.session.flush()
    try:
        yield
        db.session.flush()
    except IntegrityError as double:
        raise Refused(reason, **facts) from double
