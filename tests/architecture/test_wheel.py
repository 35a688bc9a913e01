"""The wheel holds all that the product needs: installed elsewhere, it starts and opens a page."""

import os
import shutil
import socket
import subprocess
import sys
import sysconfig
import urllib.request
import venv
import zipfile
from pathlib import Path

import pytest

from tests.architecture.source import ROOT

SOURCES = ["mediation", "templates", "setup.cfg", "pyproject.toml", "README.md", "LICENSE"]
PATIENCE = 60  # Seconds; it takes three.


def run(*command, **options):
    return subprocess.run(
        command, check=True, capture_output=True, text=True, timeout=PATIENCE * 4, **options
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


@pytest.fixture
def site(installed, tmp_path):
    """The demo, served by the installed command from an empty folder; its address."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port = door.getsockname()[1]
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("MEDIATION_")
    }
    server = subprocess.Popen(
        [str(installed / "mediation"), "serve", "--demo", "--port", str(port)],
        cwd=tmp_path,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    try:
        yield f"http://127.0.0.1:{port}", server
    finally:
        server.terminate()
        server.wait(PATIENCE)
        server.stdout.close()


def opened(address, server):
    """The page at an address, as soon as the server answers."""
    while True:
        try:
            return urllib.request.urlopen(address, timeout=PATIENCE).read().decode()
        except ConnectionRefusedError:
            pass
        except urllib.error.URLError as failure:
            if not isinstance(failure.reason, ConnectionRefusedError):
                raise
        try:
            server.wait(0.05)
        except subprocess.TimeoutExpired:
            continue
        pytest.fail(server.stdout.read().decode())


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


def test_it_starts_elsewhere_and_opens_a_page(site):
    address, server = site
    page = opened(address + "/", server)
    assert "<h1" in page
    style = page.split('rel="stylesheet" href="')[1].split('"')[0]
    assert "{" in opened(address + style, server)
