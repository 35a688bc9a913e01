"""The calendar from the command line: which years are known, and importing one."""

from typing import BinaryIO

import click

from mediation import clock
from mediation.cli.installation import in_app
from mediation.domain.calendar_notice import read_announcement
from mediation.domain.permissions import system
from mediation.queries.calendar import calendar_now, edition_of, publications
from mediation.services.calendar import publish_year
from mediation.transaction import transaction

# A notice copied from the web is UTF-8; a list saved by a Chinese spreadsheet often is not.
ENCODINGS = ("utf-8-sig", "gb18030")


@click.group()
def calendar() -> None:
    """Show which years' days off are known, and import one."""


@calendar.command("import")
@click.argument("file", type=click.File("rb"))
@click.option("--year", type=int, required=True, help="The year whose days these are.")
@click.option("--source", default="", help="The number of the notice; else the file's name.")
@click.option("--replace", is_flag=True, help="Replace what is known of the year.")
@in_app
def import_year(file: BinaryIO, year: int, source: str, replace: bool) -> None:
    """Publish a year from FILE: the notice's own words, or lines such as 2027-01-01,off."""
    announced = read_announcement(_text(file.read()), year=year)
    with transaction():
        row = publish_year(
            year,
            off=announced.off,
            worked=announced.worked,
            source=source or file.name.rpartition("/")[2],
            replaces=edition_of(year) if replace else None,
            actor=system(),
            now=clock.now(),
        )
    click.echo(
        f"{year} is published as edition {row.edition}: "
        f"{len(announced.off)} days off, {len(announced.worked)} worked weekend days."
    )
    for name, days in (("off", announced.off), ("worked", announced.worked)):
        click.echo(f"  {name:8}{' '.join(f'{day:%m-%d}' for day in days)}")
    if announced.beyond:
        days = ", ".join(day.isoformat() for day in announced.beyond)
        click.echo(f"Not kept, because they lie in another year: {days}")
    if announced.missing:
        click.echo(f"The text says nothing about: {', '.join(announced.missing)}")


@calendar.command("list")
@in_app
def list_years() -> None:
    """Show the known years, how many days each has of its own, and where they come from."""
    known, _ = calendar_now()
    newest = {one.year.year: one.year for one in reversed(publications())}
    for year in sorted(known.years, reverse=True):
        row = newest.get(year)
        source = f"edition {row.edition}, {row.at:%Y-%m-%d}: {row.source}" if row else "release"
        off, worked = len(known.off_in(year)), len(known.worked_in(year))
        click.echo(f"{year}  {off:2} off  {worked} worked  {source}")


def _text(content: bytes) -> str:
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise click.ClickException("the file is no text in UTF-8 or GB 18030")
