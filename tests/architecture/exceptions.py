"""What may depart from a rule of the house, each with its reason."""

# A door that needs another door, as (from, to).
SIDEWAYS: dict[tuple[str, str], str] = {
    ("web", "jobs"): "the page of jobs and the watchman's answer show the timetable",
    ("cli", "jobs"): "operators start the scheduler, and run one of its jobs by hand",
}

# path -> why it is clearer whole.
LONG_FILES: dict[str, str] = {}

# "path: function" -> why it is clearer whole.
LONG_FUNCTIONS: dict[str, str] = {}

# "path: function" -> why the import cannot stand at the top.
LATE_IMPORTS: dict[str, str] = {
    "mediation/__init__.py: create_app": "the server's gevent must come before everything",
}

# "path: view or function" -> why reading has to write.
WRITING_GETS: dict[str, str] = {
    "mediation/web/opened.py: open_case": "each company's first reading is told to the sender",
}

# template -> why no view names it.
UNRENDERED: dict[str, str] = {}

# "path: what is named" -> why no better word comes.
BANNED_NAMES: dict[str, str] = {
    "mediation/db.py: Base": "the base of all tables",
    "mediation/web/forms/base.py": "the base of all forms",
    "mediation/models/columns.py: result_processor": "SQLAlchemy's own name",
    "mediation/web/uploads.py: _load_form_data": "werkzeug's own name",
}

# "path" -> why it ends a transaction of its own.
COMMITS: dict[str, str] = {
    "mediation/transaction.py": "the one way to commit",
}

# "path" -> why it asks for the time itself.
CLOCKS: dict[str, str] = {
    "mediation/clock.py": "the one clock",
    "mediation/gateways/signing.py": "a signature is judged by another computer's clock",
}

# "path" -> why it writes a stage.
STAGES: dict[str, str] = {
    "mediation/services/lifecycle.py": "the one writer of a stage",
}

# Verbs without a test of two rivals, and why none is needed.
UNRIVALLED: dict[str, str] = {
    "check_reply": "a check, made again inside answer_complaint",
    "move": "the inside of every verb on a case",
    "announce": "the inside of every verb on a case",
    "record": "the inside of every verb on a case",
    "record_all": "the inside of every verb on a case",
    "override_length": "two lengths are two; the newest holds",
    "take_back_override": "says the same twice",
    "put_to_lenders": "the inside of admit_case and name_respondent",
    "see_lender_view": "two looks are two looks; what counts is the newest",
    "note_report": "two notes are two notes; neither changes the other",
    "start_draft": "two drafts of one person stand beside each other",
    "vouch_for_contact": "says the same twice; the draft is locked",
    "read_notice": "what two have read is read",
    "read_all_notices": "what two have read is read",
    "send_test_notice": "two tests are two messages",
    "change_role": "each tab goes on with a sign-in of its own; the old one is over",
    "suspend_account": "says the same twice",
    "end_all_sessions": "says the same twice",
    "suspend_organisation": "says the same twice",
    "end_membership": "says the same twice",
    "choose_manners": "one statement; the last choice stands",
    "stop_contact": "the case is locked; the second finds it stopped",
    "resume_contact": "the case is locked; the second finds nothing to end",
    "retry_notice": "one statement; the second finds nothing given up",
}
