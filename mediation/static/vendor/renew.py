"""Fetches the front-end files that others wrote, at fixed versions, and notes their SHA-256.

Run it by hand to renew them (it needs npm and the network), look at the difference, and commit:

    python mediation/static/vendor/renew.py

`icons.svg` holds exactly the icons named in `icons.txt`: add a name there first.
"""

import hashlib
import json
import re
import subprocess
import tarfile
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
VERSIONS = {"bootstrap": "5.3.9", "bootstrap-icons": "1.13.2"}
LICENCES = {"bootstrap": "MIT", "bootstrap-icons": "MIT"}
MADE_FROM = {
    "bootstrap.min.css": "bootstrap",
    "bootstrap.LICENSE": "bootstrap",
    "icons.svg": "bootstrap-icons",
    "bootstrap-icons.LICENSE": "bootstrap-icons",
}


def renew():
    """Fetch every package, write its files here, and write the manifest."""
    with tempfile.TemporaryDirectory() as folder:
        unpacked = {name: _fetch(name, Path(folder)) for name in VERSIONS}
        _write("bootstrap.min.css", _without_source_map(unpacked["bootstrap"] / "dist/css/bootstrap.min.css"))
        _write("icons.svg", _sprite(unpacked["bootstrap-icons"] / "icons"))
        for name, package in unpacked.items():
            _write(f"{name}.LICENSE", (package / "LICENSE").read_text("utf-8"))
    _write("manifest.json", json.dumps(_manifest(), indent=2) + "\n")


def _fetch(name, folder):
    subprocess.run(["npm", "pack", "--silent", f"{name}@{VERSIONS[name]}"], cwd=folder, check=True)
    target = folder / name
    with tarfile.open(next(folder.glob(f"{name}-{VERSIONS[name]}.tgz"))) as archive:
        archive.extractall(target, filter="data")
    return target / "package"


def _without_source_map(path):
    return re.sub(r"\n?/\*# sourceMappingURL=.*?\*/", "", path.read_text("utf-8")).rstrip() + "\n"


def _sprite(folder):
    symbols = [_symbol(name, folder / f"{name}.svg") for name in (HERE / "icons.txt").read_text("utf-8").split()]
    return '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"


def _symbol(name, path):
    inner = re.search(r"<svg[^>]*>(.*)</svg>", path.read_text("utf-8"), re.DOTALL).group(1)
    return f'<symbol id="{name}" viewBox="0 0 16 16">{"".join(line.strip() for line in inner.splitlines())}</symbol>'


def _manifest():
    return {
        "packages": {
            name: {"version": version, "licence": LICENCES[name]} for name, version in VERSIONS.items()
        },
        "files": {
            name: {"from": package, "sha256": hashlib.sha256((HERE / name).read_bytes()).hexdigest()}
            for name, package in MADE_FROM.items()
        },
    }


def _write(name, text):
    (HERE / name).write_text(text, "utf-8")


if __name__ == "__main__":
    renew()
