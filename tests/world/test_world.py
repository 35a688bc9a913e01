"""The harness itself: isolation, the frozen clock, the closed network, strictness."""

import socket
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from mediation.models.accounts import Account
from mediation.services.notices import tell
from mediation.transaction import transaction
from tests.architecture.exceptions import WRITING_GETS
from tests.factories.accounts import make_borrower, make_mediator
from tests.world.network import OutsideWorldReached
from tests.world.reading import WroteOnReading, place_of, watched
from tests.world.strictness import fail_if_skipped


class TestIsolation:
    """Both tests find the tables empty, so neither sees what the other kept."""

    @pytest.mark.parametrize("turn", ["first", "second"])
    def test_a_committed_row_is_gone_for_the_next_test(self, session, turn):
        assert session.scalar(select(func.count()).select_from(Account)) == 0
        make_borrower()
        session.commit()
        assert session.scalar(select(func.count()).select_from(Account)) == 1

    @pytest.mark.parametrize("turn", ["first", "second"])
    def test_a_file_in_the_instance_is_gone_for_the_next_test(self, instance, turn):
        assert not (instance / "outbox").exists()
        (instance / "outbox").mkdir()
        (instance / "outbox" / "mail.txt").write_text("hello")

    @pytest.mark.parametrize("turn", ["first", "second"])
    def test_a_transaction_left_open_hangs_nobody(self, session, turn):
        make_borrower()
        session.flush()


class TestDatabases:
    @pytest.mark.sqlite
    def test_sqlite_alone(self, session):
        assert session.get_bind().dialect.name == "sqlite"

    @pytest.mark.postgresql
    def test_postgresql_alone(self, session):
        assert session.get_bind().dialect.name == "postgresql"


class TestClock:
    def test_stands_still_and_moves_by_hand(self, clock, now):
        assert clock.now() == now
        clock.advance(timedelta(days=3))
        assert clock.now() == now + timedelta(days=3)


class TestNetwork:
    def test_nothing_leaves_this_machine(self):
        with pytest.raises(OutsideWorldReached), socket.socket() as line:
            line.connect(("192.0.2.1", 80))

    def test_no_name_is_looked_up_elsewhere(self):
        with pytest.raises(OutsideWorldReached):
            socket.getaddrinfo("mediation.example", 80)

    def test_this_machine_answers(self):
        with (
            socket.create_server(("127.0.0.1", 0)) as server,
            socket.create_connection(server.getsockname()),
        ):
            pass


class TestClient:
    def test_a_visitor_is_sent_to_sign_in(self, client):
        answer = client.get("/cases")
        assert answer.status_code == 303
        assert answer.location.startswith("/login")

    def test_two_clients_are_two_people(self, client_of, client):
        borrower, mediator = make_borrower(), make_mediator()
        first, second = client_of(borrower), client_of(mediator)
        for _ in range(2):
            assert first.get("/").status_code == 200
            assert second.get("/").status_code == 200


class TestOutbox:
    @pytest.mark.parametrize("channel", ["email", "sms"])
    def test_lists_what_was_sent(self, session, outbox, now, channel):
        with transaction():
            tell(
                "code",
                key="1",
                channel="sms" if channel == "sms" else "mail",
                recipient="13800000000" if channel == "sms" else "ann@example.com",
                locale="zh_CN",
                now=now,
                code="314159",
            )
        (letter,) = outbox()
        assert letter.code == "314159"
        assert letter.channel == channel
        assert letter.to in {"13800000000", "ann@example.com"}


class TestReading:
    def test_a_page_that_writes_when_read_is_noticed(self, app, session):
        with pytest.raises(WroteOnReading), watched(app, "GET", "/planted"):
            make_borrower()

    def test_a_form_may_write(self, app, session):
        with watched(app, "POST", "/planted"):
            make_borrower()

    def test_a_view_on_the_list_may_write(self, app, session, monkeypatch):
        place = place_of(app, "/")
        monkeypatch.setitem(WRITING_GETS, place, "planted")
        with watched(app, "GET", "/"):
            make_borrower()


class TestCommands:
    def test_run_on_this_application(self, runner):
        assert runner("database", "check").exit_code == 0

    def test_tell_wrong_usage(self, runner):
        assert runner("nonsense").exit_code == 2


def skipped():
    return pytest.TestReport(
        "test_x", ("x.py", 1, "test_x"), {}, "skipped", ("x.py", 1, "Skipped: no browser"), "setup"
    )


class TestStrictness:
    def test_a_skip_fails_in_ci(self, monkeypatch):
        monkeypatch.setenv("MEDIATION_CI", "1")
        report = fail_if_skipped(skipped())
        assert report.failed
        assert "no browser" in report.longrepr

    def test_a_skip_is_a_skip_elsewhere(self, monkeypatch):
        monkeypatch.delenv("MEDIATION_CI", raising=False)
        assert fail_if_skipped(skipped()).skipped
