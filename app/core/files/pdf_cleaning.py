"""Takes out of a PDF what it says of who made it, and what acts by itself. Loaded with the first one."""

from __future__ import annotations

import re
from typing import BinaryIO

import pikepdf
from pikepdf import sanitize

from app.core.files.contents import Reason, RefusedFile, copy

_ACTS = (
    sanitize.remove_javascript,
    sanitize.remove_external_access,
    sanitize.remove_attachments,
    sanitize.remove_multimedia,
)
_TELLS = (
    sanitize.remove_private_app_data,
    sanitize.remove_thumbnails,
    sanitize.remove_web_capture,
    sanitize.remove_search_index,
    sanitize.remove_collection,
)


def clean_pdf(source: BinaryIO, target: BinaryIO) -> None:
    """Without programs, ways out, attachments, properties and names of commentators.

    One that is signed stays as it was, or its signature would not hold; it is refused where it acts by itself.
    """
    try:
        with pikepdf.open(source) as pdf:
            if _is_signed(pdf):
                if _acts(pdf):
                    raise RefusedFile(Reason.ACTIVE, "a signed PDF that acts by itself")
                source.seek(0)
                copy(source, target)
                return
            for remove in (*_ACTS, *_TELLS):
                remove(pdf)
            _clear_author(pdf)
            pdf.save(target, deterministic_id=True, fix_metadata_version=False)
    except pikepdf.PasswordError:
        raise RefusedFile(Reason.LOCKED, "a PDF with a password") from None
    except (pikepdf.PdfError, ValueError, TypeError, AttributeError, KeyError, RecursionError, OverflowError):
        raise RefusedFile(Reason.UNREADABLE, "a broken PDF") from None


def _clear_author(pdf: pikepdf.Pdf) -> None:
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    for thing in pdf.objects:
        if not isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
            continue
        if "/Metadata" in thing:
            del thing["/Metadata"]
        if thing.get("/Subtype") is not None and "/T" in thing and "/Rect" in thing and "/FT" not in thing:
            del thing["/T"]  # who wrote a comment; of a field of a form it is the name


def _is_signed(pdf: pikepdf.Pdf) -> bool:
    return any(
        isinstance(thing, pikepdf.Dictionary) and "/ByteRange" in thing and "/Contents" in thing
        for thing in pdf.objects
    )


_ACTIVE_NAMES = re.compile(
    rb"/(?:JS|JavaScript|Launch|ImportData|SubmitForm|GoToE|Rendition|RichMedia\w*|EmbeddedFiles?|XFA)\b"
)


def _acts(pdf: pikepdf.Pdf) -> bool:
    # a value that is written in its holder stands in the holder's text, any other is an object of its own
    texts = (thing.stream_dict if isinstance(thing, pikepdf.Stream) else thing for thing in pdf.objects)
    return any(_ACTIVE_NAMES.search(text.unparse(resolved=True)) for text in texts)
