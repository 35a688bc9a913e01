"""While files arrive, nothing is held that others need."""

from io import BytesIO

import pytest

from mediation.db import db
from mediation.domain.lifecycle import Stage
from mediation.gateways.files import Incoming
from mediation.queries import arbitration
from tests.factories.late_stages import cast_at, register
from tests.web.test_arbitration import PDF, award

BODY = (
    b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n'
    b"Content-Type: text/plain\r\n\r\nhello\r\n--x--\r\n"
)


class Slow(BytesIO):
    """A body that notes at each piece how many connections are out."""

    out = ()

    def readinto(self, buffer):
        self.out = (*self.out, db.engine.pool.checkedout())
        return super().readinto(buffer)


def test_no_connection_waits_for_the_octets_of_a_file(client, app):
    client.post("/file", data={"lane": "fees"})
    body = Slow(BODY)
    with app.app_context():
        client.post(
            "/file/files",
            input_stream=body,
            content_length=len(BODY),
            content_type="multipart/form-data; boundary=x",
        )
    assert body.out
    assert set(body.out) == {0}


def form_of(fields):
    """A body as a browser sends it; the test client would keep a large one in an open file."""
    parts = []
    for name, value in fields.items():
        octets, named = (value[0].read(), value[1]) if isinstance(value, tuple) else (value, "")
        head = f'--x\r\nContent-Disposition: form-data; name="{name}"'
        head += f'; filename="{named}"' if named else ""
        octets = octets if isinstance(octets, bytes) else str(octets).encode()
        parts.append(head.encode() + b"\r\n\r\n" + octets + b"\r\n")
    return b"".join(parts) + b"--x--\r\n"


class TestAwards:
    @pytest.fixture
    def opened(self, monkeypatch):
        """Every file that began to arrive."""
        made = []
        begin = Incoming.__init__

        def noted(self, folder):
            begin(self, folder)
            made.append(self)

        monkeypatch.setattr(Incoming, "__init__", noted)
        return made

    @pytest.fixture
    def registered(self, session):
        found = cast_at(Stage.ARBITRATION)
        register(found)
        session.commit()
        return found

    def send(self, client_of, cast, fields):
        return client_of(cast.clerk).post(
            f"/cases/{cast.case.reference}/arbitration/award",
            data=form_of(fields),
            content_type="multipart/form-data; boundary=x",
        )

    def test_a_scan_of_five_megabytes_is_recorded(self, registered, client_of, opened):
        large = PDF + b"\n" * 5 * 1024 * 1024
        answer = self.send(client_of, registered, award(file=large))
        assert answer.status_code == 303
        assert len(arbitration.awards(registered.case)) == 1
        assert [file._file.closed for file in opened] == [True]

    def test_no_file_stays_open_where_the_form_is_wrong(self, registered, client_of, opened):
        answer = self.send(client_of, registered, award(number=""))
        assert answer.status_code == 200
        assert [file._file.closed for file in opened] == [True]

    def test_no_file_stays_open_where_the_form_breaks_off(self, registered, client_of, opened):
        fields = {"document": award()["document"], "words": "x" * 1024 * 1024 * 2}
        answer = self.send(client_of, registered, fields)
        assert answer.status_code == 413
        assert [file._file.closed for file in opened] == [True]
        assert not [file for file in opened if file.path.exists()]
