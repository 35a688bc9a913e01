"""The timetable: every job and when, in one table. Times are those of the TIMEZONE setting."""

from mediation.jobs.accounts import forget_old_sign_ins
from mediation.jobs.calendar import recompute_deadlines
from mediation.jobs.danger import escalate_danger
from mediation.jobs.deadlines import (
    escalate_deadlines,
    follow_silence,
    lapse_assignments,
    miss_deadlines,
    set_missing_deadlines,
    time_out_negotiations,
    warn_deadlines,
)
from mediation.jobs.hearings import release_hearings
from mediation.jobs.impossible import report_impossible_rows
from mediation.jobs.intake import expire_drafts, remind_drafts
from mediation.jobs.mornings import send_morning_summaries
from mediation.jobs.negotiation import lapse_offers
from mediation.jobs.notices import deliver_notices
from mediation.jobs.pauses import remind_of_reviews
from mediation.jobs.settlement import lapse_agreements
from mediation.jobs.supervision import lapse_demands
from mediation.jobs.timetable import ALWAYS, Job
from mediation.jobs.upkeep import forget_old_turns, sweep_unfinished_files

SCHEDULE = [
    Job(deliver_notices, at=ALWAYS),
    Job(escalate_danger, at="* * * * *"),
    Job(remind_drafts, at="0 10 * * *"),
    Job(remind_of_reviews, at="30 8 * * *"),
    Job(expire_drafts, at="20 3 * * *"),
    Job(lapse_offers, at="1-59/5 * * * *"),
    Job(lapse_agreements, at="2-59/5 * * * *"),
    Job(warn_deadlines, at="*/5 * * * *"),
    Job(miss_deadlines, at="*/5 * * * *"),
    Job(escalate_deadlines, at="3-59/5 * * * *"),
    Job(time_out_negotiations, at="1-59/5 * * * *"),
    Job(lapse_assignments, at="2-59/5 * * * *"),
    Job(follow_silence, at="4-59/5 * * * *"),
    Job(set_missing_deadlines, at="10 4 * * *"),
    Job(report_impossible_rows, at="30 4 * * *"),
    Job(send_morning_summaries, at="30 8 * * *"),
    Job(lapse_demands, at="4-59/10 * * * *"),
    Job(recompute_deadlines, at="4-59/5 * * * *"),
    Job(release_hearings, at="3-59/10 * * * *"),
    Job(forget_old_turns, at="40 3 * * *"),
    Job(sweep_unfinished_files, at="45 3 * * *"),
    Job(forget_old_sign_ins, at="50 3 * * *"),
]


def job_named(name: str) -> Job | None:
    """The job of that name, if there is one."""
    return next((job for job in SCHEDULE if job.name == name), None)
