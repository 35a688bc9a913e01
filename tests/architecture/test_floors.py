"""Imports only go down, and every module has its room."""

import pytest

from tests.architecture import floors
from tests.architecture.exceptions import LATE_IMPORTS, SIDEWAYS
from tests.architecture.source import Source, program, suite


def test_imports_only_go_down():
    assert list(floors.upward(program(), SIDEWAYS)) == []


def test_every_module_has_a_room():
    assert list(floors.homeless(program())) == []


def test_imports_are_absolute():
    assert list(floors.relative([*program(), *suite()])) == []


def test_the_domain_imports_only_python():
    assert list(floors.beyond_python(program())) == []


def test_no_files_import_one_another_in_a_ring():
    assert list(floors.rings(program())) == []


def test_imports_stand_at_the_top():
    assert list(floors.late(program(), LATE_IMPORTS)) == []


class TestTheRulesBite:
    """Each rule is shown a small house that breaks it."""

    @pytest.mark.parametrize(
        ("room", "imported"),
        [
            ("models", "queries"),
            ("queries", "gateways"),
            ("services", "transaction"),
            ("services", "clock"),
            ("web", "jobs"),
            ("domain", "db"),
            ("web", "config"),
        ],
    )
    def test_up_and_sideways_are_seen(self, room, imported):
        house = [
            Source(f"mediation/{room}/cases.py", f"from mediation.{imported}.offers import make"),
            Source(f"mediation/{imported}/offers.py", ""),
        ]
        assert len(list(floors.upward(house))) == 1
        assert list(floors.upward(house, {(room, imported): "why"})) == []

    def test_down_is_free(self):
        house = [
            Source("mediation/web/cases.py", "from mediation.queries import cases"),
            Source("mediation/queries/cases.py", "from mediation.models.cases import Case"),
            Source("mediation/models/cases.py", ""),
        ]
        assert list(floors.upward(house)) == []

    def test_an_import_of_a_room_by_name_is_seen(self):
        house = [
            Source("mediation/services/offers.py", "from mediation import clock"),
            Source("mediation/clock.py", ""),
        ]
        assert len(list(floors.upward(house))) == 1

    def test_the_roof_is_for_operators_alone(self):
        roof = Source("mediation/__init__.py", "")
        command = Source("mediation/cli/serve.py", "from mediation import create_app")
        page = Source("mediation/web/cases.py", "from mediation import create_app")
        assert list(floors.upward([roof, command])) == []
        assert len(list(floors.upward([roof, page]))) == 1

    def test_a_module_without_a_room_is_seen(self):
        assert len(list(floors.homeless([Source("mediation/reports.py", "")]))) == 1
        assert len(list(floors.homeless([Source("mediation/desk/lists.py", "")]))) == 1

    def test_a_relative_import_is_seen(self):
        house = [Source("mediation/web/cases.py", "from .forms import Form")]
        assert len(list(floors.relative(house))) == 1

    @pytest.mark.parametrize("outside", ["flask", "sqlalchemy", "babel", "mediation.models"])
    def test_an_outsider_in_the_domain_is_seen(self, outside):
        house = [Source("mediation/domain/money.py", f"from {outside} import thing")]
        assert len(list(floors.beyond_python(house))) == 1

    def test_a_ring_is_seen(self):
        house = [
            Source("mediation/services/offers.py", "from mediation.services.cases import close"),
            Source("mediation/services/cases.py", "from mediation.services import parties"),
            Source("mediation/services/parties.py", "import mediation.services.offers"),
        ]
        assert len(list(floors.rings(house))) == 3
        assert list(floors.rings(house[:2])) == []

    def test_a_late_import_is_seen(self):
        house = [Source("mediation/web/cases.py", "def show():\n    import json\n")]
        assert len(list(floors.late(house))) == 1
        assert list(floors.late(house, {"mediation/web/cases.py: show": "why"})) == []
