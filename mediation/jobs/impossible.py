"""The daily look for rows that should be impossible."""

import logging
from datetime import datetime

from mediation.jobs.timetable import Counts
from mediation.queries.impossible import CHECKS, impossible
from mediation.services.impossible import miscounted, report
from mediation.transaction import transaction

log = logging.getLogger(__name__)


def report_impossible_rows(now: datetime) -> Counts:
    """Rows that should be impossible are looked for and reported to the admins."""
    found = [one for check in CHECKS for one in impossible(check, as_of=now)]
    found += miscounted(as_of=now)
    for one in found:
        log.error("should be impossible", extra={"facts": one._asdict()})
    with transaction():
        report(found, now=now)
    return Counts(handled=len(found))
