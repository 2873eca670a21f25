"""The nginx configuration of the publishing guide, in a real nginx."""

from __future__ import annotations

import http.client
import re
import shutil
import socket
import subprocess
import time
from contextlib import closing
from pathlib import Path

import pytest

from building import PATIENCE, ROOT, missing
from chronicle.sanitize import csp
from loopback import free_port

NGINX = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")
CONFIG = (ROOT / "deploy/nginx.conf").read_text("utf-8")
WRITES = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


def test_the_policy_is_the_one_of_the_package():
    assert re.findall(r'Content-Security-Policy "([^"]*)"', CONFIG) == [csp.HEADER]


def test_headers_are_said_in_one_place_only():
    """nginx forgets the server's headers in a location that has one of its own."""
    inside = re.findall(r"location [^{]*\{([^}]*)\}", CONFIG)
    assert inside
    assert not [each for each in inside if "add_header" in each]


def _configured(folder: Path, site: Path, port: int) -> Path:
    served = CONFIG.replace("listen 80;", f"listen 127.0.0.1:{port};").replace("root /srv/guancha;", f"root {site};")
    writes = "".join(f"{name}_temp_path {folder}/{name};" for name in WRITES)
    whole = (
        f"pid {folder}/pid; error_log {folder}/error.log; daemon off; worker_processes 1; events {{}}\n"
        f"http {{ include /etc/nginx/mime.types; access_log off; {writes}\n{served}\n}}\n"
    )
    (folder / "nginx.conf").write_text(whole, encoding="utf-8")
    return folder / "nginx.conf"


@pytest.fixture(scope="module")
def server(built_site, tmp_path_factory):
    """A client for the sample site behind nginx."""
    if NGINX is None:
        missing("nginx is not installed")
    folder = tmp_path_factory.mktemp("nginx")
    for parent in (folder, *folder.parents, built_site, *built_site.parents):  # the worker is another user
        if parent.is_relative_to("/tmp") and parent != Path("/tmp"):
            parent.chmod(0o755)
    port = free_port()
    config = _configured(folder, built_site, port)
    running = subprocess.Popen([NGINX, "-c", str(config), "-e", str(folder / "error.log")])
    try:
        _wait(port)
        yield lambda path, method="GET", **headers: _ask(port, method, path, headers)
    finally:
        running.terminate()
        running.wait(PATIENCE)


def _wait(port: int) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail("nginx does not answer")


def _ask(port: int, method: str, path: str, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as connection:
        connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/guide/", 200),
        ("/guide/index.html", 200),
        ("/no-such-page/", 404),
        ("/assets/", 404),
        ("/.git/config", 404),
    ],
)
def test_every_answer_carries_the_headers(server, path, status):
    code, headers, _ = server(path)
    assert code == status
    assert headers["content-security-policy"] == csp.HEADER
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "SAMEORIGIN"
    assert headers["referrer-policy"] == "no-referrer"
    assert "/" not in headers["server"]  # no version


def test_a_page_is_asked_for_again_and_answered_in_a_word(server):
    code, headers, body = server("/guide/")
    assert (code, headers["cache-control"], headers["content-type"]) == (200, "no-cache", "text/html; charset=utf-8")
    again, _, nothing = server("/guide/", If_None_Match=headers["etag"])
    assert (again, nothing) == (304, b"")
    assert "写作指南".encode() in body


def test_what_carries_its_fingerprint_is_kept_for_a_year(server, built_site):
    (style,) = (built_site / "assets/stylesheets").glob("main.*.min.css")
    path = "/" + style.relative_to(built_site).as_posix()
    _, headers, _ = server(path, Accept_Encoding="gzip")
    assert headers["cache-control"] == "public, max-age=31536000, immutable"
    assert headers["content-encoding"] == "gzip"
    assert server("/assets/book.css")[1]["cache-control"] == "no-cache"


def test_what_is_not_there_shows_the_sites_own_page(server, built_site):
    assert server("/no-such-page/")[2] == (built_site / "404.html").read_bytes()


def test_it_is_for_reading_only(server):
    assert server("/", "POST")[0] == 405
    assert server("/", "HEAD")[0] == 200
