"""Whether the guide may go out, and whether its advice helps."""

import click

from mediation.cli.installation import in_app
from mediation.domain.guide import the_guide
from mediation.domain.guide_check import guide_faults
from mediation.domain.rulebook import RuleError
from mediation.queries.guide import usefulness


@click.group()
def guide() -> None:
    """Check the problem tree, and see which of its advice helps."""


@guide.command()
def check() -> None:
    """Name every fault of the tree: ways that lead nowhere, a language left out, a lane missed."""
    try:
        tree = the_guide()
    except RuleError as error:
        raise click.ClickException(str(error)) from error
    faults = guide_faults(tree)
    for fault in faults:
        click.echo(fault, err=True)
    if faults:
        raise click.ClickException(f"the guide has {len(faults)} faults")
    questions, leaves = len(list(tree.questions)), len(list(tree.leaves))
    click.echo(
        f"Guide {tree.version}: {questions} questions, {leaves} leaves, "
        f"{len(tree.letters)} letters, no faults."
    )


@guide.command()
@in_app
def ratings() -> None:
    """How often each advice of this version was found useful, the least useful first."""
    found = usefulness(the_guide().version)
    for row in found:
        click.echo(f"{row.leaf}: useful {row.yes} of {row.yes + row.no}")
    if not found:
        click.echo("Nobody has rated any advice of this version yet.")
