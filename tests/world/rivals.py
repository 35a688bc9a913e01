"""Two people who do something at the same moment, each as a request of their own would."""

import threading
from concurrent.futures import ThreadPoolExecutor

from mediation.db import db
from mediation.domain.errors import Refused
from mediation.queries import cases
from mediation.transaction import on_case

WON = "won"


def race(app, case, *acts):
    """Let each act loose on `case` at once; returns what became of each, in order.

    An act is an actor and what they do with (case, actor). The outcome is WON or the reason of
    the refusal. Everybody has read the case before anybody writes, as people have who look at
    the same page.
    """
    db.session.commit()
    start = threading.Barrier(len(acts))

    def run(actor, act):
        with app.app_context():
            seen = cases.by_reference(case.reference, actor=actor)
            start.wait(timeout=20)
            return _outcome(seen, actor, act)

    with ThreadPoolExecutor(len(acts)) as pool:
        running = [pool.submit(run, actor, act) for actor, act in acts]
    outcomes = [future.result() for future in running]
    db.session.expire_all()
    return outcomes


def _outcome(case, actor, act):
    try:
        with on_case(case, actor) as (fresh, present):
            act(fresh, present)
    except Refused as refusal:
        return refusal.reason
    return WON
