"""Receivers on this machine: a mail server that keeps what it is given, a webhook that keeps what is posted."""

import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class MailSink:
    """What a mail server took; `refuse` is the answer that it gives instead of taking a recipient."""

    port: int = 0
    refuse: str = ""
    mails: list[EmailMessage] = field(default_factory=list)


@dataclass
class Post:
    """One post, as it came."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class WebhookSink:
    """What was posted, and with what status it is answered."""

    port: int = 0
    status: int = 204
    headers: dict[str, str] = field(default_factory=dict)
    posts: list[Post] = field(default_factory=list)
    at_a_post: Callable[[], None] = lambda: None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"


@contextmanager
def mail_sink() -> Iterator[MailSink]:
    """Run a mail server (RFC 5321, as much of it as a client needs) for as long as the block runs."""
    sink = MailSink()

    class Conversation(socketserver.StreamRequestHandler):
        def say(self, words: str) -> None:
            self.wfile.write(f"{words}\r\n".encode())

        def handle(self) -> None:
            self.say("220 sink")
            while line := self.rfile.readline():
                word = line[:4].upper().strip()
                if word == b"DATA":
                    self.say("354 go on")
                    sink.mails.append(self._mail())
                    self.say("250 taken")
                elif word == b"RCPT" and sink.refuse:
                    self.say(sink.refuse)
                elif word == b"QUIT":
                    self.say("221 bye")
                    return
                else:
                    self.say("250 fine")

        def _mail(self) -> EmailMessage:
            lines = []
            while (line := self.rfile.readline()) not in (b".\r\n", b""):
                lines.append(line)
            mail = message_from_bytes(b"".join(lines), policy=policy.default)
            assert isinstance(mail, EmailMessage)
            return mail

    with _served(socketserver.ThreadingTCPServer(("127.0.0.1", 0), Conversation)) as sink.port:
        yield sink


@contextmanager
def webhook_sink() -> Iterator[WebhookSink]:
    """Run a webhook for as long as the block runs."""
    sink = WebhookSink()

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            sink.posts.append(Post(self.path, dict(self.headers), body))
            sink.at_a_post()
            self.send_response(sink.status)
            for name, value in sink.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    with _served(ThreadingHTTPServer(("127.0.0.1", 0), Hook)) as sink.port:
        yield sink


@contextmanager
def _served(server: socketserver.ThreadingTCPServer) -> Iterator[int]:
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
