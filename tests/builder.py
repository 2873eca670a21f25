"""A process that has loaded what every build loads, and becomes what is asked for in each line that it reads.

``python builder.py``: a line is ``{"root": …, "module": …, "words": […], "environment": {…}, "files": [FILE, FILE,
FILE]}`` in JSON, and the answer the id of the process; the files are its standard input, output and errors. Or it is
``{"child": ID, "options": …}``, options of ``waitpid``, and the answer its exit status, null while it runs. What is
loaded of the project itself comes from ``root``.
"""

from __future__ import annotations

import gc
import json
import logging
import os
import re
import runpy
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from typing import Any

HOOKS = str(Path(__file__).parents[1] / "hooks")
LIBRARIES = (
    "babel.dates", "filelock", "jinja2", "lxml.etree", "markdown.extensions.toc", "material.plugins.search.plugin",
    "matplotlib.backends.backend_agg", "matplotlib.font_manager", "mkdocs.commands.build", "mkdocs.config.defaults",
    "mkdocs.livereload", "nh3", "PIL.Image", "pydantic", "pygments.lexers", "pymdownx.superfences", "wordcloud", "yaml",
)  # fmt: skip


def load() -> None:
    """The libraries, and jieba's dictionary, which takes as long as the rest of a small build."""
    for name in LIBRARIES:
        import_module(name)
    import jieba.posseg

    jieba.setLogLevel(logging.WARNING)
    with tempfile.TemporaryDirectory() as folder:
        jieba.dt.tmp_dir = folder
        jieba.initialize()
    jieba.posseg.initialize()
    remember_patterns()
    gc.freeze()


def remember_patterns() -> None:
    """Load the project's code and forget it: what stays are compiled patterns, whichever copy of it a build loads."""
    re._MAXCACHE = 10_000  # type: ignore[attr-defined]  # of 512 the first would be gone when the last are there
    known = {*sys.modules}
    sys.path.insert(0, HOOKS)
    import_module("observer")
    del sys.path[0]
    for name in sys.modules.keys() - known:
        if (getattr(sys.modules[name], "__file__", None) or "").startswith(HOOKS):
            del sys.modules[name]


def become(root: str, module: str, words: list[str], environment: dict[str, str], files: list[str]) -> None:
    """``python -m module words…`` in ``root``, or of a file; this process, the first of a session, ends with it."""
    os.setsid()
    for number, file in enumerate(files):
        os.dup2(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC if number else os.O_RDONLY), number)
    os.environ.clear()
    os.environ.update(environment)
    tempfile.tempdir = None  # it may be elsewhere there
    os.chdir(root)
    sys.path[0] = root
    sys.argv = [module, *words]
    if module.endswith(".py"):
        runpy.run_path(module, run_name="__main__")
    else:
        runpy.run_module(module, run_name="__main__", alter_sys=True)


def status(child: int, options: int) -> int | None:
    """The exit status of a process; None while it runs."""
    ended, found = os.waitpid(child, options)
    return os.waitstatus_to_exitcode(found) if ended else None


def main() -> None:
    load()
    for line in sys.stdin:
        request: dict[str, Any] = json.loads(line)
        if "child" in request:
            print(json.dumps(status(**request)), flush=True)
            continue
        child = os.fork()
        if not child:
            become(**request)
            return
        print(child, flush=True)


if __name__ == "__main__":
    main()
