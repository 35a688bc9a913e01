"""In CI nothing may skip: a skip is a failure there, with the reason that it gave."""

import os

import pytest


def nothing_may_skip():
    """Whether the suite runs where all that it needs must be there."""
    return bool(os.environ.get("MEDIATION_CI"))


def fail_if_skipped(report):
    """Turn the report of a skipped test or file into that of a failed one, in CI."""
    if nothing_may_skip() and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[-1] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"nothing may skip in CI, but this did: {reason}"
    return report


class Strictness:
    """The hooks through which every report passes."""

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item, call):
        return fail_if_skipped((yield))

    @pytest.hookimpl(wrapper=True)
    def pytest_make_collect_report(self, collector):
        return fail_if_skipped((yield))
