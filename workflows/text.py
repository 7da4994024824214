"""What counts as text: blanks, control characters and signs that nobody sees say nothing.

The rules are Unicode's, written as ranges: a line that looks empty is empty, whoever pasted what into it.
"""

from __future__ import annotations

import re
import unicodedata

# Signs without a shape: soft hyphen, joiners that only steer, marks of direction, fillers, tags, byte order mark.
_STEERING = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufeff\uffa0\ufff0-\ufff8\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_JOINERS = (
    "\u200c\u200d\ufe00-\ufe0f"  # inside a word or an emoji they change the shape of what stands beside them
)
_NO_CHARACTERS = "\ufdd0-\ufdef" + "".join(
    chr(plane << 16 | 0xFFFE) + chr(plane << 16 | 0xFFFF) for plane in range(17)
)
_CONTROLS = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff"
_BREAKS = (
    "\x0b\x0c\x85\u2028\u2029"  # of line, page and paragraph, as word processors put them into the clipboard
)

_UNKEPT = re.compile(f"[{_CONTROLS}{_NO_CHARACTERS}\ufeff]+")
_OTHER_BREAKS = re.compile(f"[{_BREAKS}]|\r(?!\n)")
_IN_ONE_LINE = re.compile(f"[\t\r\n{_BREAKS}]+")
_UNSEEN = re.compile(f"[{_STEERING}]+")
_UNSEEN_OR_JOINING = re.compile(f"[{_STEERING}{_JOINERS}]+")
_BRAILLE_BLANK = "\u2800"
_SEEN = frozenset("LNPS")


def shows(text: str | None) -> bool:
    """Whether there is anything to be seen: a letter, a digit, a sign."""
    return any(_is_seen(character) for character in without_unseen(text or ""))


def _is_seen(character: str) -> bool:
    kind = unicodedata.category(character)
    return (kind[0] in _SEEN and character != _BRAILLE_BLANK) or kind == "Cn"  # newer than this Python


def without_unseen(text: str) -> str:
    """The text by which it is found: what nobody sees splits no word and makes no other name."""
    return _UNSEEN_OR_JOINING.sub("", _UNKEPT.sub("", text))


def lines(text: str) -> str:
    """Text of several lines as it is kept: without control characters; empty where nothing shows."""
    kept = _UNKEPT.sub("", _OTHER_BREAKS.sub("\n", text))
    return kept if shows(kept) else ""


def one_line(text: str) -> str:
    """Text of one line as it is kept: breaks are blanks, and nothing steers how the words around it are read."""
    kept = _UNSEEN.sub("", _UNKEPT.sub("", _IN_ONE_LINE.sub(" ", text))).strip()
    return kept if shows(kept) else ""
