"""What a complete agreement says, who signs when, and under which text."""

from datetime import UTC, datetime, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.domain.errors import NotPermitted, Refused
from mediation.domain.settlement import (
    LONGEST_PART,
    SIGNERS,
    Part,
    check_lapses,
    check_name,
    check_parts,
    check_redraft,
    check_signature,
    digest_of,
    is_complete,
    read_back,
    written_down,
)
from mediation.domain.spaces import Side
from mediation.domain.talks import signing

NOW = datetime(2026, 11, 23, 4, tzinfo=UTC)
PARTS = {part: f"{part}的内容" for part in Part}
DIGEST = digest_of("text")
texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=80)


class TestParts:
    def test_all_must_be_there(self):
        check_parts(PARTS)

    @pytest.mark.parametrize("part", list(Part))
    @pytest.mark.parametrize("empty", ["", "  \n"])
    def test_none_may_be_missing(self, part, empty):
        with pytest.raises(Refused, match="part_missing"):
            check_parts(PARTS | {part: empty})

    def test_none_may_be_endless(self):
        with pytest.raises(Refused, match="part_too_long"):
            check_parts(PARTS | {Part.TERMS: "长" * (LONGEST_PART + 1)})


class TestText:
    @given(st.fixed_dictionaries(dict.fromkeys(Part, texts)), st.sampled_from(["zh_CN", "en"]))
    def test_what_is_written_down_is_read_back(self, parts, language):
        assert read_back(written_down(parts, language)) == (language, parts)

    def test_the_same_parts_in_another_order_are_the_same_text(self):
        backwards = dict(reversed(PARTS.items()))
        assert written_down(PARTS, "zh_CN") == written_down(backwards, "zh_CN")

    @pytest.mark.parametrize("part", list(Part))
    def test_one_letter_more_is_another_text(self, part):
        changed = PARTS | {part: PARTS[part] + "。"}
        assert digest_of(written_down(changed, "zh_CN")) != digest_of(written_down(PARTS, "zh_CN"))


class TestSignatures:
    @pytest.mark.parametrize("first", [Side.COMPLAINANT, Side.LENDER])
    def test_either_side_may_begin(self, first):
        check_signature(first, set(), shown=DIGEST, digest=DIGEST)

    @pytest.mark.parametrize("signed", [set(), {Side.COMPLAINANT}, {Side.LENDER}])
    def test_the_mediator_signs_last(self, signed):
        with pytest.raises(Refused, match="parties_sign_first"):
            check_signature(Side.MEDIATION, signed, shown=DIGEST, digest=DIGEST)
        both = {Side.COMPLAINANT, Side.LENDER}
        check_signature(Side.MEDIATION, both, shown=DIGEST, digest=DIGEST)

    def test_nobody_signs_twice(self):
        with pytest.raises(Refused, match="signed_already"):
            check_signature(Side.LENDER, {Side.LENDER}, shown=DIGEST, digest=DIGEST)

    @pytest.mark.parametrize("shown", [b"", DIGEST[:-1], digest_of("other")])
    def test_only_the_text_that_was_shown_is_signed(self, shown):
        with pytest.raises(Refused, match="text_changed"):
            check_signature(Side.LENDER, set(), shown=shown, digest=DIGEST)

    @pytest.mark.parametrize("side", [Side.ARBITRATION, Side.SYSTEM, None])
    def test_nobody_else_signs(self, side):
        with pytest.raises(NotPermitted, match="not_a_signer"):
            check_signature(side, set(), shown=DIGEST, digest=DIGEST)

    @pytest.mark.parametrize("count", range(4))
    def test_it_is_complete_with_the_last_and_not_before(self, count):
        for signed in combinations(SIGNERS, count):
            assert is_complete(signed) is (count == len(SIGNERS))

    @pytest.mark.parametrize("typed", ["周念安", " 周 念安", "Zhou Nian'an", "zhou nian'an "])
    def test_the_name_is_ones_own(self, typed):
        check_name(typed, ["周念安", "Zhou Nian'an"])

    @pytest.mark.parametrize(
        ("typed", "names"), [("周念", ["周念安"]), ("", [""]), (" ", ["", " "])]
    )
    def test_another_name_is_refused(self, typed, names):
        with pytest.raises(Refused, match="name_differs"):
            check_name(typed, names)


def test_after_the_first_signature_nothing_is_rewritten():
    check_redraft(set())
    with pytest.raises(Refused, match="already_signed_by_somebody"):
        check_redraft({Side.LENDER})


def test_there_is_time_to_read_and_an_end_to_waiting():
    check_lapses(NOW + signing().longest, now=NOW)
    with pytest.raises(Refused, match="signing_time_passed"):
        check_lapses(NOW, now=NOW)
    with pytest.raises(Refused, match="signing_too_long"):
        check_lapses(NOW + signing().longest + timedelta(seconds=1), now=NOW)
