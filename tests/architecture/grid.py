"""The grid of the README: which subject has a file on which floor."""

import re

from tests.architecture.source import ROOT, program

COLUMNS = {
    "domain": ["domain"],
    "models": ["models"],
    "queries": ["queries"],
    "services": ["services"],
    "gateways": ["gateways"],
    "web": ["web"],
    "forms": ["web.forms"],
    "jobs": ["jobs"],
    "cli": ["cli"],
}
MARKS = re.compile(r"(<!-- grid -->\n).*?(<!-- /grid -->)", re.DOTALL)


def grid():
    """A row for every subject that lies on two floors or more."""
    floors = {}
    for source in program():
        *folder, subject = source.module.split(".")[1:] or [""]
        floors.setdefault(subject, set()).add(".".join(folder))
    rows = [
        "| subject | " + " | ".join(COLUMNS) + " |",
        "|---|" + "---|" * len(COLUMNS),
    ]
    for subject in sorted(floors):
        marks = [bool(floors[subject] & set(rooms)) for rooms in COLUMNS.values()]
        if sum(marks) > 1:
            rows.append(
                f"| {subject} | " + " | ".join("●" if mark else "" for mark in marks) + " |"
            )
    return "\n".join(rows) + "\n"


def renewed(text):
    """The README with its grid written anew."""
    return MARKS.sub(lambda found: found[1] + grid() + found[2], text)


if __name__ == "__main__":
    README = ROOT / "README.md"
    README.write_text(renewed(README.read_text()))
