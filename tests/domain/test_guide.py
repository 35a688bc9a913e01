"""The problem tree of this release, and what its checker finds in broken ones."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.domain.guide import (
    Answer,
    Leaf,
    LeafKind,
    Question,
    Read,
    parent_of,
    progress,
    read_node,
    the_guide,
    way_on,
)
from mediation.domain.guide_check import guide_faults
from mediation.domain.lanes import Lane
from mediation.domain.letters import Both
from mediation.domain.rulebook import RuleError, parse

GUIDE = the_guide()
QUESTIONS = list(GUIDE.questions)
LEAVES = list(GUIDE.leaves)
CHINESE = re.compile("[\u4e00-\u9fff]")


def texts(thing):
    """Every text of a node with its language."""
    for value in vars(thing).values():
        if isinstance(value, Both):
            yield value
        elif isinstance(value, tuple):
            for part in value:
                if isinstance(part, Answer):
                    yield part.say
                    yield part.more
        elif hasattr(value, "zh") and hasattr(value, "en"):
            yield from map(Both, value.zh, value.en)


def without(guide, **changes):
    return replace(guide, **changes)


def changed(name, **values):
    """The guide with one node changed."""
    nodes = {**GUIDE.nodes, name: replace(GUIDE.nodes[name], **values)}
    return replace(GUIDE, nodes=nodes)


class TestThisRelease:
    def test_has_no_faults(self):
        assert guide_faults(GUIDE) == []

    def test_covers_far_more_than_forty_cases(self):
        assert len(LEAVES) >= 60

    @pytest.mark.parametrize("node", [*QUESTIONS, *LEAVES], ids=lambda node: node.name)
    def test_says_everything_in_both_languages(self, node):
        for text in texts(node):
            assert CHINESE.search(text.zh), text
            assert not CHINESE.search(text.en), text

    @pytest.mark.parametrize("lane", list(Lane))
    def test_files_in_every_lane_with_what_to_have_at_hand(self, lane):
        assert any(leaf.lane is lane and leaf.kind is LeafKind.FILE for leaf in LEAVES)
        assert GUIDE.lanes[lane].at_hand.zh

    @pytest.mark.parametrize("name", ["danger-now", "threat", "visit", "self-harm"])
    def test_names_a_hotline_where_there_is_danger(self, name):
        leaf = GUIDE.nodes[name]
        assert leaf.kind is LeafKind.DANGER
        assert {GUIDE.hotlines[line].number for line in leaf.hotlines} & {"110", "12356"}
        assert leaf.report

    def test_puts_danger_before_everything_else(self):
        assert GUIDE.nodes["start"].answers[0].to == "danger"
        assert GUIDE.nodes["conduct"].answers[0].to == "threat"

    def test_knows_only_four_hotlines(self):
        assert {line.number for line in GUIDE.hotlines.values()} == {
            "110",
            "12356",
            "12378",
            "12315",
        }

    def test_calls_nothing_illegal_or_not_owed_because_of_a_number(self):
        words = "违法|非法放贷|不用还了|无需偿还|可以不还|illegal|need not repay|void loan"
        said = [text for node in (*QUESTIONS, *LEAVES) for text in texts(node)]
        said += [both for law in GUIDE.law.values() for both in (law.says, law.source)]
        found = [text for text in said if re.search(words, text.zh + text.en)]
        assert found == []

    def test_says_of_each_rule_whether_its_text_was_read(self):
        reports = {name for name, law in GUIDE.law.items() if law.read is Read.REPORT}
        assert {"standard-hours", "banks-hours", "licensed-request", "card-plan"} <= reports
        assert "deduction" not in reports


class TestWalking:
    def test_one_answer_leads_on(self):
        question = GUIDE.nodes["start"]
        assert way_on(question, ["fees", "conduct"]) == ["conduct"]

    def test_of_several_the_most_pressing_leads_on(self):
        question = GUIDE.nodes["conduct"]
        assert way_on(question, ["conduct-how", "family-told", "threat"]) == [
            "threat",
            "family-told",
            "conduct-how",
        ]

    def test_an_answer_to_another_question_leads_nowhere(self):
        assert way_on(GUIDE.nodes["start"], ["night", "../etc"]) == []

    def test_progress_counts_from_one_and_never_shrinks_below_the_step(self):
        for question in QUESTIONS:
            step, most = progress(GUIDE, question)
            assert 1 <= step <= most <= 4

    def test_progress_goes_one_further_at_each_answer(self):
        for question in QUESTIONS:
            for answer in question.answers:
                below = GUIDE.nodes[answer.to]
                if isinstance(below, Question):
                    assert progress(GUIDE, below).step == progress(GUIDE, question).step + 1
                    assert progress(GUIDE, below).most <= progress(GUIDE, question).most

    def test_one_goes_back_to_where_one_came_from(self):
        assert parent_of(GUIDE, "threat", "bystander") == "bystander"
        assert parent_of(GUIDE, "threat", "hardship") == "danger"
        assert parent_of(GUIDE, "start", None) is None

    @given(st.data())
    def test_every_walk_ends_at_a_leaf(self, data):
        node = GUIDE.nodes[GUIDE.root]
        for _ in range(5):
            if isinstance(node, Leaf):
                return
            node = GUIDE.nodes[data.draw(st.sampled_from(node.answers)).to]
        assert isinstance(node, Leaf)


class TestTheCheckerBites:
    """Each rule is shown a guide that breaks it."""

    def faults(self, guide, words):
        assert [fault for fault in guide_faults(guide) if words in fault]

    def test_a_dangling_answer(self):
        answers = (*GUIDE.nodes["rate"].answers, Answer("gone", "x", Both("答", "a"), Both("", "")))
        self.faults(changed("rate", answers=answers), "rate: an answer leads to gone")

    def test_a_missing_root(self):
        self.faults(without(GUIDE, root="gone"), "the root gone is no node")

    def test_a_circle(self):
        answers = (*GUIDE.nodes["rate"].answers, replace(GUIDE.nodes["fees"].answers[0], to="fees"))
        self.faults(changed("rate", answers=answers), "a circle: fees > rate > fees")

    def test_a_leaf_out_of_reach(self):
        nodes = {**GUIDE.nodes, "lonely": replace(GUIDE.nodes["night"], name="lonely")}
        self.faults(without(GUIDE, nodes=nodes), "lonely: no answer leads there")

    def test_ways_of_different_length(self):
        answers = (
            *GUIDE.nodes["start"].answers,
            replace(GUIDE.nodes["start"].answers[0], to="rate"),
        )
        self.faults(changed("start", answers=answers), "rate: the ways to this question")

    def test_a_question_with_one_answer(self):
        answers = GUIDE.nodes["danger"].answers[:1]
        self.faults(changed("danger", answers=answers), "danger: a question needs two answers")

    def test_a_lane_that_nobody_can_file_in(self):
        nodes = {
            name: replace(node, kind=LeafKind.ADVICE)
            if isinstance(node, Leaf) and node.lane is Lane.IDENTITY
            else node
            for name, node in GUIDE.nodes.items()
        }
        self.faults(without(GUIDE, nodes=nodes), "no leaf files in the lane identity")

    @pytest.mark.parametrize(
        ("name", "values", "words"),
        [
            ("danger-now", {"hotlines": ()}, "a danger leaf needs a hotline"),
            ("fee-unknown", {"letter": None}, "a letter leaf needs a letter"),
            ("night", {"lane": None}, "a file leaf needs a lane"),
            ("night", {"law": ("no-such-rule",)}, "there is no statement no-such-rule"),
            ("night", {"letter": "nowhere"}, "there is no letter nowhere"),
            ("night", {"ticks": ("nothing",)}, "its letter has no tick nothing"),
            ("threat", {"report": "boredom"}, "is no kind of danger"),
        ],
    )
    def test_a_leaf_without_what_it_owes(self, name, values, words):
        self.faults(changed(name, **values), words)

    def test_a_rule_that_no_leaf_quotes(self):
        law = {**GUIDE.law, "idle": GUIDE.law["early"]}
        self.faults(without(GUIDE, law=law), "the statement idle is used by no leaf")

    def test_a_name_that_the_pages_need(self):
        nodes = {**GUIDE.nodes, "letters": replace(GUIDE.nodes["night"], name="letters")}
        self.faults(without(GUIDE, nodes=nodes), "letters: the pages need this name")


class TestReading:
    def test_a_language_left_out_is_named_with_its_place(self):
        node = parse("x.toml", 'kind="advice"\nzh={title="标题", lead="话", steps=["一"]}\nen={}')
        with pytest.raises(RuleError, match=r"x\.toml at en: 'title' is missing"):
            read_node("x", node)

    def test_lists_of_different_length_are_refused(self):
        text = (
            'kind="advice"\nzh={title="标", lead="话", steps=["一", "二"]}\n'
            'en={title="t", lead="l", steps=["one"]}'
        )
        with pytest.raises(RuleError, match="steps has 2 lines in zh, 1 in en"):
            read_node("x", parse("x.toml", text))

    def test_an_unknown_kind_is_refused_with_the_known_ones(self):
        with pytest.raises(RuleError, match="no such kind; there are question, advice, danger"):
            read_node("x", parse("x.toml", 'kind="hint"'))
