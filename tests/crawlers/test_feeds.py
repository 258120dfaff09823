"""Feed addresses of each kind, each written to at a real server on this machine: FTP, FTP over TLS, S3, GCS."""

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from gcp_storage_emulator.server import create_server
from google.cloud.storage import Client
from pyftpdlib.authorizers import DummyAuthorizer
from pyftpdlib.handlers import FTPHandler, TLS_FTPHandler
from pyftpdlib.servers import ThreadedFTPServer

from crawlers.feeds import Feed, FeedAddressError
from crawlers.shipping import Shipped, ship
from tests.crawlers.test_shipping import NAME, raw

PIECE = "s/20261123T080000-000000000000.jsonl"


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("stdout:", "file, ftp"),
        ("/srv/feed", "file, ftp"),
        ("https://user:secret@feed.example.cn/x", "file, ftp"),
        ("ftp:///x", "hostname"),
    ],
)
def test_an_address_that_cannot_be_written_to(address: str, why: str) -> None:
    with pytest.raises(FeedAddressError, match=why) as caught:
        Feed(address)
    assert "secret" not in str(caught.value)


@contextmanager
def ftp_server(folder: Path, handler: type[FTPHandler] = FTPHandler) -> Iterator[int]:
    """A real FTP server for the user `office` (password `p@ss`), on a free port."""
    known = DummyAuthorizer()
    known.add_user("office", "p@ss", str(folder), perm="elradfmwMT")
    made = ThreadedFTPServer(("127.0.0.1", 0), type("Handler", (handler,), {"authorizer": known}))
    thread = threading.Thread(target=made.serve_forever, kwargs={"timeout": 0.05, "handle_exit": False}, daemon=True)
    thread.start()
    try:
        yield made.address[1]
    finally:
        made.close_all()
        thread.join()


def certificate(path: Path) -> Path:
    """A key and a certificate of 127.0.0.1 that vouches for itself, in one file."""
    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "ftp")]),
    )
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now + timedelta(1))
    made = made.add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
    signed = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True).sign(
        key, hashes.SHA256()
    )
    form, plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    pem = serialization.Encoding.PEM
    path.write_bytes(key.private_bytes(pem, form, plain) + signed.public_bytes(pem))
    return path


def sent_twice(home: Path, address: str) -> None:
    """Send a piece, and once more, longer, as after a kill between arrival and note."""
    path = raw(home, b"one\n")
    assert ship(home, Feed(address), ["s"], lambda _: {NAME: 4}) == Shipped(1, "")
    (home / "state" / "shipped.sqlite").unlink()
    path.write_bytes(b"one\ntwo\n")
    assert ship(home, Feed(address), ["s"], lambda _: {NAME: 8}) == Shipped(1, "")


def test_pieces_arrive_at_an_ftp_server(tmp_path: Path) -> None:
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    with ftp_server(shelf) as port:
        sent_twice(tmp_path / "home", f"ftp://office:p%40ss@127.0.0.1:{port}/chengyu/weekly")
        assert (shelf / "chengyu" / "weekly" / PIECE).read_bytes() == b"one\ntwo\n"
        raw(tmp_path / "other", b"one\n")
        wrong = Feed(f"ftp://office:wrong@127.0.0.1:{port}/chengyu")
        refused = ship(tmp_path / "other", wrong, ["s"], lambda _: {NAME: 4})
        assert refused == Shipped(0, "error_perm: 530 Authentication failed.")
    down = ship(tmp_path / "other", Feed(f"ftp://office:p%40ss@127.0.0.1:{port}/chengyu"), ["s"], lambda _: {NAME: 4})
    assert (down.arrived, down.failure.partition(":")[0]) == (0, "ConnectionRefusedError")


def test_pieces_arrive_over_tls_where_the_certificate_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf, pem = tmp_path / "shelf", certificate(tmp_path / "ftp.pem")
    shelf.mkdir()
    safe = {"certfile": str(pem), "tls_control_required": True, "tls_data_required": True, "ssl_context": None}
    with ftp_server(shelf, type("Safe", (TLS_FTPHandler,), safe)) as port:
        address = f"ftps://office:p%40ss@127.0.0.1:{port}/chengyu"
        raw(tmp_path / "other", b"one\n")
        unknown = ship(tmp_path / "other", Feed(address), ["s"], lambda _: {NAME: 4})
        assert (unknown.arrived, unknown.failure.partition(":")[0]) == (0, ssl.SSLCertVerificationError.__name__)
        monkeypatch.setenv("SSL_CERT_FILE", str(pem))
        sent_twice(tmp_path / "home", address)
    assert (shelf / "chengyu" / PIECE).read_bytes() == b"one\ntwo\n"


def test_pieces_arrive_at_google_cloud_storage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = create_server("127.0.0.1", 0, in_memory=True, default_bucket="office")
    made.start()
    try:
        host, port = made._api._httpd.server_address
        monkeypatch.setenv("STORAGE_EMULATOR_HOST", f"http://{host}:{port}")
        sent_twice(tmp_path / "home", "gs://office/chengyu")
        with Client(project="any") as client:
            found = {blob.name: blob.download_as_bytes() for blob in client.bucket("office").list_blobs()}
        assert found == {f"chengyu/{PIECE}": b"one\ntwo\n"}
    finally:
        made.stop()


class _Bucket(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    kept: dict[str, bytes]

    def do_PUT(self) -> None:
        self.kept[self.path] = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("ETag", '"x"')
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the overridden name
        pass


@contextmanager
def bucket() -> Iterator[tuple[str, dict[str, bytes]]]:
    kept: dict[str, bytes] = {}
    made = ThreadingHTTPServer(("127.0.0.1", 0), type("Bucket", (_Bucket,), {"kept": kept}))
    thread = threading.Thread(target=made.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{made.server_address[1]}", kept
    finally:
        made.shutdown()
        made.server_close()
        thread.join()


def test_pieces_arrive_in_a_bucket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    raw(tmp_path, b"one\ntwo\n")
    with bucket() as (endpoint, kept):
        given = {
            "AWS_ENDPOINT_URL": endpoint,
            "AWS_ACCESS_KEY_ID": "name",
            "AWS_SECRET_ACCESS_KEY": "key",
            "AWS_REGION": "cn-north-1",
            "AWS_REQUEST_CHECKSUM_CALCULATION": "when_required",
        }
        for name, value in given.items():
            monkeypatch.setenv(name, value)
        feed = Feed("s3://office-bucket/chengyu/")
        assert ship(tmp_path, feed, ["s"], lambda _: {NAME: 8}) == Shipped(1, "")
        assert kept == {"/office-bucket/chengyu/s/20261123T080000-000000000000.jsonl": b"one\ntwo\n"}
        monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    raw(tmp_path, b"one\n", "20261123T090000.jsonl")
    down = ship(tmp_path, Feed("s3://office-bucket/chengyu"), ["s"], lambda _: {"20261123T090000.jsonl": 4}, (0.0,))
    assert (down.arrived, down.failure.partition(":")[0]) == (0, "EndpointConnectionError")
