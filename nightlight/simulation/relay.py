"""A receiver of webhooks on this machine, for as long as the play lasts: it takes every notice, and keeps none."""

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


class _Taking(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(HTTPStatus.NO_CONTENT)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing: the receipt stands in the outbox."""


@contextmanager
def listening() -> Iterator[str]:
    """Yield the address under which it listens; afterwards nothing answers there."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Taking) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
