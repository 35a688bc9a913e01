"""Who is to read what is sent: the button that was pressed says so, and nothing else does."""

from flask import request

from mediation.domain.errors import Refused
from mediation.domain.spaces import WRITES, Space
from mediation.web.forms.base import Form
from mediation.web.login import current_actor


def chosen_space(form: Form, field: str) -> Space | None:
    """The space whose button was pressed; where none was (Enter), the field asks for it."""
    space = request.form.get("space", "")
    if space in WRITES[current_actor().role]:
        return Space(space)
    form.refuse(field, Refused("choose_who_reads"))
    return None
