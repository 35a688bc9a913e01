"""The door for operators: the commands.

Exit status 0 on success, 1 on a refusal with one clear line on standard error, 2 on wrong usage.
"""

from importlib import import_module

import click

# Every command by name; `mediation.cli.NAME` holds a command called NAME. A module is read when
# its command is asked for, so that no command waits for what another one needs.
COMMANDS = (
    "accounts",
    "calendar",
    "database",
    "deadline",
    "demo",
    "diagram",
    "doctor",
    "generate",
    "guide",
    "history",
    "jobs",
    "organisations",
    "serve",
)


class Commands(click.Group):
    """The commands of the list above."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"mediation.cli.{cmd_name}"), cmd_name)
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="mediation")
def main() -> None:
    """The case server for complaints and mediation about online loans."""
