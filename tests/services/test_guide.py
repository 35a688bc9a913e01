"""Ratings of advice, and how they are counted."""

from mediation.domain.guide import the_guide
from mediation.queries.guide import usefulness
from mediation.services.guide import rate_advice

GUIDE = the_guide()


def rate(name, *answers, now, version=GUIDE.version):
    for useful in answers:
        rate_advice(GUIDE.nodes[name], guide=GUIDE, useful=useful, now=now).version = version


class TestUsefulness:
    def test_counts_by_leaf_the_least_useful_first(self, session, now):
        rate("night", True, True, False, now=now)
        rate("threat", False, now=now)
        assert usefulness(GUIDE.version) == [("threat", 0, 1), ("night", 2, 1)]

    def test_leaves_out_other_versions(self, session, now):
        rate("night", True, now=now, version="2020-01-01")
        assert usefulness(GUIDE.version) == []
