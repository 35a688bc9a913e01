"""Every template is rendered by a view, and every view's template is there."""

from functools import cache

from tests.architecture import names
from tests.architecture.exceptions import UNRENDERED
from tests.architecture.source import TEMPLATES, Source, program


@cache
def templates():
    return {
        path.relative_to(TEMPLATES).as_posix(): path.read_text()
        for path in sorted(TEMPLATES.rglob("*"))
        if path.is_file()
    }


def test_every_template_is_rendered():
    assert [
        name for name in names.unrendered(templates(), program()) if name not in UNRENDERED
    ] == []


def test_every_view_finds_its_template():
    assert names.missing(templates(), program()) == []


def test_no_style_or_script_stands_in_a_page():
    unsafe = [
        name
        for name, text in templates().items()
        if name.endswith(".html") and not name.startswith("mail/")
        if any(
            mark in text for mark in (" style=", "<style", "<script>", " onclick=", " onsubmit=")
        )
    ]
    assert unsafe == []


def view(line):
    return [Source("mediation/web/cases.py", line)]


class TestTheRulesBite:
    """Each rule is shown a template or a view that breaks it."""

    def test_a_forgotten_template_is_seen(self):
        assert names.unrendered({"cases/old.html": ""}, view("show('cases/show.html')"))

    def test_a_template_shown_included_or_extended_is_free(self):
        pages = {
            "layout.html": "",
            "parts/icons.html": "",
            "cases/show.html": '{% extends "layout.html" %}{% include "parts/icons.html" %}',
        }
        assert names.unrendered(pages, view("show('cases/show.html')")) == []

    def test_a_template_of_a_family_is_free(self):
        assert names.unrendered({"mail/invited.txt": ""}, view("text(f'mail/{event}.txt')")) == []
        assert names.unrendered({"post/invited.txt": ""}, view("text(f'mail/{event}.txt')"))

    def test_a_name_made_of_nothing_but_values_excuses_no_template(self):
        assert names.unrendered({"invited.txt": ""}, view("text(f'{folder}')"))

    def test_a_view_without_its_template_is_seen(self):
        assert names.missing(["cases/show.html"], view("show('cases/shwo.html')"))
