"""What stands at the head and foot of every page leads somewhere."""

import re

import pytest

from mediation.domain.roles import Role
from mediation.web.access import ADMITS
from mediation.web.navigation import NAVIGATION, TABLES, door_to
from mediation.web.pages import TEMPLATES

FRAME = ("parts/header.html", "parts/identity.html", "parts/footer.html")


def endpoint_of(app, path, method="GET"):
    return app.url_map.bind("localhost").match(path, method=method)[0]


def test_every_role_has_its_links():
    assert set(NAVIGATION) == set(Role) - {Role.SYSTEM}


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("role", "path"),
    [(role, door.path) for table in (NAVIGATION, TABLES) for role in table for door in table[role]],
    ids=str,
)
def test_a_link_leads_where_its_role_may_go(app, role, path):
    assert role in ADMITS[endpoint_of(app, path)]


@pytest.mark.sqlite
@pytest.mark.parametrize("part", FRAME)
def test_the_frame_leads_somewhere(app, part):
    text = (TEMPLATES / part).read_text("utf-8")
    links = re.findall(r'href="(/[^"{]*)"', text)
    forms = re.findall(r'<form method="post" action="(/[^"]*)"', text)
    assert links or forms
    for path in links:
        assert endpoint_of(app, path)
    for path in forms:
        assert endpoint_of(app, path, method="POST")


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("path", "door"),
    [
        ("/admin", "/admin"),
        ("/admin/jobs", "/admin"),
        ("/admin/notices", "/admin/notices"),
        ("/admin/notices/preview", "/admin/notices"),
        ("/administration", ""),
        ("/account", ""),
    ],
)
def test_one_link_at_most_is_where_one_is(path, door):
    assert door_to(path, NAVIGATION[Role.ADMIN]) == door
