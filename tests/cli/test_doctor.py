"""What is wrong is said in plain words, and so is that nothing is."""

from collections import namedtuple
from datetime import timedelta

import pytest

from mediation.cli import channels, checkups, database
from mediation.domain.calendar import Calendar
from mediation.domain.roles import Role
from mediation.services.jobs import beat
from mediation.transaction import transaction
from tests.factories.accounts import make_account, make_member

Usage = namedtuple("Usage", "total used free")


@pytest.fixture(autouse=True)
def kept_well(instance, monkeypatch, clock):
    """What the suite keeps in memory, kept as an installation keeps it."""
    instance.chmod(0o700)
    (instance / "keys" / "keyring.json").chmod(0o600)
    # The suite's clock is frozen, the database's is not.
    monkeypatch.setattr(checkups, "_clock_of_database", clock.now)


@pytest.fixture(autouse=True)
def lines(monkeypatch):
    """No mail server and no gateway is really called, but where a test does so itself."""
    monkeypatch.setattr(channels, "_mail_server", lambda server: iter(()))
    monkeypatch.setattr(channels, "_sms_gateway", lambda gateway: iter(()))


@pytest.fixture
def healthy(session, now):
    """An installation at which nothing is wrong."""
    make_member(Role.ADMIN)
    session.commit()
    with transaction():
        beat("here:1", started_at=now, now=now)


@pytest.fixture
def setting(app, monkeypatch):
    return lambda name, value: monkeypatch.setitem(app.config, name, value)


def findings(runner):
    ran = runner("doctor")
    return [line.strip() for line in ran.output.splitlines() if "WRONG" in line], ran


def test_a_healthy_installation(runner, healthy):
    wrong, ran = findings(runner)
    assert wrong == []
    assert ran.exit_code == 0
    assert ran.output.endswith("Nothing is wrong.\n")


def only(runner, words):
    wrong, ran = findings(runner)
    assert len(wrong) == 1, wrong
    assert words in wrong[0]
    assert ran.exit_code == 1


class TestFindings:
    pytestmark = pytest.mark.usefixtures("healthy")

    def test_a_folder_that_others_can_look_into(self, runner, instance):
        instance.chmod(0o755)
        only(runner, "chmod 700")

    def test_keys_that_others_can_read(self, runner, instance):
        keys = instance / "keys" / "keyring.json"
        keys.chmod(0o644)
        only(runner, "chmod 600")

    def test_a_full_disk(self, runner, monkeypatch):
        full = Usage(100 * 1024**3, 0, 2 * 1024**3)
        monkeypatch.setattr(checkups.shutil, "disk_usage", lambda path: full)
        only(runner, "2048 MB are free")

    def test_too_few_open_files(self, runner, monkeypatch):
        monkeypatch.setattr(checkups.resource, "getrlimit", lambda kind: (256, 1024))
        only(runner, "1024 connections at most")

    def test_a_database_that_is_behind(self, runner, monkeypatch):
        monkeypatch.setattr(checkups, "newest", lambda: "9999")
        assert database.newest() != "9999"
        only(runner, "run `mediation database upgrade`")

    def test_a_zone_that_does_not_exist(self, runner, setting):
        setting("TIMEZONE", "Asia/Atlantis")
        only(runner, "TIMEZONE names no zone")

    def test_a_database_whose_clock_differs(self, runner, clock, monkeypatch):
        theirs = clock.now() + timedelta(minutes=5)
        monkeypatch.setattr(checkups, "_clock_of_database", lambda: theirs)
        only(runner, "this machine's clock and the database's differ")

    def test_a_clock_behind_what_was_written(self, runner, clock):
        clock.advance(-timedelta(days=1))
        only(runner, "behind what was already written")

    def test_passwords_in_the_open(self, runner, setting):
        setting("BASE_URL", "http://mediation.example")
        setting("MAIL_URL", "smtp://mail.example")
        only(runner, "BASE_URL is http")

    def test_a_proxy_that_nobody_told_of(self, runner, setting):
        setting("BASE_URL", "https://mediation.example")
        setting("MAIL_URL", "smtp://mail.example")
        only(runner, "TRUSTED_PROXIES is 0")

    def test_no_address_at_all(self, runner, setting):
        setting("BASE_URL", "mediation.example")
        setting("MAIL_URL", "smtp://mail.example")
        only(runner, "BASE_URL is no address")

    def test_mail_that_goes_nowhere(self, runner, setting):
        setting("BASE_URL", "https://mediation.example")
        setting("TRUSTED_PROXIES", "1")
        only(runner, "MAIL_URL is not set")

    def test_a_scheduler_that_has_gone_silent(self, runner, clock):
        clock.advance(timedelta(minutes=2))
        only(runner, "none runs since 2026-03-04 04:00 UTC")

    def test_demo_accounts_open_to_the_world(self, runner, session, setting):
        make_account(is_demo=True)
        session.commit()
        setting("BASE_URL", "https://mediation.example")
        setting("TRUSTED_PROXIES", "1")
        setting("MAIL_URL", "smtp://mail.example")
        only(runner, "demo accounts")

    def test_a_rule_file_that_cannot_be_read(self, runner, monkeypatch):
        def broken(name):
            raise checkups.RuleError(name, "line 3", "not valid TOML")

        monkeypatch.setattr(checkups, "rules", broken)
        wrong, _ = findings(runner)
        assert wrong
        assert all("rule files" in line for line in wrong)


def test_an_installation_without_anybody(runner, session, now):
    with transaction():
        beat("here:1", started_at=now, now=now)
    only(runner, "nobody administers it")


class TestDutyCalendar:
    """Danger is promised a time only on days of which it is known whether they are worked."""

    pytestmark = pytest.mark.usefixtures("healthy")

    @pytest.fixture
    def known_until(self, monkeypatch):
        def set_to(year):
            known = Calendar(frozenset({year}), frozenset(), frozenset())
            monkeypatch.setattr(checkups, "calendar_now", lambda: (known, 0))

        return set_to

    def test_that_ends_soon_is_told_and_nothing_is_wrong(self, runner, known_until, monkeypatch):
        monkeypatch.setattr(checkups, "CALENDAR_AHEAD", timedelta(days=360))
        known_until(2026)
        wrong, ran = findings(runner)
        assert wrong == []
        assert "SOON   duty calendar" in ran.output
        assert ran.exit_code == 0

    def test_that_has_ended_is_wrong(self, runner, known_until):
        known_until(2025)
        only(runner, "mediation calendar import")

    def test_that_lasts_is_not_spoken_of(self, runner, known_until):
        known_until(2026)
        assert "SOON" not in runner("doctor").output
