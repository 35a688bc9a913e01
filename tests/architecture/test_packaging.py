"""setup.cfg lists every package and every library that the program imports."""

import configparser
import re
from importlib.metadata import packages_distributions

from tests.architecture.source import PACKAGE, ROOT, imports_of, program, suite

LIBRARIES = packages_distributions()


def settings():
    parser = configparser.ConfigParser()
    parser.read(ROOT / "setup.cfg", encoding="utf-8")
    return parser


def listed(text):
    return [line.strip() for line in text.splitlines() if line.strip()]


def distributions(text):
    return {canonical(re.split(r"[\[<>=!~; ]", line)[0]) for line in listed(text)}


def canonical(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def required(*extras):
    declared = settings()
    names = distributions(declared["options"]["install_requires"])
    for extra in extras:
        names |= distributions(declared["options.extras_require"][extra])
    return names


def imported(sources):
    """The libraries that files import, each with the first file that does."""
    found = {}
    for source in sources:
        for item in imports_of(source.tree):
            top = item.module.split(".")[0]
            if not item.level and top in LIBRARIES and top not in {"mediation", "tests"}:
                found.setdefault(top, source.path)
    return found


def undeclared(sources, names):
    return [
        f"{path} imports {top}"
        for top, path in imported(sources).items()
        if not {canonical(name) for name in LIBRARIES[top]} & names
    ]


def test_every_package_is_listed():
    folders = {
        ".".join(path.parent.relative_to(ROOT).parts) for path in PACKAGE.rglob("__init__.py")
    }
    names = {*folders, "mediation.templates"}
    assert sorted(listed(settings()["options"]["packages"])) == sorted(names)


def test_every_library_of_the_program_is_required():
    assert undeclared(program(), required("postgres", "s3")) == []


def test_every_library_of_the_suite_is_required():
    assert undeclared(suite(), required("postgres", "s3", "test", "e2e", "bench")) == []


def test_every_requirement_names_its_oldest_version():
    declared = settings()
    lines = listed(declared["options"]["install_requires"])
    for extra in declared["options.extras_require"].values():
        lines += listed(extra)
    assert [line for line in lines if not line.startswith("#") and ">=" not in line] == []


def test_every_requirement_is_locked():
    locked = {
        canonical(line.split("==")[0])
        for line in listed((ROOT / "constraints.txt").read_text())
        if "==" in line
    }
    assert required("postgres", "s3", "test", "e2e", "dev") - locked == set()


def test_an_undeclared_library_is_seen():
    source = suite()[0]._replace(path="mediation/web/cases.py", text="import pytest\n")
    assert undeclared([source], required()) == ["mediation/web/cases.py imports pytest"]
    assert undeclared([source], required("test")) == []
