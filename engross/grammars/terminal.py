"""Make text safe for a terminal: control characters of a name or a document are shown, not obeyed."""

from __future__ import annotations

import re

# C0 without tab and line feed, DEL, C1 (U+009B begins a sequence as ESC does), lone surrogates, and the characters
# that change the order in which a line is shown (Unicode Technical Report 36, 2.10; UTS 55).
STEERING_CHARACTER = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")


def spell_controls(text: str) -> str:
    r"""Return ``text`` with each character that would control a terminal spelt out: ``\x1b``, ``\u202e``."""
    return STEERING_CHARACTER.sub(_spell_control, text)


def _spell_control(match: re.Match[str]) -> str:
    code = ord(match[0])
    if 0xDC80 <= code <= 0xDCFF:  # how Python keeps a byte of a name that is not UTF-8
        code -= 0xDC00
    return f"\\x{code:02x}" if code <= 0xFF else f"\\u{code:04x}"
