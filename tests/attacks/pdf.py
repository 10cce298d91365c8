"""Mutations of PDF: of its objects and streams, and of its bytes."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from functools import partial
from random import Random
from typing import Any, Literal

import pikepdf

from tests.attacks.bytewise import BYTES, cut_out, cut_short, flip_bits
from tests.attacks.mutation import Mutation

Change = Callable[[Random, pikepdf.Pdf], None]

BOXES = ([0, 0, 0, 0], [612, 792, 0, 0], [0, 0, 1e9, 1e9], [-5, -5, -1, -1], [0, 0], [0, 0, 1e-9, 5])
REVISIONS: tuple[Literal[2, 3], ...] = (2, 3)  # of encryption
OPERATORS = (
    b"BT",
    b"ET",
    b"Tj",
    b"q",
    b"Q",
    b"Do",
    b"Tf",
    b"Tm",
    b"cm",
    b"BI",
    b"1e40",
    b"-0",
    b"<</A",
    b"(",
    b"[",
    b"EMC",
)


def _objects(pdf: pikepdf.Pdf) -> list[Any]:
    """The objects that have keys or items."""
    return [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary | pikepdf.Stream | pikepdf.Array)]


def _value(random: Random, pdf: pikepdf.Pdf) -> Any:
    """Choose a value of any type, or another object of the file."""
    plain = [
        0,
        -1,
        2**31,
        10**15,
        True,
        pikepdf.Name.Kestrel,
        pikepdf.String("\ufffe x"),
        pikepdf.Array([]),
        pikepdf.Dictionary(),
    ]
    objects = _objects(pdf)
    return random.choice([*plain, *random.choices(objects, k=4)] if objects else plain)


def drop_key(random: Random, pdf: pikepdf.Pdf) -> None:
    one = random.choice(_objects(pdf))
    if isinstance(one, pikepdf.Array):
        if len(one):
            del one[random.randrange(len(one))]
    elif keys := [key for key in map(str, one) if key != "/Length"]:
        del one[random.choice(keys)]


def change_key(random: Random, pdf: pikepdf.Pdf) -> None:
    one, value = random.choice(_objects(pdf)), _value(random, pdf)
    if isinstance(one, pikepdf.Array):
        if len(one):
            one[random.randrange(len(one))] = value
    elif keys := [key for key in map(str, one) if key != "/Length"]:
        one[random.choice(keys)] = value


def change_stream(random: Random, pdf: pikepdf.Pdf) -> None:
    """Change the bytes of a stream as they are, or as they are unpacked."""
    streams = [one for one in pdf.objects if isinstance(one, pikepdf.Stream)]
    if not streams:
        return
    one, change = random.choice(streams), random.choice((flip_bits, cut_short, cut_out))
    try:
        one.write(change(random, one.read_bytes()))
    except pikepdf.PdfError:
        one.write(change(random, one.read_raw_bytes()))


def change_content(random: Random, pdf: pikepdf.Pdf) -> None:
    """Put operators and operands into what a page shows, or take them out."""
    page = random.choice(list(pdf.pages)) if len(pdf.pages) else None
    if page is None:
        return
    page.contents_coalesce()
    words = page.Contents.read_bytes().split(b" ") if isinstance(page.get("/Contents"), pikepdf.Stream) else []
    for _ in range(random.choice((1, 5, 50)) if words else 0):
        at = random.randrange(len(words))
        words[at : at + random.randint(0, 2)] = [random.choice((*OPERATORS, random.choice(words)))]
    page.Contents = pdf.make_stream(b" ".join(words))


def change_page(random: Random, pdf: pikepdf.Pdf) -> None:
    if not len(pdf.pages):
        return
    page, box = random.choice(list(pdf.pages)).obj, pikepdf.Array(random.choice(BOXES))
    changes: tuple[tuple[str, Any], ...] = (
        ("/MediaBox", box), ("/CropBox", box), ("/Rotate", random.choice((90, 180, 45, -1))), ("/UserUnit", 1e6)
    )  # fmt: skip
    key, value = random.choice(changes)
    page[key] = value


def change_pages(random: Random, pdf: pikepdf.Pdf) -> None:
    """Leave pages out, let them stand twice or in another order, or let the tree of pages hold itself."""
    what = random.choice(("drop", "twice", "turn", "loop"))
    if what == "loop":
        pdf.Root.Pages.Kids.append(pdf.Root.Pages)
    elif what == "drop" and len(pdf.pages):
        del pdf.pages[random.randrange(len(pdf.pages))]
    elif what == "twice" and len(pdf.pages):
        pdf.pages.append(pdf.pages[random.randrange(len(pdf.pages))])
    else:
        pdf.pages.reverse()


OBJECTS: dict[str, Change] = {
    "drop key": drop_key, "drop key ": drop_key, "change key": change_key, "change key ": change_key,
    "change stream": change_stream, "change stream ": change_stream, "change content": change_content,
    "change content ": change_content, "change page": change_page, "change pages": change_pages,
}  # fmt: skip


def change_objects(random: Random, data: bytes, change: Change) -> bytes:
    """Change the objects of a file and write it; what cannot be opened or written stays as it is."""
    try:
        with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as pdf:
            change(random, pdf)
            return _saved(random, pdf)
    except (
        pikepdf.PdfError,
        pikepdf.PasswordError,
        ValueError,
        TypeError,
        KeyError,
        IndexError,
        AttributeError,
        RuntimeError,
    ):
        return data


def _saved(random: Random, pdf: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    modes = (pikepdf.ObjectStreamMode.disable, pikepdf.ObjectStreamMode.generate, pikepdf.ObjectStreamMode.preserve)
    pdf.save(out, object_stream_mode=random.choice(modes), static_id=True, fix_metadata_version=False)
    return out.getvalue()


def lock(random: Random, data: bytes) -> bytes:
    """Give the file a password that opens it, or one that only its owner needs."""
    try:
        with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as pdf:
            out = io.BytesIO()
            user, revision = random.choice(("", "u")), random.choice(REVISIONS)  # later ones use chance
            kinds = pikepdf.Encryption(owner="o", user=user, R=revision, aes=False, metadata=False)
            pdf.save(out, encryption=kinds, static_id=True)
            return out.getvalue()
    except (pikepdf.PdfError, pikepdf.PasswordError, ValueError, RuntimeError):
        return data


def change_offsets(random: Random, data: bytes) -> bytes:
    """Change a number in the table of objects, a length or a reference."""
    found = list(re.finditer(rb"startxref\s+\d+|\d{10} \d{5} n|/Length \d+|\d+ 0 R|\d+ 0 obj", data))
    if not found:
        return data
    one = random.choice(found)
    changed = re.sub(rb"\d+", lambda _: str(random.choice((0, 1, 7, 10**9, len(data)))).encode(), one[0], count=1)
    return data[: one.start()] + changed + data[one.end() :]


PDF: dict[str, Mutation] = {
    **{name: partial(change_objects, change=change) for name, change in OBJECTS.items()},
    "lock": lock,
    "change offsets": change_offsets,
    **BYTES,
}
