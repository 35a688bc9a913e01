"""One writer of the stage, one commit, one clock; and reading a page changes nothing."""

import pytest

from tests.architecture import writers
from tests.architecture.exceptions import CLOCKS, COMMITS, STAGES, WRITING_GETS
from tests.architecture.source import Source, program


def outside(places, allowed):
    return [f"{path}:{line}" for path, line in places if path not in allowed]


def test_only_the_lifecycle_writes_a_stage():
    assert outside(writers.stages_written(program()), STAGES) == []


def test_only_a_transaction_commits():
    assert outside(writers.commits(program()), COMMITS) == []


def test_only_the_clock_knows_the_time():
    assert outside(writers.clock_readings(program()), CLOCKS) == []


def test_reading_a_page_opens_no_transaction():
    assert list(writers.writing_gets(program(), WRITING_GETS)) == []


def seen(rule, text):
    return list(rule([Source("mediation/web/cases.py", text)]))


class TestTheRulesBite:
    """Each rule is shown a line that breaks it."""

    @pytest.mark.parametrize(
        "line",
        [
            "case.stage = Stage.CLOSED",
            "case.stage, case.turn = Stage.CLOSED, None",
            "setattr(case, 'stage', Stage.CLOSED)",
            "session.execute(update(Case).where(Case.id == 1).values(stage=Stage.CLOSED))",
        ],
    )
    def test_a_second_writer_of_the_stage_is_seen(self, line):
        assert seen(writers.stages_written, line)

    @pytest.mark.parametrize(
        "line", ["stage = case.stage", "Case(stage=Stage.DRAFT)", "if case.stage == stage: pass"]
    )
    def test_reading_a_stage_is_free(self, line):
        assert not seen(writers.stages_written, line)

    def test_a_second_commit_is_seen(self):
        assert seen(writers.commits, "db.session.commit()")

    @pytest.mark.parametrize(
        "line",
        [
            "datetime.now(UTC)",
            "datetime.datetime.utcnow()",
            "date.today()",
            "column(default=datetime.now)",
            "time.time()",
        ],
    )
    def test_a_second_clock_is_seen(self, line):
        assert seen(writers.clock_readings, line)

    def test_asking_the_clock_is_free(self):
        assert not seen(writers.clock_readings, "clock.now()")


GET_THAT_WRITES = """
@bp.get("/cases/<reference>")
def show(reference):
    with transaction():
        mark_seen()
"""
FORM_BEFORE_WRITING = """
@bp.route("/cases/<reference>/hearings", methods=["GET", "POST"])
def schedule(reference):
    form = HearingForm.from_request()
    if form.accepted():
        with transaction(case):
            schedule_hearing()
    return show()
"""
FORM_THAT_LEAVES = """
@bp.route("/cases/<reference>/hearings", methods=["GET", "POST"])
def schedule(reference):
    if not form.accepted():
        return show()
    with transaction(case):
        schedule_hearing()
"""
WRITES_BESIDE_THE_FORM = """
@bp.route("/cases/<reference>/hearings", methods=["GET", "POST"])
def schedule(reference):
    if form.accepted():
        return redirect()
    with transaction(case):
        schedule_hearing()
"""
WRITES_BY_ANOTHERS_HAND = """
@bp.get("/cases/<reference>")
def show(reference):
    return page(note_reading())

def note_reading():
    with transaction():
        mark_seen()
"""
FORM_THAT_MUST_ALSO_FIT = """
@bp.route("/cases/<reference>/answer", methods=["GET", "POST"])
def answer(reference):
    if not form.accepted() or not fits(form):
        return show()
    with transaction(case):
        answer_complaint()
"""
ASKED_BY_NAME = """
@bp.route("/cases/<reference>/identity", methods=["GET", "POST"])
def identity(reference):
    if was_sent():
        with transaction(case):
            reveal_identity()
    return show()

def was_sent():
    return request.method == "POST" and Form.from_request().accepted()
"""
WRITES_WHILE_ASKING = """
@bp.route("/cases/<reference>/identity", methods=["GET", "POST"])
def identity(reference):
    if form.accepted() and kept():
        return redirect()
    return show()

def kept():
    with transaction(case):
        reveal_identity()
"""
EITHER_WAY = """
@bp.route("/cases/<reference>/identity", methods=["GET", "POST"])
def identity(reference):
    if form.accepted() or is_young(case):
        with transaction(case):
            reveal_identity()
    return show()
"""
LEAVES_ONLY_SOMETIMES = """
@bp.route("/cases/<reference>/identity", methods=["GET", "POST"])
def identity(reference):
    if not form.accepted() and is_young(case):
        return show()
    with transaction(case):
        reveal_identity()
"""
ONLY_POSTED = """
@bp.post("/cases/<reference>/closure")
def close(reference):
    with transaction(case):
        close_case()
"""


class TestReadingThatWrites:
    @pytest.mark.parametrize(
        "view",
        [
            GET_THAT_WRITES,
            WRITES_BESIDE_THE_FORM,
            WRITES_BY_ANOTHERS_HAND,
            WRITES_WHILE_ASKING.replace("form.accepted() and kept()", "kept() and form.accepted()"),
            EITHER_WAY,
            LEAVES_ONLY_SOMETIMES,
        ],
    )
    @pytest.mark.parametrize("opener", ["transaction(", "on_case("])
    def test_is_seen(self, view, opener):
        assert len(seen(writers.writing_gets, view.replace("transaction(", opener))) == 1

    @pytest.mark.parametrize(
        "view",
        [
            FORM_BEFORE_WRITING,
            FORM_THAT_LEAVES,
            FORM_THAT_MUST_ALSO_FIT,
            ASKED_BY_NAME,
            WRITES_WHILE_ASKING,
            ONLY_POSTED,
        ],
    )
    def test_is_not_suspected_of_forms(self, view):
        assert seen(writers.writing_gets, view) == []

    def test_may_be_excused(self):
        sources = [Source("mediation/web/cases.py", GET_THAT_WRITES)]
        assert list(writers.writing_gets(sources, {"mediation/web/cases.py: show": "why"})) == []
