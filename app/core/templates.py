"""What templates compile to is kept on disk, once for all languages: it holds no words, only their keys."""

from __future__ import annotations

from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

from flask import Flask
from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket


class CompiledTemplates(FileSystemBytecodeCache):
    """Keeps what can be kept: on a full disk, or in no folder, pages are compiled and shown as ever."""

    def load_bytecode(self, bucket: Bucket) -> None:
        """Read one compiled template, where there is one."""
        with suppress(OSError):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Write one compiled template."""
        with suppress(OSError):
            super().dump_bytecode(bucket)


def keep_compiled(app: Flask, folder: Path) -> None:
    """Keep what templates are compiled to in this folder, so that the next start needs not do it again.

    Jinja looks at a template's own text before it takes what was kept. A newer Jinja may compile the same text to
    something else, so its version stands in the names of the files.
    """
    with suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    app.jinja_env.bytecode_cache = CompiledTemplates(str(folder), f"{version('jinja2')}-%s.cache")
