"""Which clocks run after all that happened to a case, found from its history alone."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from mediation.domain.clocks import clocks, touched_by
from mediation.domain.events import Event
from mediation.domain.lifecycle import Stage, stage_after

# Their ends differ from side to side or from paper to paper: the rows say which still run.
BY_ROWS = frozenset({"asking", "willingness", "offer", "signature"})


@dataclass
class Run:
    """Since when a clock runs, by which event, and the times in which it stood still."""

    at: datetime
    number: int
    pauses: list[tuple[datetime, datetime | None]] = field(default_factory=list)

    @property
    def paused_at(self) -> datetime | None:
        """Since when it stands still."""
        return self.pauses[-1][0] if self.pauses and self.pauses[-1][1] is None else None

    def pause(self, at: datetime) -> None:
        """Let it stand still, if it does not yet."""
        if self.paused_at is None:
            self.pauses.append((at, None))

    def resume(self, at: datetime) -> None:
        """Let it go on."""
        if self.paused_at is not None:
            self.pauses[-1] = (self.pauses[-1][0], at)


def replay(happened: Iterable[tuple[int, Event, datetime]]) -> dict[str, Run]:
    """The clocks that run in the end, by rule; events in order, each with its number and time."""
    runs: dict[str, Run] = {}
    stage = Stage.DRAFT
    for number, event, at in happened:
        stage = stage_after(stage, event)
        touched = touched_by()[event]
        for rule, run in list(runs.items()):
            is_over = rule in touched.stops and rule not in BY_ROWS
            if is_over or not clocks()[rule].may_run_in(stage):
                del runs[rule]
            elif rule in touched.pauses:
                run.pause(at)
            elif rule in touched.resumes:
                run.resume(at)
        for clock in touched.starts:
            if clock.may_run_in(stage):
                runs.setdefault(clock.id, Run(at, number))
    return runs
