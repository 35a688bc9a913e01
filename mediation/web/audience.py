"""Who is to read what is sent: the button that was pressed says so, and nothing else does."""

import re
from typing import NamedTuple

from flask import request

from mediation.domain.errors import Refused
from mediation.domain.spaces import WRITES, Space
from mediation.web.forms.base import Form
from mediation.web.login import current_actor

# `lender/7`: the body writes to company 7 in private, as one of several.
TO_COMPANY = re.compile(r"lender/([0-9]{1,19})")


class Audience(NamedTuple):
    """A space and, where the body speaks with several companies in private, the company."""

    space: Space
    company_id: int | None


def chosen_audience(form: Form, field: str) -> Audience | None:
    """Whom the pressed button names; where none was (Enter), the field asks for it."""
    pressed = request.form.get("space", "")
    company = TO_COMPANY.fullmatch(pressed)
    space = Space.LENDER.value if company else pressed
    if space in WRITES[current_actor().role]:
        return Audience(Space(space), int(company[1]) if company else None)
    form.refuse(field, Refused("choose_who_reads"))
    return None


def chosen_space(form: Form, field: str) -> Space | None:
    """The space whose button was pressed; where none was (Enter), the field asks for it."""
    space = request.form.get("space", "")
    if space in WRITES[current_actor().role]:
        return Space(space)
    form.refuse(field, Refused("choose_who_reads"))
    return None
