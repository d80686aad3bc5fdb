"""A calendar server on this machine, over real TLS, that answers as a test tells it to."""

import ssl
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

Answer = Callable[["Request"], None]


class Request(BaseHTTPRequestHandler):
    """One request; an answer writes to it what it likes."""

    server: "_Server"

    def do_GET(self) -> None:
        self.server.owner.requests.append((self.path, dict(self.headers)))
        self.server.owner.answer(self)

    def send(self, status: int, body: bytes = b"", **headers: str) -> None:
        """Answer in one go; underscores in headers are hyphens."""
        self.send_response(status)
        for name, value in ({"Content_Type": "text/calendar", "Content_Length": str(len(body))} | headers).items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    owner: "FeedServer"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that has had enough is what tests are about."""


class FeedServer:
    """Serves on loopback as ``localhost``; ``answer`` says what comes next, ``trust`` is what trusts it."""

    def __init__(self, folder: Path, answer: Answer = lambda request: request.send(200)) -> None:
        certificate, key = _certificate(folder)
        self.answer = answer
        self.requests: list[tuple[str, dict[str, str]]] = []
        self.trust = ssl.create_default_context(cafile=str(certificate))
        self._server = _Server(("127.0.0.1", 0), Request)
        self._server.owner = self
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True, do_handshake_on_connect=False)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()

    def address(self, path: str = "/team.ics") -> str:
        return f"https://localhost:{self._server.server_port}{path}"

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def _certificate(folder: Path) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    paths = folder / "server.pem", folder / "server.key"
    paths[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return paths
