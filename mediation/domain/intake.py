"""The way to file: which steps, in which order, for whom, and what each needs before filing."""

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple

from mediation.domain.errors import Refused
from mediation.domain.lanes import SETTLES, Lane
from mediation.domain.parties import NEEDED, PartyKind
from mediation.domain.questions import needed_of
from mediation.domain.rulebook import Entry, rules

# Everything a person has said so far, as it is kept: `lane`, and under `answers` what each
# step asked; under `typed` what could not be accepted yet, exactly as it was typed.
Content = Mapping[str, Any]


class Step(StrEnum):
    LANE = "lane"
    CHANNEL = "channel"
    WHO = "who"
    REPRESENTED = "represented"
    CONTACT = "contact"
    CODE = "code"
    LOANS = "loans"
    EVENTS = "events"
    STORY = "story"
    DETAILS = "details"
    PRIOR = "prior"
    WISHES = "wishes"
    SUPPORT = "support"
    FILES = "files"
    IDENTITY = "identity"
    VIEW = "view"
    CONSENTS = "consents"
    CHECK = "check"


EVERY_LANE = frozenset(Lane)
FOR_ANOTHER = frozenset({PartyKind.REPRESENTATIVE, PartyKind.RELATIVE, PartyKind.HEIR})


class Row(NamedTuple):
    """One step: for which lanes it is, what it asks, and what must be there before filing.

    `needed` is a list of groups of fields: of each group at least one must be filled.
    """

    step: Step
    lanes: frozenset[Lane] = EVERY_LANE
    fields: tuple[str, ...] = ()
    needed: tuple[tuple[str, ...], ...] = ()
    when: Callable[[Content], bool] | None = None


def keys_of_steps() -> list[str]:
    """Every sentence that the steps ask the catalogues for."""
    return ["step.callers.name", *(f"step.{row.step}.name" for row in FLOW)]


def name_of(step: Step, content: Content) -> str:
    """What the step is called, as a key; a bystander has callers and no loans."""
    callers = step is Step.LOANS and lane_of(content) is Lane.BYSTANDER
    return "step.callers.name" if callers else f"step.{step}.name"


def answer(content: Content, step: Step) -> Any:
    """What was answered at `step`; an empty table where nothing was."""
    return content.get("answers", {}).get(step, {})


def is_for_another(content: Content) -> bool:
    """Whether somebody files for another person."""
    return answer(content, Step.WHO).get("kind") in FOR_ANOTHER


def is_by_staff(content: Content) -> bool:
    """Whether the body's own people write it down for somebody."""
    return bool(content.get("by_staff"))


FLOW: tuple[Row, ...] = (
    Row(Step.LANE, fields=("lane",)),
    Row(Step.CHANNEL, fields=("channel", "words"), needed=(("channel",),), when=is_by_staff),
    Row(Step.WHO, SETTLES, fields=("kind",), needed=(("kind",),)),
    Row(
        Step.REPRESENTED,
        SETTLES,
        fields=("name", "phone", "email", "relation", "authority", "fee", "fee_fen"),
        needed=(("name",), ("relation",), ("authority",), ("fee",)),
        when=is_for_another,
    ),
    Row(
        Step.CONTACT,
        fields=("name", "phone", "email", "safe_number", "hours", "wording"),
        needed=(("name",), ("phone", "email")),
    ),
    Row(Step.CODE, fields=("code",)),
    Row(Step.LOANS),
    Row(Step.EVENTS, SETTLES),
    Row(Step.STORY, fields=("story", "also"), needed=(("story",),)),
    Row(Step.DETAILS),
    Row(Step.PRIOR, SETTLES, ("told", "on", "way", "answer", "words"), (("told",),)),
    Row(Step.WISHES, SETTLES, ("kinds", "words", "amount_fen"), (("kinds", "words"),)),
    Row(Step.SUPPORT, fields=("needs", "situation", "words")),
    Row(Step.FILES),
    Row(Step.IDENTITY, SETTLES, ("withheld",), (("withheld",),)),
    Row(Step.VIEW),
    Row(Step.CONSENTS, fields=("mediation_body", "pass_to_lender", "sensitive", "arbitration")),
    Row(Step.CHECK, fields=("truth",)),
)
ROWS = {row.step: row for row in FLOW}


def with_answer(content: Content, step: Step, answers: Any, *, page: str = "") -> dict[str, Any]:
    """The content once `step` is answered; what was typed in vain there is forgotten.

    `page` names one of several pages of a step, as `details.2`.
    """
    left = {name: rows for name, rows in content.get("typed", {}).items() if name != (page or step)}
    return {**content, "answers": {**content.get("answers", {}), step: answers}, "typed": left}


def with_typed(content: Content, page: str, typed: list[tuple[str, str]]) -> dict[str, Any]:
    """The content with what was typed on a page and could not be accepted."""
    return {**content, "typed": {**content.get("typed", {}), page: typed}}


def has_several_loans(content: Content) -> bool:
    """Whether the filing becomes several cases, each for another lender."""
    return len(answer(content, Step.LOANS) or []) > 1 and lane_of(content) is not Lane.BYSTANDER


def reached_at(contact: Mapping[str, Any]) -> tuple[str, str]:
    """By which channel we reach a person, and where: as they asked, never anywhere else."""
    if contact.get("safe_number"):
        return "sms", contact["safe_number"]
    if contact.get("email"):
        return "mail", contact["email"]
    return "sms", contact.get("phone") or ""


def lane_of(content: Content) -> Lane | None:
    """The lane that was chosen."""
    lane = content.get("lane")
    return Lane(lane) if lane else None


def steps_of(content: Content) -> tuple[Step, ...]:
    """The steps of this complaint, in order; they follow from what was answered so far."""
    lane = lane_of(content)
    if lane is None:
        return (Step.LANE,)
    return tuple(
        row.step for row in FLOW if lane in row.lanes and (row.when is None or row.when(content))
    )


def place_of(step: Step, content: Content) -> tuple[int, int]:
    """Which step this is, and of how many."""
    steps = steps_of(content)
    return steps.index(step) + 1, len(steps)


def step_after(step: Step, content: Content) -> Step:
    """The step that follows; the last is followed by itself."""
    steps = steps_of(content)
    return steps[min(steps.index(step) + 1, len(steps) - 1)]


def step_before(step: Step, content: Content) -> Step | None:
    """The step that comes before; None before the first."""
    steps = steps_of(content)
    return steps[steps.index(step) - 1] if steps.index(step) else None


def is_filled(value: Any) -> bool:
    """Whether something was answered; a no and a zero are answers."""
    return value is not None and value != "" and value != []


def is_done(step: Step, content: Content, *, proven: bool, view: str) -> bool:
    """Whether nothing more is needed of `step`.

    `proven`: the contact answered, or staff vouched for it. `view` is the fingerprint of what
    the lender would see now; it must be the one that was looked at.
    """
    if any(name.split(".")[0] == step for name in content.get("typed", {})):
        return False
    match step:
        case Step.LANE:
            return lane_of(content) is not None
        case Step.CODE:
            return proven
        case Step.LOANS:
            return _companies_are_named(content)
        case Step.DETAILS:
            return _details_are_there(content)
        case Step.VIEW:
            return bool(content.get("seen")) and content.get("seen") == view
        case Step.CONSENTS:
            return all(answer(content, step).get(kind) for kind in NEEDED)
        case Step.CHECK:
            return True
    given = answer(content, step)
    return all(any(is_filled(given.get(name)) for name in group) for group in ROWS[step].needed)


def _companies_are_named(content: Content) -> bool:
    loans = answer(content, Step.LOANS) or []
    return bool(loans) and all(loan["companies"] or loan.get("unknown") for loan in loans)


def _details_are_there(content: Content) -> bool:
    lane = lane_of(content)
    if lane is None:
        return False
    shared = answer(content, Step.DETAILS)
    loans = answer(content, Step.LOANS) or []
    return all(is_filled(shared.get(name)) for name in needed_of(lane, each=False)) and all(
        is_filled(loan.get("details", {}).get(name))
        for loan in loans
        for name in needed_of(lane, each=True)
    )


def left_to_do(content: Content, *, proven: bool, view: str) -> list[Step]:
    """The steps that still lack something."""
    return [
        step for step in steps_of(content) if not is_done(step, content, proven=proven, view=view)
    ]


def check_complete(content: Content, *, proven: bool, view: str) -> None:
    """Refuse to file a complaint that lacks something; says at how many steps."""
    left = left_to_do(content, proven=proven, view=view)
    if Step.CODE in left and len(left) == 1:
        raise Refused("contact_not_proven")
    if left:
        raise Refused("complaint_incomplete", count=len(left), steps=list(left))


class FilingRules(NamedTuple):
    """The figures of rules/intake.toml."""

    remind_after: timedelta
    remind_again_before: timedelta
    expires_after: timedelta
    keep_receipt: timedelta
    duplicates_within: timedelta
    most: Mapping[str, int]


LIMITS = ("loans", "companies", "events", "files", "file_bytes")


@cache
def rules_of_filing() -> FilingRules:
    """The rules in force."""
    return read_rules(rules("intake.toml"))


def read_rules(book: Entry) -> FilingRules:
    """Read and check the figures; a reminder that comes after the end is a mistake."""
    book.only("version", "draft", "duplicates", "limits")
    draft = book.at("draft")
    draft.only(
        "remind_after_days", "remind_again_before_days", "expires_after_days", "keep_receipt_hours"
    )
    limits = book.at("limits").only(*LIMITS)
    read = FilingRules(
        remind_after=timedelta(days=_positive(draft.at("remind_after_days"))),
        remind_again_before=timedelta(days=_positive(draft.at("remind_again_before_days"))),
        expires_after=timedelta(days=_positive(draft.at("expires_after_days"))),
        keep_receipt=timedelta(hours=_positive(draft.at("keep_receipt_hours"))),
        duplicates_within=timedelta(
            days=_positive(book.at("duplicates").only("within_days").at("within_days"))
        ),
        most={name: _positive(limits.at(name)) for name in LIMITS},
    )
    if read.remind_after >= read.expires_after - read.remind_again_before:
        raise draft.wrong("the first reminder must come before the last")
    return read


def _positive(entry: Entry) -> int:
    number = entry.number()
    if not number:
        raise entry.wrong("should be more than zero")
    return number


def check_room(what: str, rows: Iterable[Any]) -> None:
    """Refuse one more where the most are there already."""
    most = rules_of_filing().most[what]
    if len(list(rows)) >= most:
        raise Refused(f"too_many_{what}", most=most)
