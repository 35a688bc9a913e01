"""The floor: a bare Flask route that does no more than the page it is compared with must.

Two plain sqlite3 statements, a template with as many rows and expressions as the page and as
many octets, and the product's own compression. `FLOOR_DATABASE`, `FLOOR_CASE_PAGE` and
`FLOOR_LIST_PAGE` name the database and two saved pages of the product to be measured against.
"""

import os
import re
import sqlite3
from pathlib import Path

from flask import Flask
from jinja2 import Environment

from mediation.web.compression import init_compression

app = Flask(__name__)
init_compression(app)

database = sqlite3.connect(os.environ["FLOOR_DATABASE"], check_same_thread=False)
database.row_factory = sqlite3.Row

CASE_ROW = re.compile(r'<li class="tl-item.*?</li>', re.S)
LIST_ROW = re.compile(r'<tr role="row"(?: class="unread")?><th role="rowheader".*?</tr>', re.S)
# In each row, as in the product's two templates.
CASE_EXPRESSIONS, LIST_EXPRESSIONS = 8, 11
# The page's other loops: tabs, road, acts, buckets, navigation, companies, facts.
SMALL_ROW = re.compile(r'<li\b|<dt\b|<a class="menu-item"')
SMALL_EXPRESSIONS = 4
SMALL_SIZE = 110


def template_of(page: str, row: re.Pattern, expressions: int) -> tuple:
    """A template as long as `page`, with as many rows in its loops and expressions in each."""
    found = list(row.finditer(page))
    head, tail = page[: found[0].start()], page[found[-1].end() :]
    small = len(SMALL_ROW.findall(head + tail))
    size = sum(len(match[0]) for match in found) // len(found)
    rows = (
        "{% for row in small %}"
        + _cells(page[: SMALL_SIZE * 2], SMALL_SIZE, SMALL_EXPRESSIONS)
        + "{% endfor %}{% for row in rows %}"
        + _cells(found[0][0], size, expressions)
        + "{% endfor %}"
    )
    sample = ["x" * 8] * LIST_EXPRESSIONS
    loops = (
        Environment().from_string(rows).render(rows=[sample] * len(found), small=[sample] * small)
    )
    # What the loops write is taken out of what stands around them: the sizes are the same.
    still = (head + tail)[: max(len(page) - len(loops), 0)]
    return Environment(autoescape=True).from_string(_still(still) + rows), len(found), small


def _still(text: str) -> str:
    return f"{{% raw %}}{text}{{% endraw %}}"


def _cells(filler: str, size: int, expressions: int) -> str:
    """Real markup between the expressions, not one letter: it must compress as the page does."""
    plain = re.sub(r"[{}%#]", "", filler)
    cut = max(size // expressions - 8, 4)
    return "".join(
        f"{plain[n * cut : (n + 1) * cut]}{{{{ row[{n}] }}}}" for n in range(expressions)
    )


def _page(name: str) -> str:
    return Path(os.environ[name]).read_text()


case_template, case_rows, case_small = template_of(
    _page("FLOOR_CASE_PAGE"), CASE_ROW, CASE_EXPRESSIONS
)
list_template, list_rows, list_small = template_of(
    _page("FLOOR_LIST_PAGE"), LIST_ROW, LIST_EXPRESSIONS
)


def cells(words: bytes, size: int) -> list[str]:
    """Short values of a row, as unlike each other as names, days and sums are."""
    digits = words.hex() * 4
    return [digits[n * size : n * size + size] for n in range(LIST_EXPRESSIONS)]


@app.get("/cases/<reference>")
def case(reference: str) -> str:
    """A case and its messages."""
    found = database.execute("SELECT * FROM cases WHERE reference = ?", (reference,)).fetchone()
    messages = database.execute(
        "SELECT * FROM messages WHERE case_id = ? ORDER BY id DESC LIMIT 41", (found["id"],)
    ).fetchall()
    words = b"".join(row["body"] for row in messages) + found["story"] + found["answers"]
    rows = [cells(words[n * 7 % 300 :][:40], 10) for n in range(case_rows + case_small)]
    return case_template.render(rows=rows[:case_rows], small=rows[case_rows:])


@app.get("/cases")
def index() -> str:
    """A list of fifty, from the newest on, and a count."""
    found = database.execute(
        "SELECT reference, lane, stage, turn, filed_at, respondent_name, amount_fen, outcome,"
        " stirred_at, channel, complainant_name FROM cases ORDER BY id DESC LIMIT ?",
        (list_rows,),
    ).fetchall()
    database.execute("SELECT count(*) FROM (SELECT 1 FROM cases LIMIT 100)").fetchone()
    rows = [cells(row["complainant_name"], 7) for row in found]
    return list_template.render(rows=rows, small=(rows * list_small)[:list_small])
