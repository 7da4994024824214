"""Where this installation keeps its files."""

from __future__ import annotations

from flask import current_app

from app.cases.files import Store
from app.core.files import FileStore
from config import Settings

MIB = 1024 * 1024


def store() -> Store:
    """The store of attachments, with the limit of the settings."""
    settings: Settings = current_app.extensions["tryeza.settings"]
    return Store(FileStore(settings.upload_folder), settings.upload_limit_mb * MIB)
