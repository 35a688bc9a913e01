"""Acts of the demo world up to the lender's answer, and those that any stage has."""

from collections.abc import Callable

from mediation.domain.admission import Authority, StandstillAnswer
from mediation.domain.answers import Contest, LenderAnswerKind, ReliefKind
from mediation.domain.danger import DangerKind
from mediation.domain.evidence import EvidenceKind
from mediation.domain.outcomes import Decline, Missing, Outcome, Pause, Reopening, Withdrawal
from mediation.domain.parties import Channel, CompanyRole
from mediation.domain.spaces import Space
from mediation.models.danger import DangerReport
from mediation.queries import evidence
from mediation.services.admission import (
    admit_case,
    decline_case,
    overturn_decline,
    request_review,
    return_case,
    uphold_decline,
)
from mediation.services.answers import (
    Reply,
    accept_relief,
    answer_complaint,
    answer_standstill,
    close_unheard,
    decline_relief,
    record_first_reading,
)
from mediation.services.closure import (
    close_case,
    close_uncompleted,
    reopen_case,
    withdraw_complaint,
)
from mediation.services.completion import Addition, complete_complaint
from mediation.services.correspondence import send_message
from mediation.services.danger import close_report, note_report, report_danger
from mediation.services.demo.scene import Scene
from mediation.services.evidence import disclose_evidence, submit_evidence
from mediation.services.parties import reveal_identity
from mediation.services.pauses import pause_case
from mediation.services.respondents import hand_to_authority, name_respondent, start_tracing
from mediation.services.supervision import open_to_supervisor


def _return(scene: Scene) -> None:
    missing = [Missing(name) for name in scene.told["missing"]]
    return_case(scene.case, missing=missing, words=scene.words, **scene.doing)


def _complete(scene: Scene) -> None:
    files = [
        Addition(Missing(row["for"]), scene.world.papers[row["paper"]], row["name"])
        for row in scene.told.get("papers", [])
    ]
    words = {Missing(name): said for name, said in scene.told.get("said", {}).items()}
    complete_complaint(scene.case, words=words, files=files, **scene.doing)


def _decline(scene: Scene) -> None:
    reason = Decline(scene.told["reason"])
    decline_case(scene.case, reason=reason, words=scene.words, **scene.doing)


def _find(scene: Scene) -> None:
    name_respondent(
        scene.case,
        organisation_id=scene.world.bodies[scene.told["company"]].id,
        role=CompanyRole(scene.told.get("role", "lender")),
        **scene.doing,
    )


def _hand_over(scene: Scene) -> None:
    authority = Authority(scene.told["to"])
    hand_to_authority(scene.case, authority=authority, words=scene.words, **scene.doing)


def _pause(scene: Scene) -> None:
    review_on = scene.on("review") or scene.world.moments.day(20)
    reason = Pause(scene.told["reason"])
    pause_case(scene.case, reason=reason, words=scene.words, review_on=review_on, **scene.doing)


def _open_to_supervisor(scene: Scene) -> None:
    told = scene.told
    open_to_supervisor(
        scene.case,
        organisation_id=scene.world.bodies[told["to"]].id,
        basis=told["basis"],
        scope=scene.words,
        expires_on=scene.on("until") or scene.world.moments.day(20),
        **scene.doing,
    )


def _standstill(scene: Scene) -> None:
    answer = StandstillAnswer(scene.told.get("answer", "yes"))
    answer_standstill(scene.case, answer=answer, until_on=scene.on("until"), **scene.doing)


def _answer(scene: Scene) -> None:
    told = scene.told
    reply = Reply(
        LenderAnswerKind(told["kind"]),
        to_complainant=scene.words,
        to_body=told.get("body", ""),
        relief=ReliefKind(told["relief"]) if "relief" in told else None,
        relief_fen=told.get("fen"),
        relief_by_on=scene.on("by"),
        reasons=[Contest(name) for name in told.get("reasons", [])],
        lender_reference=told.get("number", ""),
        names_company=told.get("company", ""),
    )
    answer_complaint(scene.case, reply, **scene.doing)


def _say(scene: Scene) -> None:
    space = Space(scene.told.get("space", "joint"))
    send_message(scene.case, body=scene.words, space=space, once=str(scene.now), **scene.doing)


def _file(scene: Scene) -> None:
    submit_evidence(
        scene.case,
        stored=scene.stored(),
        name=scene.told["name"],
        kind=EvidenceKind(scene.told["kind"]),
        space=Space(scene.told.get("space", "joint")),
        description=scene.words or None,
        speaks_of_on=scene.on("of"),
        **scene.doing,
    )


def _disclose(scene: Scene) -> None:
    items = evidence.shown(scene.case, actor=scene.actor)
    item = next(item for item in items if item.space != Space.JOINT)
    disclose_evidence(scene.case, item, **scene.doing)


def _danger(scene: Scene) -> None:
    report = report_danger(
        DangerKind(scene.told["kind"]), case=scene.case, once=f"demo-{scene.key}", **scene.doing
    )
    report.words = scene.words or None
    scene.world.reports[scene.key] = report


def _report(scene: Scene) -> DangerReport:
    return scene.world.reports[scene.key]


def _withdraw(scene: Scene) -> None:
    reason = Withdrawal(scene.told["reason"])
    withdraw_complaint(scene.case, reason=reason, words=scene.words, **scene.doing)


def _close(scene: Scene) -> None:
    outcome = Outcome(scene.told["outcome"])
    close_case(scene.case, outcome=outcome, words=scene.words, **scene.doing)


def _reopen(scene: Scene) -> None:
    reason = Reopening(scene.told["reason"])
    reopen_case(scene.case, reason=reason, words=scene.words, **scene.doing)


def _close_uncompleted(scene: Scene) -> None:
    tried = [Channel(name) for name in scene.told["tried"]]
    close_uncompleted(scene.case, tried=tried, **scene.doing)


ACTS: dict[str, Callable[[Scene], object]] = {
    "admit": lambda s: admit_case(s.case, **s.doing),
    "return": _return,
    "complete": _complete,
    "decline": _decline,
    "ask_review": lambda s: request_review(s.case, words=s.words, **s.doing),
    "uphold": lambda s: uphold_decline(s.case, words=s.words, **s.doing),
    "overturn": lambda s: overturn_decline(s.case, words=s.words, **s.doing),
    "trace": lambda s: start_tracing(s.case, **s.doing),
    "find": _find,
    "hand_over": _hand_over,
    "pause": _pause,
    "open_to_supervisor": _open_to_supervisor,
    "read": lambda s: record_first_reading(s.case, **s.doing),
    "standstill": _standstill,
    "answer": _answer,
    "accept_relief": lambda s: accept_relief(s.case, **s.doing),
    "decline_relief": lambda s: decline_relief(s.case, **s.doing),
    "close_unheard": lambda s: close_unheard(s.case, **s.doing),
    "reveal": lambda s: reveal_identity(s.case, **s.doing),
    "say": _say,
    "file": _file,
    "disclose": _disclose,
    "danger": _danger,
    "note_danger": lambda s: note_report(_report(s), body=s.words, **s.doing),
    "close_danger": lambda s: close_report(_report(s), case=s.case, body=s.words, **s.doing),
    "withdraw": _withdraw,
    "close": _close,
    "reopen": _reopen,
    "close_uncompleted": _close_uncompleted,
}
