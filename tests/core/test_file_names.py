"""Names under which files are shown and downloaded."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.files.store import safe_name


@pytest.mark.parametrize(
    ("given_name", "shown"),
    [
        ("raport.pdf", "raport.pdf"),
        ("C:\\Users\\Ana\\raport.pdf", "raport.pdf"),
        ("../../etc/passwd", "passwd"),
        ("a\r\nSet-Cookie: x=1.pdf", "a Set-Cookie_ x=1.pdf"),
        ('a"; filename="b.exe.pdf', "a__ filename=_b.exe.pdf"),
        ("Kërkesë çështje.pdf", "Kërkesë çështje.pdf"),
        (unicodedata.normalize("NFD", "Kërkesë.pdf"), "Kërkesë.pdf"),
        ("raport\u202efdp.txt", "raportfdp.txt"),
        ("\u2028a\u0000b\u001b.txt", "ab.txt"),
        ("a\u2044b.txt", "a_b.txt"),
        ("  .hidden  ", "hidden"),
        ("con.txt", "_con.txt"),
        ("LPT1", "_LPT1"),
        ("console.txt", "console.txt"),
        ("con." + "x" * 112 + ".pdf", "_con." + "x" * 111 + ".pdf"),
        ("...", "file"),
        ("", "file"),
        ("x" * 300 + ".docx", "x" * 115 + ".docx"),
        ("x." + "y" * 300, "x." + "y" * 118),
    ],
)
def test_a_name_is_safe_to_show(given_name, shown):
    assert safe_name(given_name) == shown


@given(st.text(max_size=300))
def test_every_name_is_short_composed_and_visible_and_stays_itself(filename):
    name = safe_name(filename)
    assert 1 <= len(name) <= 120
    assert name == unicodedata.normalize("NFC", name) == name.strip(" .")
    assert not any(c in '/\\"\r\n;' or unicodedata.category(c)[0] == "C" for c in name)
    assert safe_name(name) == name
