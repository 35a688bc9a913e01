"""Every stage and every event: it moves, or it is refused."""

import pytest

from mediation.domain.errors import Refused
from mediation.domain.events import Event
from mediation.domain.lifecycle import (
    EVERY,
    MOVES,
    OPEN,
    OWNER,
    WHILE_PAUSED,
    Stage,
    Turn,
    is_possible,
    stage_after,
    turn_after,
)

# The ways out of each stage, as the shape of a dispute promises them.
PROMISED = {
    Stage.DRAFT: {Stage.RECEIVED},
    Stage.RECEIVED: {Stage.WITH_LENDER, Stage.RETURNED, Stage.CLOSED, Stage.TRACING},
    Stage.RETURNED: {Stage.RECEIVED, Stage.CLOSED},
    Stage.TRACING: {Stage.WITH_LENDER, Stage.CLOSED},
    Stage.WITH_LENDER: {
        Stage.NEGOTIATION,
        Stage.CLOSED,
        Stage.AWAITING_MEDIATOR,
        Stage.TRACING,
    },
    Stage.NEGOTIATION: {Stage.AGREEMENT, Stage.AWAITING_MEDIATOR, Stage.CLOSED},
    Stage.AWAITING_MEDIATOR: {Stage.MEDIATION, Stage.CLOSED},
    Stage.PERFORMING: {Stage.CLOSED, Stage.BREACHED},
    Stage.ARBITRATION: {Stage.PERFORMING, Stage.CLOSED},
    Stage.COURT: {Stage.PERFORMING, Stage.CLOSED},
    Stage.CLOSED: {Stage.RECEIVED, Stage.ARBITRATION, Stage.COURT},
}


class TestTheTable:
    def test_every_event_has_its_row(self):
        assert set(MOVES) == set(Event)

    def test_every_stage_has_an_owner(self):
        assert set(OWNER) == set(Stage)

    def test_a_draft_is_left_by_filing_alone(self):
        leaving = [event for event, move in MOVES.items() if Stage.DRAFT in move.sources]
        assert leaving == [Event.COMPLAINT_FILED]

    def test_every_stage_can_be_reached_and_left(self):
        reached = {move.target for move in MOVES.values()}
        assert set(Stage) - reached == {Stage.DRAFT}
        assert all(ways_out(stage) for stage in Stage)

    @pytest.mark.parametrize("stage", sorted(PROMISED))
    def test_a_stage_is_left_by_the_promised_ways_and_no_other(self, stage):
        assert ways_out(stage) == PROMISED[stage]

    def test_a_complaint_can_be_withdrawn_from_every_open_stage(self):
        assert MOVES[Event.COMPLAINT_WITHDRAWN].sources == OPEN

    def test_closing_does_not_close_the_channel(self):
        assert Stage.CLOSED in MOVES[Event.MESSAGE_SENT].sources
        assert Stage.CLOSED in MOVES[Event.EVIDENCE_SUBMITTED].sources


def ways_out(stage):
    return {
        move.target
        for move in MOVES.values()
        if stage in move.sources and move.target not in (None, stage)
    }


class TestStageAfter:
    @pytest.mark.parametrize("stage", sorted(Stage))
    def test_a_pair_moves_or_is_refused_with_both_named(self, stage):
        for event in Event:
            if is_possible(stage, event):
                assert stage_after(stage, event) in (stage, MOVES[event].target)
                continue
            with pytest.raises(Refused, match="wrong_stage") as refusal:
                stage_after(stage, event)
            assert refusal.value.facts == {"stage": stage, "event": event}

    @pytest.mark.parametrize("stage", sorted(Stage))
    def test_a_pause_holds_back_all_that_is_not_named(self, stage):
        for event in Event:
            may_be, goes_on = stage in MOVES[event].sources, event in WHILE_PAUSED
            assert is_possible(stage, event, paused=True) == (may_be and goes_on), event
            if may_be and not goes_on:
                with pytest.raises(Refused, match="case_is_paused"):
                    stage_after(stage, event, paused=True)

    def test_a_paused_case_can_be_resumed_withdrawn_and_written_to(self):
        for event in (Event.CASE_RESUMED, Event.COMPLAINT_WITHDRAWN, Event.MESSAGE_SENT):
            assert event in WHILE_PAUSED


class TestTurnAfter:
    @pytest.mark.parametrize(
        ("side", "next_turn"),
        [(Turn.LENDER, Turn.COMPLAINANT), (Turn.COMPLAINANT, Turn.LENDER), (None, Turn.BOTH)],
    )
    def test_an_offer_hands_the_turn_to_the_other_side(self, side, next_turn):
        talks = Stage.NEGOTIATION
        assert turn_after(Turn.BOTH, talks, talks, Event.OFFER_MADE, side) is next_turn

    @pytest.mark.parametrize("stage", sorted(EVERY))
    def test_a_new_stage_is_its_owners_turn(self, stage):
        before = Stage.RECEIVED if stage is not Stage.RECEIVED else Stage.RETURNED
        event = Event.CASE_ADMITTED
        assert turn_after(Turn.NOBODY, before, stage, event, None) is OWNER[stage]

    def test_a_message_changes_nobodys_turn(self):
        for turn in Turn:
            talks = Stage.MEDIATION
            assert turn_after(turn, talks, talks, Event.MESSAGE_SENT, Turn.LENDER) is turn
