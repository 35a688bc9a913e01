"""While files arrive, nothing is held that others need."""

from io import BytesIO

from mediation.db import db

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
