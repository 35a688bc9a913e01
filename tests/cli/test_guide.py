"""The operators' view of the guide."""

from dataclasses import replace

from mediation.domain.guide import the_guide
from mediation.services.guide import rate_advice


class TestCheck:
    def test_a_whole_guide_is_said_to_be_whole(self, runner):
        result = runner("guide", "check")
        assert result.exit_code == 0
        assert "no faults" in result.output

    def test_a_fault_is_named_and_the_status_is_one(self, runner, monkeypatch):
        broken = replace(the_guide(), root="nowhere")
        monkeypatch.setattr("mediation.cli.guide.the_guide", lambda: broken)
        result = runner("guide", "check")
        assert result.exit_code == 1
        assert "the root nowhere is no node" in result.output


class TestRatings:
    def test_says_that_nobody_has_rated(self, runner):
        assert "Nobody has rated" in runner("guide", "ratings").output

    def test_counts_what_readers_said(self, runner, session, now):
        guide = the_guide()
        for useful in (True, False):
            rate_advice(guide.nodes["night"], guide=guide, useful=useful, now=now)
        assert "night: useful 1 of 2" in runner("guide", "ratings").output
