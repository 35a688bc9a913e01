"""Running the timetable, or one job of it by hand."""

import signal
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import click
from flask import current_app

from mediation import clock
from mediation.cli.installation import in_app, this_app
from mediation.cli.logs import write_log
from mediation.jobs.runs import run as run_job
from mediation.jobs.schedule import SCHEDULE, job_named
from mediation.jobs.scheduler import Scheduler
from mediation.jobs.timetable import ALWAYS, next_turn
from mediation.models.jobs import JobState
from mediation.queries.jobs import last_turn, states
from mediation.services.jobs import note_runs
from mediation.transaction import transaction


@click.group()
def jobs() -> None:
    """Run the scheduler, run one job by hand, or show the timetable."""


@jobs.command()
@click.option("--parent", type=int, hidden=True, help="End when this process is gone.")
def run(parent: int | None) -> None:
    """Run the scheduler alone; any number may run, each turn happens once."""
    write_log()
    scheduler = Scheduler(this_app())
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: scheduler.stop())
    scheduler.run(parent)


@jobs.command()
@click.argument("name")
@click.option("--as-of", help="The moment to take for the present, as 2026-03-01 or with a time.")
@in_app
def once(name: str, as_of: str | None) -> None:
    """Run one job now, or as of a moment."""
    job = job_named(name)
    if job is None:
        names = ", ".join(sorted(job.name for job in SCHEDULE))
        raise click.BadParameter(f"there is no job {name!r}; there are {names}", param_hint="NAME")
    counts, error, took_ms = run_job(job, _moment(as_of) if as_of else clock.now())
    said = {**counts._asdict(), "error": error}
    with transaction():
        note_runs(job.name, **said, took_ms=took_ms, now=clock.now())
    if error:
        raise click.ClickException(f"{job.name} failed with {error}; the log says where")
    click.echo(f"{job.name}: {counts.handled} handled, {counts.failed} failed.")
    if counts.failed:
        raise click.ClickException(f"{counts.failed} items failed; the log names them")


@jobs.command("list")
@in_app
def list_jobs() -> None:
    """Show the timetable: each job, its hours, its next turn and how the last one went."""
    zone = ZoneInfo(current_app.config["TIMEZONE"])
    known = states()
    for job in SCHEDULE:
        if job.at == ALWAYS:
            click.echo(f"{job.name:32} {job.at:16} every few seconds")
        else:
            turn = next_turn(job.at, now=clock.now(), zone=zone).astimezone(zone)
            click.echo(f"{job.name:32} {job.at:16} next {turn:%Y-%m-%d %H:%M}  {_went(job.name)}")
        click.echo(f"    {(job.run.__doc__ or '').strip().splitlines()[0]}")
        if job.name in known:
            click.echo(f"    {_fared(known[job.name])}")


def _fared(state: JobState) -> str:
    fared = (
        f"{state.runs} runs, {state.handled} handled, {state.failed} failed; "
        f"the last took {state.took_ms} ms, the longest {state.longest_ms} ms"
    )
    if state.error is None:
        return fared
    return f"{fared}; failed with {state.error} {state.error_at:%Y-%m-%d %H:%M} UTC"


def _went(name: str) -> str:
    last = last_turn(name)
    if last is None:
        return "never ran"
    if last.finished_at is None:
        return f"begun {last.claimed_at:%Y-%m-%d %H:%M} UTC, not finished"
    went = f"failed with {last.error}" if last.error else f"{last.handled} handled"
    return f"last {last.slot_at:%Y-%m-%d %H:%M} UTC: {went}, {last.failed} failed"


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as wrong:
        raise click.BadParameter(f"{text!r} is no moment: {wrong}", param_hint="--as-of") from wrong
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=ZoneInfo(this_app().config["TIMEZONE"]))
    return moment.astimezone(UTC)
