"""How gunicorn serves; read by itself from this folder. What a command line says counts more."""

import gc
import os
from typing import Any

from gunicorn.arbiter import Arbiter
from gunicorn.glogging import Logger
from gunicorn.workers.base import Worker

preload_app = True  # loaded once, before the port is open; what is wrong is said once, and nothing is served
graceful_timeout = 30
timeout = 60  # of a process that does nothing at all; who sends slowly is held to time by the proxy alone
limit_request_line = 4094  # bytes; no address of ours is half as long
limit_request_fields = 64
limit_request_field_size = 8190
access_log_format = '%(t)s %(h)s "%(r)s" %(s)s %(B)s %(M)sms'
gc.disable()  # while all is loaded nothing is garbage, and looking for it takes a quarter of the start
PROXIES = int(os.environ.get("TRYEZA_TRUSTED_PROXIES") or 0)


def when_ready(_server: Arbiter) -> None:
    """What is loaded stays where it is: workers share its memory, and none of them looks through it for garbage."""
    gc.freeze()


def post_fork(_server: Arbiter, _worker: Worker) -> None:
    """Garbage is looked for where requests are answered."""
    gc.enable()


class AccessLog(Logger):
    """Says of an address only its first word: what follows may be a link that lets its holder in, or a search."""

    def atoms(self, resp: Any, req: Any, environ: Any, request_time: Any) -> Any:
        """The parts of a line."""
        atoms = super().atoms(resp, req, environ, request_time)
        first = environ.get("PATH_INFO", "").split("/")[1:2]
        atoms["r"] = f"{environ['REQUEST_METHOD']} /{''.join(first)}"
        forwarded = [part.strip() for part in environ.get("HTTP_X_FORWARDED_FOR", "").split(",")]
        if 0 < PROXIES <= len(forwarded) and forwarded[-PROXIES]:
            atoms["h"] = forwarded[-PROXIES]
        return atoms


logger_class = AccessLog
