"""What all commands have in common."""

import subprocess
import sys
from importlib import import_module

import click
import pytest
from click.testing import CliRunner

from mediation.cli import COMMANDS, main
from mediation.cli.installation import in_app
from mediation.domain.errors import Refused


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_there_and_says_what_it_does(name):
    command = getattr(import_module(f"mediation.cli.{name}"), name)
    assert command.name == name
    assert command.help


def test_an_unknown_command_is_wrong_usage():
    assert CliRunner().invoke(main, ["nothing"]).exit_code == 2


def test_a_refusal_is_one_line_and_status_one(app):
    @click.command()
    @in_app
    def refuse():
        raise Refused("not_found")

    ran = CliRunner().invoke(refuse, obj=app)
    assert ran.exit_code == 1
    assert ran.stdout == ""
    assert ran.stderr.startswith("Error: ")
    assert ran.stderr.count("\n") == 1
    assert "refusal." not in ran.stderr


def test_the_package_runs_as_a_module():
    command = [sys.executable, "-m", "mediation", "--help"]
    ran = subprocess.run(command, capture_output=True, text=True, check=True, timeout=30)
    assert "serve" in ran.stdout


def test_naming_a_command_reads_no_other():
    """The server's gevent must come before all that the application imports."""
    names = "print([name for name in sys.modules if name.split('.')[0] in ('flask', 'sqlalchemy')])"
    code = f"import sys, mediation, mediation.cli, mediation.cli.serve; {names}"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
