"""Encode texts and figures as bytes that sort as the values do, so that a database sorts symbols as Python does.

No encoding is the beginning of another one of its kind: encodings in a row sort as tuples. A sequence has
``SEQUENCE_ITEM`` before each item and ``SEQUENCE_END`` behind the last, so that a shorter one comes first.
"""

from __future__ import annotations

SEQUENCE_END, SEQUENCE_ITEM = b"\x00", b"\x01"
LENGTH_BYTES = 4  # of a figure's length


def encode_text(text: str) -> bytes:
    """Encode a text: UTF-8 sorts as code points do; a NUL is told apart from the end."""
    return text.encode("utf-8", "surrogatepass").replace(b"\0", b"\0\xff") + SEQUENCE_END


def encode_figure(figure: str) -> bytes:
    """Encode a number given by its digits, of which there may be thousands: the longer is the larger."""
    digits = "".join(str(int(digit)) for digit in figure).lstrip("0").encode()  # they may be Arabic ones
    return len(digits).to_bytes(LENGTH_BYTES, "big") + digits
