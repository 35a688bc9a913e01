"""Whether anybody has tampered with the history of a case."""

import click

from mediation.cli.installation import in_app
from mediation.queries.chains import checked_chains

SAID = {
    "gap": "row {number} is missing",
    "changed": "row {number} was changed",
    "facts_changed": "the facts of row {number} were changed",
    "cut": "the rows from {number} on were cut off",
    "head": "the head that the case holds is not that of row {number}",
    "orphan": "the case itself is gone, its history from row {number} on is still there",
}


@click.group()
def history() -> None:
    """Check the hash chains."""


@history.command()
@in_app
def verify() -> None:
    """Walk every chain; name the case and the row of each break."""
    cases = rows = breaks = 0
    for chain in checked_chains():
        cases += 1
        rows += chain.length
        if chain.broken:
            breaks += 1
            word, _, number = chain.broken.partition(":")
            click.echo(f"{chain.reference}: {SAID[word].format(number=number)}", err=True)
    click.echo(f"{cases} cases, {rows} rows of history, {breaks} broken.")
    if breaks:
        raise click.ClickException(f"the history of {breaks} cases is broken")
