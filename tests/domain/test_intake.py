"""The steps of filing and what each one asks."""

import pytest

from mediation.domain.errors import Refused
from mediation.domain.intake import (
    FLOW,
    Step,
    check_complete,
    left_to_do,
    name_of,
    place_of,
    reached_at,
    read_rules,
    rules_of_filing,
    step_after,
    step_before,
    steps_of,
    with_answer,
    with_typed,
)
from mediation.domain.lanes import Lane
from mediation.domain.parties import PartyKind
from mediation.domain.questions import needed_of
from mediation.domain.rulebook import RuleError, parse, rules

BYSTANDER_STEPS = ["lane", "contact", "code", "loans", "story", "details", "support", "files"]


DETAILS = {"received_fen": 0}


def whole(lane=Lane.FEES, **changes):
    """A content in which every step has what it needs."""
    answers = {
        "who": {"kind": "complainant"},
        "contact": {"name": "周念安", "phone": "+8613800000001"},
        "loans": [
            {
                "key": 1,
                "companies": [{"name": "甲", "role": "lender"}],
                "details": dict.fromkeys(needed_of(lane, each=True), 0),
            }
        ],
        "story": {"story": "说来话长"},
        "details": dict.fromkeys(needed_of(lane, each=False), 0),
        "prior": {"told": "no"},
        "wishes": {"kinds": ["refund"]},
        "identity": {"withheld": False},
        "consents": {"mediation_body": True, "pass_to_lender": False},
    }
    return {"lane": lane, "answers": {**answers, **changes}, "seen": "picture"}


class TestSteps:
    @pytest.mark.parametrize("lane", sorted(set(Lane) - {Lane.BYSTANDER}))
    def test_who_borrowed_is_asked_everything_but_whom_they_represent(self, lane):
        assert Step.REPRESENTED not in steps_of({"lane": lane})
        assert set(steps_of({"lane": lane})) == set(Step) - {Step.REPRESENTED, Step.CHANNEL}

    def test_a_bystander_is_asked_about_no_debt_and_no_settlement(self):
        steps = steps_of({"lane": Lane.BYSTANDER})
        assert list(steps) == [*BYSTANDER_STEPS, "view", "consents", "check"]

    def test_whoever_files_for_another_names_them(self):
        for kind in (PartyKind.RELATIVE, PartyKind.REPRESENTATIVE, PartyKind.HEIR):
            content = {"lane": Lane.FEES, "answers": {"who": {"kind": kind}}}
            assert step_after(Step.WHO, content) is Step.REPRESENTED

    def test_staff_say_how_it_came(self):
        assert steps_of({"lane": Lane.FEES, "by_staff": True})[1] is Step.CHANNEL

    def test_without_a_lane_there_is_one_question(self):
        assert steps_of({}) == (Step.LANE,)

    def test_places_count_from_one_to_the_number_of_steps(self):
        content = {"lane": Lane.BYSTANDER}
        steps = steps_of(content)
        assert [place_of(step, content) for step in steps] == [
            (number, len(steps)) for number in range(1, len(steps) + 1)
        ]

    def test_forth_and_back_is_where_one_was(self):
        content = {"lane": Lane.HARDSHIP}
        assert step_before(Step.LANE, content) is None
        assert step_after(Step.CHECK, content) is Step.CHECK
        for step in steps_of(content)[:-1]:
            assert step_before(step_after(step, content), content) is step

    def test_a_bystander_has_callers_where_others_have_loans(self):
        assert name_of(Step.LOANS, {"lane": Lane.BYSTANDER}) == "step.callers.name"
        assert name_of(Step.LOANS, {"lane": Lane.FEES}) == "step.loans.name"

    def test_what_is_needed_is_among_what_is_asked(self):
        for row in FLOW:
            assert {name for group in row.needed for name in group} <= set(row.fields)


class TestWhatIsLeft:
    @pytest.mark.parametrize("lane", sorted(Lane))
    def test_nothing_when_every_step_has_what_it_needs(self, lane):
        assert left_to_do(whole(lane), proven=True, view="picture") == []

    @pytest.mark.parametrize(
        ("changes", "step"),
        [
            ({"who": {}}, Step.WHO),
            ({"contact": {"name": "周念安"}}, Step.CONTACT),
            ({"contact": {"phone": "1"}}, Step.CONTACT),
            ({"loans": []}, Step.LOANS),
            ({"loans": [{"key": 1, "companies": [], "details": DETAILS}]}, Step.LOANS),
            ({"loans": [{"key": 1, "companies": [], "unknown": True}]}, Step.DETAILS),
            ({"story": {"story": ""}}, Step.STORY),
            ({"prior": {}}, Step.PRIOR),
            ({"wishes": {"kinds": [], "words": ""}}, Step.WISHES),
            ({"identity": {}}, Step.IDENTITY),
            ({"consents": {"mediation_body": False}}, Step.CONSENTS),
            ({"who": {"kind": "relative"}}, Step.REPRESENTED),
        ],
        ids=lambda value: value if isinstance(value, str) else "",
    )
    def test_names_the_step_that_lacks_something(self, changes, step):
        assert left_to_do(whole(**changes), proven=True, view="picture") == [step]

    def test_a_loan_of_somebody_unknown_needs_no_company(self):
        content = whole(loans=[{"key": 1, "companies": [], "unknown": True, "details": DETAILS}])
        assert left_to_do(content, proven=True, view="picture") == []

    def test_what_concerns_no_single_loan_is_asked_once(self):
        content = whole(Lane.CONDUCT, details={})
        assert left_to_do(content, proven=True, view="picture") == [Step.DETAILS]

    def test_what_was_typed_in_vain_about_one_loan_counts(self):
        content = with_typed(whole(), "details.1", [("received_fen", "x")])
        assert left_to_do(content, proven=True, view="picture") == [Step.DETAILS]

    def test_what_was_looked_at_must_be_what_the_lender_sees_now(self):
        assert left_to_do(whole(), proven=True, view="another") == [Step.VIEW]

    def test_what_was_typed_in_vain_still_has_to_be_mended(self):
        content = with_typed(whole(), Step.PRIOR, [("told", "perhaps")])
        assert left_to_do(content, proven=True, view="picture") == [Step.PRIOR]
        mended = with_answer(content, Step.PRIOR, {"told": "yes"})
        assert left_to_do(mended, proven=True, view="picture") == []

    def test_what_was_typed_in_vain_overwrites_nothing(self):
        content = with_typed(whole(), Step.STORY, [("story", "")])
        assert content["answers"]["story"] == {"story": "说来话长"}

    def test_refuses_by_name_and_says_how_many(self):
        with pytest.raises(Refused, match="complaint_incomplete") as refusal:
            check_complete(whole(prior={}), proven=False, view="picture")
        assert refusal.value.facts["count"] == 2

    def test_says_so_where_only_the_proof_is_missing(self):
        with pytest.raises(Refused, match="contact_not_proven"):
            check_complete(whole(), proven=False, view="picture")


class TestReach:
    @pytest.mark.parametrize(
        ("contact", "reached"),
        [
            ({"phone": "1", "email": "a@b.c", "safe_number": "2"}, ("sms", "2")),
            ({"phone": "1", "email": "a@b.c"}, ("mail", "a@b.c")),
            ({"phone": "1"}, ("sms", "1")),
            ({}, ("sms", "")),
        ],
        ids=["safe number", "address", "number", "nothing"],
    )
    def test_a_safe_number_goes_before_everything(self, contact, reached):
        assert reached_at(contact) == reached


class TestRules:
    def text(self, **changes):
        book = {
            "remind_after_days = 3": "remind_after_days = 3",
            "within_days = 90": "within_days = 90",
        } | changes
        text = "\n".join(
            f"[{name}]\n" + "\n".join(f"{key} = {value}" for key, value in table.items())
            for name, table in rules("intake.toml").value.items()
            if isinstance(table, dict)
        )
        for old, new in book.items():
            text = text.replace(old, new)
        return parse("intake.toml", text)

    def test_the_rules_in_force_can_be_read(self):
        assert rules_of_filing().expires_after > rules_of_filing().remind_after
        assert read_rules(self.text()) == rules_of_filing()

    @pytest.mark.parametrize(
        "change",
        [
            {"remind_after_days = 3": "remind_after_days = 0"},
            {"remind_after_days = 3": "remind_after_days = 29"},
            {"remind_after_days = 3": "remind_after = 3"},
            {"within_days = 90": 'within_days = "90"'},
        ],
        ids=["nothing", "after the end", "misspelt", "no number"],
    )
    def test_a_mistake_is_named(self, change):
        with pytest.raises(RuleError, match=r"intake\.toml"):
            read_rules(self.text(**change))
