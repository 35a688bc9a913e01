"""When a claim is taken over: after a whole lease of watching it, and never before."""

from hypothesis import given
from hypothesis import strategies as st

from mediation.domain.leases import Watch

LEASE = 300.0
STEPS = st.lists(st.tuples(st.floats(0, LEASE), st.sampled_from([None, 1, 2])), max_size=20)


class TestWatch:
    def test_takes_nothing_over_at_first_sight(self):
        watch = Watch(LEASE)
        watch.look({7: 1}, at=1e9)
        assert watch.abandoned(at=1e9) == {}

    def test_takes_over_what_stood_still_for_a_whole_lease(self):
        watch = Watch(LEASE)
        for at in (0.0, 100.0, 299.9):
            watch.look({7: 1}, at=at)
            assert watch.abandoned(at=at) == {}
        assert watch.abandoned(at=300.0) == {7: 1}

    def test_begins_anew_with_a_new_claim(self):
        watch = Watch(LEASE)
        watch.look({7: 1}, at=0.0)
        watch.look({7: 2}, at=250.0)
        assert watch.abandoned(at=400.0) == {}
        assert watch.abandoned(at=550.0) == {7: 2}

    @given(STEPS)
    def test_has_seen_the_same_claim_for_as_long_as_it_says(self, steps):
        watch, at, since, before = Watch(LEASE), 0.0, 0.0, None
        for length, claim in steps:
            at += length
            if claim != before:
                since, before = at, claim
            watch.look({7: claim} if claim else {}, at=at)
            stood = claim is not None and at - since >= LEASE
            assert watch.abandoned(at=at) == ({7: claim} if stood else {})

    def test_no_claim_is_fresh_while_another_may_take_it_over(self):
        watch = Watch(LEASE)
        assert watch.is_fresh(0.0, at=149.9)
        assert not watch.is_fresh(0.0, at=150.0)
