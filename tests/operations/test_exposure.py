"""What stands behind the proxy of docs/operations.md is open to nobody else, and takes no request without bounds."""

from __future__ import annotations

import gc
import re
import runpy

from config import ROOT
from tests.operations.guide import options_of

MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
LIMITS = {
    "timeout": 60,
    "graceful_timeout": 30,
    "limit_request_line": 4094,
    "limit_request_fields": 64,
    "limit_request_field_size": 8190,
}


def test_nobody_but_the_proxy_reaches_the_web_processes() -> None:
    assert re.findall(r"--bind (\S+)", options_of("tryeza.service")["ExecStart"]) == ["127.0.0.1:5000"]
    assert re.findall(r"^BIND \?= (\S+)", MAKEFILE, re.MULTILINE) == ["127.0.0.1:$(PORT)"]
    assert set(re.findall(r"--bind (\S+)", MAKEFILE)) == {"127.0.0.1:$(PORT)", "$(BIND)"}


def test_gunicorn_is_held_to_bounds() -> None:
    try:
        configured = runpy.run_path(str(ROOT / "gunicorn.conf.py"))
    finally:
        gc.enable()  # which it leaves to the worker processes
    assert {name: configured[name] for name in LIMITS} == LIMITS
