"""``mkdocs serve``: a mistake shows on its page, the others go on, and a mended file heals it."""

from __future__ import annotations

import socket
import subprocess
import time
import urllib.error
import urllib.request
from dataclasses import dataclass

import pytest
from strangers import CASE, ONE, YEAR, person, place, story, write

from building import PATIENCE, Started, run, started
from loopback import free_port

_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@dataclass
class Server:
    root: object
    process: subprocess.Popen[str] | Started
    base: str

    def get(self, path):
        """The page's text; None while there is none."""
        try:
            with _DIRECT.open(self.base + path, timeout=PATIENCE) as answer:
                return answer.read().decode("utf-8")
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return None

    def until(self, path, *words, without=()):
        """Ask until the page has the words, and none of the others."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            assert self.process.poll() is None, "the server ended"
            page = self.get(path) or ""
            if page and all(word in page for word in words) and not any(word in page for word in without):
                return page
            time.sleep(0.2)
        raise AssertionError(f"{path} never had {words}: {page[-2000:]}")


@pytest.fixture
def server(tmp_path):
    root = tmp_path / "project"
    place(root, guides=False)
    person(root, "fine", ONE, name="端木无恙")
    story(root, "fine", "calm", {**CASE, "title": "风平浪静"}, "一切如常。")
    person(root, "shaky", ONE, name="东方将错")
    story(root, "shaky", "later", {**CASE, "title": "迟来的船"}, "还在路上。")
    address = f"127.0.0.1:{free_port()}"
    with started(root, tmp_path / "log", "mkdocs", "serve", "--dev-addr", address) as process:
        yield Server(root, process, f"http://{address}/")


def test_a_mistake_shows_on_its_page_and_heals(server):
    page, case = f"agents/shaky/{YEAR}/index.html", f"agents/shaky/{YEAR}/later/index.html"
    file = server.root / f"data/agents/shaky/{YEAR}.yml"
    server.until(page, "东方将错", "903", "还可以写", "故事里还没有一则是没能帮上的")
    good = file.read_text("utf-8")

    file.write_text(good.replace("name:", "nmae:"), encoding="utf-8")
    server.until(page, f"data/agents/shaky/{YEAR}.yml:1:1", "name")
    server.until(case, f"data/agents/shaky/{YEAR}.yml:1:1")
    server.until(f"agents/fine/{YEAR}/index.html", "端木无恙", "903")
    server.until(f"agents/fine/{YEAR}/calm/index.html", "风平浪静")
    server.until("index.html", "端木无恙", f"agents/shaky/{YEAR}/index.html")

    file.write_text(good, encoding="utf-8")
    server.until(page, "东方将错", "903", without=["shaky/2031.yml:1:1"])
    server.until(case, "迟来的船")

    write(server.root, f"docs/agents/shaky/{YEAR}/later.md", "---\ntitle: 迟来的船\n---\n没有日期")
    server.until(case, f"docs/agents/shaky/{YEAR}/later.md:", "date")
    server.until(page, "东方将错", "903")
    write(server.root, "docs/index.md", "# 家\n\n::: nobody/2031/tags\n")
    server.until("index.html", "docs/index.md:3:5")
    server.until(page, "东方将错", "903")


def test_a_second_preview_on_the_same_port_is_told_in_a_line(tmp_path):
    place(tmp_path, guides=False)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        found = run(tmp_path, "mkdocs", "serve", "--dev-addr", address)
    assert found.returncode != 0
    assert f"{address} 用不了" in found.stdout
    assert "Traceback" not in found.stderr
