"""Take in what a browser sends: its name is not trusted, its size is bounded."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from starlette.requests import Request

from engross.grammars.edition_name import find_free_name, make_edition_name
from engross.model.limits import MB, SOURCE_BYTES
from engross.model.notice import Refusal

# Of files that a source may be; every other is taken for text, and recognised by what it holds.
KNOWN_ENDINGS = (
    ".resolution.yaml", ".resolution.json", ".docx", ".pdf", ".txt", ".xml", ".rtf", ".odt", ".md", ".yaml", ".yml",
    ".json", ".doc", ".html",
)  # fmt: skip


async def receive_file(request: Request, limit: int = SOURCE_BYTES) -> bytes:
    """Return the body of a request. Raises Refusal if it is larger than ``limit`` bytes, as soon as that is known."""
    told = request.headers.get("content-length", "")
    received = bytearray()
    if not (told.isdecimal() and int(told) > limit):
        async for piece in request.stream():
            received += piece
            if len(received) > limit:
                break
        else:
            return bytes(received)
    hint = "take the pages of the resolution out of it, or give its text"
    raise Refusal(f"the file is larger than {limit // MB} MB", hint)


def store_source(folder: Path, name: str, data: bytes) -> Path:
    """Write a source into a folder under a name that is free there, made of the one it came with; return its path."""
    stem, ending = _split_name(name.replace("\\", "/").rpartition("/")[2])
    folder.mkdir(parents=True, exist_ok=True)
    while True:
        taken = {_split_name(path.name)[0].casefold() for path in folder.iterdir()}
        path = folder / f"{find_free_name(make_edition_name(stem), '2', taken)}{ending}"
        with suppress(FileExistsError), path.open("xb") as file:  # another may have come under the name meanwhile
            file.write(data)
            return path


def _split_name(name: str) -> tuple[str, str]:
    """Return the name of a file without its ending, and the ending: that of a text if it is none that is known."""
    ending = next((one for one in KNOWN_ENDINGS if name.lower().endswith(one)), "")
    return name[: len(name) - len(ending)], ending.lower() or ".txt"
