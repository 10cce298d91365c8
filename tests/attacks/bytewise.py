"""Mutations of bytes and of encodings, which know nothing of what the bytes mean."""

from __future__ import annotations

from random import Random

from tests.attacks.mutation import Mutation, pick_span

CONTROLS = (
    b"\x00",
    b"\x1b[31m",
    b"\x7f",
    b"\xff\xfe",
    b"\xed\xa0\x80",
    b"\xc0\xaf",
    b"\xf4\x90\x80\x80",
    b"\x0c",
    b"\x85",
)
CODECS = ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "gb18030", "utf-7", "cp037", "koi8-r")


def flip_bits(random: Random, data: bytes) -> bytes:
    """Change a bit in each of a few bytes."""
    changed = bytearray(data)
    for _ in range(random.choice((1, 1, 2, 8, 64)) if data else 0):
        changed[random.randrange(len(data))] ^= 1 << random.randrange(8)
    return bytes(changed)


def cut_short(random: Random, data: bytes) -> bytes:
    """Leave out all that stands behind a place."""
    return data[: random.randrange(len(data) + 1)]


def cut_out(random: Random, data: bytes) -> bytes:
    """Leave out a stretch."""
    start, end = pick_span(random, len(data), 400)
    return data[:start] + data[end:]


def repeat_stretch(random: Random, data: bytes) -> bytes:
    """Let a stretch stand again behind itself, up to fifty times."""
    start, end = pick_span(random, len(data), 400)
    return data[:end] + data[start:end] * random.choice((1, 2, 50)) + data[end:]


def move_stretch(random: Random, data: bytes) -> bytes:
    """Put a stretch elsewhere."""
    start, end = pick_span(random, len(data), 400)
    rest = data[:start] + data[end:]
    at = random.randrange(len(rest) + 1)
    return rest[:at] + data[start:end] + rest[at:]


def put_in_controls(random: Random, data: bytes) -> bytes:
    """Put bytes in that are no text."""
    at = random.randrange(len(data) + 1)
    return data[:at] + random.choice(CONTROLS) + data[at:]


def put_around(random: Random, data: bytes) -> bytes:
    """Put rubbish before or behind the whole."""
    rubbish = random.choice(
        (b"\x00" * 50, b"\r\n\r\n", b"PK\x03\x04", b"%PDF-1.7\n", random.randbytes(200), b"\xef\xbb\xbf")
    )
    return rubbish + data if random.random() < 0.5 else data + rubbish


def recode(random: Random, data: bytes) -> bytes:
    """Write the text in another encoding, what that lacks left out."""
    text = data.decode("utf-8", "ignore")
    return text.encode(random.choice(CODECS), "ignore")


BYTES: dict[str, Mutation] = {
    "flip bits": flip_bits,
    "cut short": cut_short,
    "cut out": cut_out,
    "repeat stretch": repeat_stretch,
    "move stretch": move_stretch,
    "put in controls": put_in_controls,
    "put around": put_around,
}
TEXT_BYTES: dict[str, Mutation] = {**BYTES, "recode": recode}
