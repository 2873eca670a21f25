"""A static server on the loopback address, as nginx is set up for such a site."""

from __future__ import annotations

import os
import random
import socket
import threading
from collections.abc import Mapping
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any


class Handler(SimpleHTTPRequestHandler):
    """A static server quiet, and with the site's own page for what is not there."""

    def __init__(self, *args: Any, headers: Mapping[str, str], **options: Any) -> None:
        self.own_headers = headers
        super().__init__(*args, **options)

    def end_headers(self) -> None:
        """The site's own headers on every answer, as a publishing guide would have them."""
        for name, value in self.own_headers.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """404.html in place of the server's own page."""
        own = Path(self.directory) / f"{code}.html"
        if not own.is_file():
            super().send_error(code, message, explain)
            return
        body = own.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that leaves in the middle of an answer is no error."""


def free_port() -> int:
    """A port of the loopback address for a server that takes no other answer than a number.

    It is none of those that the system gives to whoever asks for any: between now and the server's start nobody else
    is given it. Each of this run's processes has numbers of its own.
    """
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    for port in random.sample(range(20_000 + worker % 10 * 1000, 21_000 + worker % 10 * 1000), 1000):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port
    raise OSError("no port is free")


def serving(folder: Path, headers: Mapping[str, str]) -> Server:
    """A running server of ``folder``; shut it down when done."""
    server = Server(("127.0.0.1", 0), partial(Handler, directory=str(folder), headers=headers))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server
