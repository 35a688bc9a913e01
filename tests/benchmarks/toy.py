"""A page and a form with no product behind them, for comparing servers."""

from flask import Flask, render_template_string, request

app = Flask(__name__)
app.config["MAX_CONTENT_LENGTH"] = 1_000_000

PAGE = """<!doctype html><title>Cases</title><table>
{% for row in rows %}
<tr><td>{{ row.reference }}</td><td>{{ row.name }}</td><td>{{ row.sum }}</td></tr>
{% endfor %}</table>"""
ROWS = [
    {"reference": f"M-{n}", "name": f"Name {n}", "sum": f"¥{n}.00", "long": "x"} for n in range(100)
]


@app.get("/")
def page() -> str:
    """A list of a hundred rows."""
    return render_template_string(PAGE, rows=ROWS)


@app.post("/")
def form() -> str:
    """How long the sent name is."""
    return str(len(request.form.get("email", "")))


@app.get("/long")
def long() -> str:
    """A megabyte, more than any kernel buffers."""
    return "x" * 1_000_000
