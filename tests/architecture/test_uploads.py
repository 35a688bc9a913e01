"""Where a page asks for files, its address takes them: more than a form's worth of octets."""

import ast
import inspect
import textwrap

import pytest

from mediation.web.uploads import TAKES_FILES
from tests.architecture.source import called_name, program

pytestmark = pytest.mark.sqlite  # The URL map knows no database.

FORMS = "mediation/web/forms/"


def forms_with_files(sources):
    """The form classes, and the makers of such, that have a field for files."""
    return {
        node.name
        for source in sources
        if source.path.startswith(FORMS)
        for node in source.tree.body
        if isinstance(node, ast.ClassDef | ast.FunctionDef)
        and any(
            isinstance(part, ast.Call) and called_name(part) == "File" for part in ast.walk(node)
        )
    }


def names_in(function):
    """Every name that a function speaks of."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(inspect.unwrap(function))))
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def test_every_page_with_a_field_for_files_takes_them(app):
    wanted = forms_with_files(program())
    asking = {
        endpoint: found
        for endpoint, view in app.view_functions.items()
        if (found := names_in(view) & wanted)
    }
    assert set(asking) == TAKES_FILES
    assert set().union(*asking.values()) == wanted  # No form is opened behind a view's back.
