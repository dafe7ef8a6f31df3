"""A small threaded HTTP/1.1 server with keep-alive.

werkzeug's development server closes every connection, which costs an SDK a connect per call.
"""

from __future__ import annotations

import gzip
import socket
import sys
import traceback
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from typing import Any, Callable
from urllib.parse import parse_qsl, unquote_to_bytes

from werkzeug.datastructures import Headers, MultiDict


@dataclass
class Request:
    """One HTTP request, its body complete."""

    method: str
    target: str
    headers: Headers
    body: bytes
    client: str

    def __post_init__(self) -> None:
        self.raw_path, _, self.query = self.target.partition("?")
        if "://" in self.raw_path:
            # Absolute form, as sent through a forward proxy.
            self.raw_path = "/" + self.raw_path.split("://", 1)[1].partition("/")[2]

    @property
    def args(self) -> MultiDict:
        return MultiDict(parse_qsl(self.query, keep_blank_values=True))

    @property
    def content_type(self) -> str:
        return self.headers.get("Content-Type", "")

    @property
    def content(self) -> bytes:
        """The body without its content encoding."""
        if self.headers.get("Content-Encoding", "") == "gzip":
            return gzip.decompress(self.body)
        return self.body

    def environ(self) -> dict[str, Any]:
        """The WSGI environment moto expects, including the raw URI it needs for encoded slashes."""
        host = self.headers.get("Host", "127.0.0.1")
        environ: dict[str, Any] = {
            "REQUEST_METHOD": self.method,
            "SCRIPT_NAME": "",
            "PATH_INFO": unquote_to_bytes(self.raw_path).decode("latin-1"),
            "QUERY_STRING": self.query,
            "REQUEST_URI": self.target,
            "RAW_URI": self.target,
            "SERVER_NAME": host.partition(":")[0],
            "SERVER_PORT": host.partition(":")[2] or "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": self.client,
            "CONTENT_LENGTH": str(len(self.body)),
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(self.body),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }
        for name, value in self.headers.items():
            key = name.upper().replace("-", "_")
            if key == "CONTENT_TYPE":
                environ[key] = value
            elif key not in ("CONTENT_LENGTH", "TRANSFER_ENCODING"):
                environ["HTTP_" + key] = value
        return environ


@dataclass
class Answer:
    """One HTTP response."""

    status: int
    body: bytes = b""
    headers: list[tuple[str, str]] = field(default_factory=list)

    def header(self, name: str) -> str | None:
        for key, value in self.headers:
            if key.lower() == name.lower():
                return value
        return None


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # Head and body leave in one segment; two would wait for a delayed ACK.
    disable_nagle_algorithm = True
    timeout = 120
    server: "Server"

    def handle_expect_100(self) -> bool:
        # The client waits for this before it sends the body, so it must not stay in the buffer.
        proceed = super().handle_expect_100()
        self.wfile.flush()
        return proceed

    def _serve(self) -> None:
        try:
            request = self._read()
        except ValueError:
            traceback.print_exc()
            self.close_connection = True
            return
        try:
            answer = self.server.application(request)
        except Exception:
            traceback.print_exc()
            answer = Answer(500, b"{}", [("Content-Type", "application/json")])
        self._write(answer)

    def _read(self) -> Request:
        headers = Headers(list(self.headers.items()))
        if "chunked" in headers.get("Transfer-Encoding", "").lower():
            body = self._read_chunks()
        else:
            body = self.rfile.read(int(headers.get("Content-Length") or 0))
        return Request(self.command, self.path, headers, body, self.client_address[0])

    def _read_chunks(self) -> bytes:
        parts = []
        while True:
            size = int(self.rfile.readline().partition(b";")[0], 16)
            if size == 0:
                break
            parts.append(self.rfile.read(size))
            self.rfile.readline()
        while self.rfile.readline().strip():
            pass
        return b"".join(parts)

    def _write(self, answer: Answer) -> None:
        self.send_response_only(answer.status)
        length = None
        for name, value in answer.headers:
            lower = name.lower()
            if lower in ("connection", "transfer-encoding", "status"):
                continue
            if lower == "content-length":
                length = value
                continue
            self.send_header(name, str(value).replace("\r", " ").replace("\n", " "))
        bodiless = self.command == "HEAD" or answer.status in (204, 304)
        if answer.status not in (204, 304):
            # The answer to HEAD announces the length that GET would have had.
            self.send_header(
                "Content-Length", length if self.command == "HEAD" and length else str(len(answer.body))
            )
        self.end_headers()
        if not bodiless:
            self.wfile.write(answer.body)
        self.wfile.flush()

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet: the journal of calls is the log."""


for _method in ("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"):
    setattr(_Handler, f"do_{_method}", _Handler._serve)


class Server(ThreadingHTTPServer):
    """Serves an application on loopback, one daemon thread per connection."""

    daemon_threads = True
    request_queue_size = 256

    def __init__(self, host: str, port: int, application: Callable[[Request], Answer]):
        self.application = application
        super().__init__((host, port), _Handler)

    def server_bind(self) -> None:
        # The base class resolves the host's name, which can stall for seconds without a resolver.
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = self.server_address[0], self.server_address[1]

    def handle_error(self, request: Any, client_address: Any) -> None:
        failure = sys.exc_info()[1]
        if not isinstance(failure, (ConnectionError, TimeoutError)):
            traceback.print_exc()
