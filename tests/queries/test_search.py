"""Cases found by name, number and company, each desk among its own."""

import pytest

from mediation.domain.lifecycle import Stage
from mediation.queries.search import found
from tests.factories.organisations import make_lender
from tests.factories.stages import cast_at


@pytest.fixture
def cast(session):
    """A case of somebody with a name of their own, and one of somebody else beside it."""
    cast_at(Stage.MEDIATION, name="王小明")
    return cast_at(
        Stage.MEDIATION, name="欧阳若蘅", lender=make_lender(name="禾渡消费金融有限公司")
    )


@pytest.mark.parametrize("who", ["officer", "mediator", "complainant"])
@pytest.mark.parametrize("words", ["欧阳", "若蘅", "欧阳若蘅", "阳", "禾渡", "禾渡消费金融"])
def test_each_desk_finds_its_case_by_name_and_company(cast, who, words):
    assert found(words, actor=getattr(cast, who), limit=9) == [cast.case.id]


@pytest.mark.parametrize("who", ["officer", "mediator", "complainant", "lender"])
def test_nobody_finds_the_case_of_another_desk(cast, who):
    assert found("王小明", actor=getattr(cast, who), limit=9) == []


def test_all_of_the_words_must_be_there(cast):
    assert found("欧阳 禾渡", actor=cast.officer, limit=9) == [cast.case.id]
    assert found("欧阳 启岚", actor=cast.officer, limit=9) == []


def test_a_reference_is_found_however_it_is_typed(cast):
    typed = cast.case.reference.lower().replace("-", " ")
    assert found(typed, actor=cast.mediator, limit=9) == [cast.case.id]


def test_a_withheld_name_finds_nothing_for_the_lender(session):
    cast = cast_at(Stage.MEDIATION, name="欧阳若蘅", withheld=True)
    assert found("欧阳", actor=cast.lender, limit=9) == []
    assert found("欧阳", actor=cast.officer, limit=9) == [cast.case.id]
