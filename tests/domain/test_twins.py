"""When two complaints are about the same thing."""

import pytest

from mediation.domain.twins import shared_company, subject_of


def about(*companies, contract=""):
    return subject_of(companies, [contract])


@pytest.mark.parametrize(
    ("mine", "theirs", "company"),
    [
        (about((1, "甲")), about((1, "改名")), "改名"),
        (about((None, "笺贷 有限公司")), about((None, "笺贷")), "笺贷"),
        (about((None, "ＪＩＡＮ Loan")), about((2, "jian-loan")), "jian-loan"),
        (about((1, "甲"), contract="HD-2025 08"), about((2, "乙"), contract="hd202508"), "乙"),
        (about(contract="7"), about(contract="7"), ""),
        (about((1, "甲")), about((2, "乙")), None),
        (about((None, "公司"), contract=" "), about((None, ""), contract="-"), None),
    ],
)
def test_same_number_name_or_contract(mine, theirs, company):
    assert shared_company(mine, theirs) == company
