"""A small SMTP server on this machine that keeps what it is given and answers as it is told."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(slots=True)
class Post:
    """The mails that came in and how the next recipients are answered; 250 where nothing is left to say."""

    port: int = 0
    mails: list[tuple[str, bytes]] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    connections: int = 0


@contextmanager
def mail_server() -> Iterator[Post]:
    """Serve on a free port until the context ends."""
    post = Post()

    class Handler(socketserver.StreamRequestHandler):
        def say(self, line: str) -> None:
            self.wfile.write(f"{line}\r\n".encode())

        def handle(self) -> None:
            post.connections += 1
            recipient = ""
            self.say("220 local")
            while line := self.rfile.readline():
                word = line[:4].upper()
                if word == b"RCPT":
                    recipient = line.decode().partition("<")[2].partition(">")[0]
                    self.say(post.answers.pop(0) if post.answers else "250 ok")
                elif word == b"DATA":
                    self.say("354 go on")
                    lines = iter(self.rfile.readline, b".\r\n")
                    post.mails.append((recipient, b"".join(lines)))
                    self.say("250 kept")
                elif word == b"QUIT":
                    self.say("221 bye")
                    return
                else:
                    self.say("250 ok")

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        post.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield post
        finally:
            server.shutdown()
