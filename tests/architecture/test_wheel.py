"""The wheel holds all that the product needs: installed elsewhere, it starts and opens a page."""

import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from tests.architecture.source import ROOT
from tests.world.served import page_at, served

SOURCES = ["mediation", "templates", "setup.cfg", "pyproject.toml", "README.md", "LICENSE"]
PATIENCE = 240  # Seconds; it takes three.


def run(*command, **options):
    return subprocess.run(
        command, check=True, capture_output=True, text=True, timeout=PATIENCE, **options
    )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel, built from a copy so that the checkout stays clean."""
    copy = tmp_path_factory.mktemp("checkout")
    for name in SOURCES:
        source = ROOT / name
        if source.is_dir():
            skip = shutil.ignore_patterns("__pycache__", "*.egg-info")
            shutil.copytree(source, copy / name, ignore=skip)
        else:
            shutil.copy(source, copy / name)
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    run(*pip, "--wheel-dir", str(folder), str(copy))
    return next(folder.glob("mediation-*.whl"))


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """The folder of commands of an environment that holds the wheel and knows no checkout.

    The libraries are those of this environment: their folder is named in a path file, which
    brings the packages that lie in it but not the checkout that an editable install points to.
    """
    folder = tmp_path_factory.mktemp("elsewhere")
    venv.create(folder, with_pip=False)
    commands = folder / "bin"
    python = str(commands / "python")
    pip = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps"]
    run(*pip, str(wheel))
    place = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").stdout
    libraries = Path(place.strip()) / "libraries.pth"
    libraries.write_text(sysconfig.get_path("purelib") + "\n")
    return commands


def test_everything_beside_the_code_is_in_it(wheel):
    held = set(zipfile.ZipFile(wheel).namelist())
    folders = ["static", "translations", "rules", "migrations"]
    wanted = {
        path.relative_to(ROOT).as_posix()
        for folder in folders
        for path in (ROOT / "mediation" / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    wanted |= {
        f"mediation/{path.relative_to(ROOT).as_posix()}"
        for path in (ROOT / "templates").rglob("*")
        if path.is_file()
    }
    assert sorted(wanted - held) == []


def test_no_test_is_in_it(wheel):
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"mediation"}


def test_it_knows_no_checkout(installed, tmp_path):
    code = "import mediation; print(mediation.__file__)"
    place = run(str(installed / "python"), "-c", code, cwd=tmp_path).stdout
    assert str(ROOT) not in place


def test_it_starts_elsewhere_and_opens_a_page(installed, tmp_path):
    with served(tmp_path, "--demo", command=[str(installed / "mediation")]) as address:
        page = page_at(address + "/")
        assert "<h1" in page
        style = page.split('rel="stylesheet" href="')[1].split('"')[0]
        assert "{" in page_at(address + style)
