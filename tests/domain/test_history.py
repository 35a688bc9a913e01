"""A chain is whole, or the place where it is not is named."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.domain.history import (
    START,
    Link,
    canonical,
    digest_of,
    first_break,
    hash_of,
)

NOON = datetime(2026, 3, 4, 4, tzinfo=UTC)
FACTS = st.dictionaries(
    st.text(max_size=8), st.one_of(st.integers(), st.text(max_size=20), st.none()), max_size=5
)


def chain(length):
    links, previous = [], START
    for number in range(1, length + 1):
        at, salt = NOON + timedelta(minutes=number), bytes([number]) * 16
        facts = canonical({"number": number, "words": "逾期"})
        digest = digest_of(salt, facts)
        previous = hash_of(previous, number, "message_sent", at, digest)
        links.append(Link(number, "message_sent", at, digest, previous, salt, facts))
    return links


def broken(links, *, head=None, count=None):
    return first_break(
        links,
        head=head if head is not None else (links[-1].hash if links else START),
        count=len(links) if count is None else count,
    )


class TestAWholeChain:
    @pytest.mark.parametrize("length", [0, 1, 2, 12])
    def test_is_whole(self, length):
        assert broken(chain(length)) is None

    def test_stands_when_facts_were_erased(self):
        links = [link._replace(salt=None, facts=None) for link in chain(5)]
        assert broken(links) is None


class TestABrokenChain:
    @given(st.integers(0, 8), st.sampled_from(["event", "at", "digest", "hash"]))
    def test_any_change_of_a_row_is_found_where_it_is(self, place, what):
        links = chain(9)
        other = {
            "event": "case_closed",
            "at": NOON,
            "digest": b"\1" * 32,
            "hash": b"\2" * 32,
        }[what]
        links[place] = links[place]._replace(**{what: other})
        assert broken(links, head=chain(9)[-1].hash) == f"changed:{place + 1}"

    def test_changed_facts_are_found(self):
        links = chain(4)
        links[2] = links[2]._replace(facts=canonical({"number": 3, "words": "别的"}))
        assert broken(links) == "facts_changed:3"

    def test_a_missing_row_is_found(self):
        links = chain(5)
        del links[2]
        assert broken(links, head=chain(5)[-1].hash, count=5) == "gap:3"

    def test_a_cut_tail_is_found_by_the_count(self):
        whole = chain(5)
        assert broken(whole[:3], head=whole[-1].hash, count=5) == "cut:4"

    def test_a_tail_cut_with_its_count_is_found_by_the_head(self):
        whole = chain(5)
        assert broken(whole[:3], head=whole[-1].hash, count=3) == "head:3"

    def test_two_swapped_rows_are_found(self):
        links = chain(5)
        links[1], links[2] = links[2], links[1]
        assert broken(links) == "gap:2"


class TestCanonical:
    @given(FACTS)
    def test_the_same_facts_have_one_form_whatever_their_order(self, facts):
        turned = dict(reversed(list(facts.items())))
        assert canonical(facts) == canonical(turned)

    def test_it_is_readable_and_has_no_blanks(self):
        assert canonical({"b": 1, "a": "担保费"}) == '{"a":"担保费","b":1}'.encode()

    def test_the_zone_of_an_instant_does_not_matter_to_its_hash(self):
        here = NOON.astimezone(ZoneInfo("Asia/Shanghai"))
        assert hash_of(START, 1, "x", NOON, b"") == hash_of(START, 1, "x", here, b"")
