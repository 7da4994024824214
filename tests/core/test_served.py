"""The server that browsers meet in the tests."""

from __future__ import annotations

import gc
import socket
import struct
import time
from urllib.parse import urlsplit

from flask import Flask

from tests.served import served


def test_a_file_that_nobody_waits_for_is_closed(app: Flask) -> None:
    """Who hangs up in the middle leaves no open file, which would be a warning, and so a failure, of another test."""
    with served(app) as base:
        for _ in range(60):
            caller = socket.create_connection(("127.0.0.1", urlsplit(base).port or 0))
            caller.setsockopt(
                socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)
            )  # hang up by a reset
            caller.sendall(b"GET /static/tryeza.svg HTTP/1.1\r\nHost: localhost\r\n\r\n")
            caller.close()
        time.sleep(0.5)
    gc.collect()
