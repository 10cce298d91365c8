"""Bad input: each folder under cases/refusal is refused in its words, with exit code 1, and nothing is written.

``in.*`` is the source. If a folder cannot hold it, ``case.toml`` says what to make: ``hex`` bytes under ``name``, a
``folder``, an ``absent`` file, a file ``taken``, a named ``pipe``, ``size`` zero bytes under ``name``, fonts cut
``short`` or one ``damaged``, ``words`` for the command.
"""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import tomllib
from itertools import chain
from pathlib import Path
from socket import AF_UNIX, socket
from types import SimpleNamespace
from typing import Any

import pytest

from engross.editions.fonts import font_packages
from engross.grammars.edition_name import spell_name
from engross.model import limits
from engross.model.notice import Code, Refusal
from engross.model.reading import Overrides
from engross.model.request import Request
from engross.model.tree import Source
from engross.model.walk import blocks_of
from engross.pipeline.read import understand_request
from engross.readers import structure
from engross.readers.load import load_source
from tests.cases import expect, folders, source_of
from tests.test_build import FONTS

ROOT = Path(__file__).parent.parent
STRUCTURE = Path(__file__).parent / "cases" / "structure"
CHINESE = (STRUCTURE / "raw-zh-tight" / "in.txt").read_text("utf-8")
ENGLISH = (STRUCTURE / "raw-en-masthead" / "in.txt").read_text("utf-8")


def lay_out_fonts(case: dict[str, Any], here: Path) -> None:
    """Make fonts that cannot be used, if a case asks for them."""
    if "short" in case:
        (here / "short").mkdir()
        for pin in (pin for package in font_packages() for pin in package.pins):
            (here / "short" / pin.name).write_bytes(b"\0\1\0\0")
    if "damaged" in case:
        (here / "damaged").mkdir()
        for font in FONTS.iterdir():
            (here / "damaged" / font.name).symlink_to(font)
        whole = (FONTS / case["damaged"]).read_bytes()
        (here / "damaged" / case["damaged"]).unlink()
        half = len(whole) // 2
        (here / "damaged" / case["damaged"]).write_bytes(whole[:half] + bytes(len(whole) - half))


def laid_out(case: dict[str, Any], folder: Path, here: Path) -> str:
    """Put the source of a case into ``here``, and return its name."""
    lay_out_fonts(case, here)
    if "taken" in case:
        (here / "taken").write_text(case["taken"])
    if "folder" in case:
        (here / case["folder"]).mkdir()
    if "pipe" in case:
        os.mkfifo(here / case["pipe"])
    if "size" in case:
        with (here / case["name"]).open("wb") as file:
            file.truncate(case["size"])
    if "hex" in case:
        (here / case["name"]).write_bytes(bytes.fromhex(case["hex"]))
    for source in map(source_of, [folder] if [*folder.glob("in.*")] else []):
        (here / source.name).write_bytes(source.read_bytes())
    sources = (path.name for path in folder.glob("in.*"))
    names = (case[key] for key in ("absent", "folder", "name", "pipe") if key in case)
    return str(next(chain(sources, names)))


@pytest.mark.process
@pytest.mark.parametrize("folder", folders("refusal"), ids=lambda f: f.name)
def test_refusal(folder: Path, tmp_path: Path, accept: bool) -> None:
    """As a person runs it, in a process of its own: modules that other tests have loaded play no part."""
    described = folder / "case.toml"
    case = tomllib.loads(described.read_text("utf-8")) if described.exists() else {}
    name = laid_out(case, folder, tmp_path)
    before = sorted(tmp_path.rglob("*"))
    words = (sys.executable, "-m", "engross", "build", name, *case.get("words", ("--fonts", str(FONTS))))
    mine = {key: value for key, value in os.environ.items() if key != "FONTCONFIG_FILE"}  # set by other tests
    environment = mine | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(words, cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stdout) == (1, "")
    expect(folder / "out.txt", done.stderr, accept)
    assert done.stderr.startswith("refused: ")
    assert len(done.stderr.splitlines()) >= 2, "what is wrong, then what to do"
    assert sorted(tmp_path.rglob("*")) == before, "something was written"


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_known_encodings_are_read_and_named(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "in.txt"
    path.write_bytes(CHINESE.encode(encoding))
    source, notices = load_source(path)
    assert source.text == CHINESE
    assert [(one.code, one.message) for one in notices] == [
        (Code.ENCODING, f"the file is {encoding.upper()}, not UTF-8")
    ]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_english_in_utf_16_without_a_mark(encoding: str, tmp_path: Path) -> None:
    """It is valid UTF-8 too, full of zero bytes."""
    path = tmp_path / "in.txt"
    path.write_bytes(ENGLISH.encode(encoding))
    assert load_source(path)[0].text == ENGLISH


@pytest.mark.parametrize(("words", "encoding", "declared"), [
    ("<p>قرار اتخذته الجمعية العامة</p>", "utf-16-le", False),
    ("<p>Резолюция, принятая Генеральной Ассамблеей</p>", "utf-16-be", False),
    ("<p>Résolution adoptée par l’Assemblée générale — « lumière »</p>", "cp1252", False),
    ("<p>Resolución aprobada: ¿lámparas?</p>", "gb18030", True),
])  # fmt: skip
def test_xml_in_other_encodings(words: str, encoding: str, declared: bool, tmp_path: Path) -> None:
    """A declaration is believed if the bytes are not UTF-8; without one the script of the text decides nothing."""
    path = tmp_path / "in.xml"
    path.write_bytes((f'<?xml version="1.0" encoding="{encoding}"?>' * declared + words * 3).encode(encoding))
    source, notices = load_source(path)
    assert source.text.endswith(words)
    assert [one.code for one in notices] == [Code.ENCODING]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_utf_8_needs_no_notice(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "in.txt"
    path.write_bytes(CHINESE.encode(encoding))
    source, notices = load_source(path)
    assert (source.text, notices) == (CHINESE, ())


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("GB18030", "gb18030"),
        ("gb2312", "gb18030"),
        ("UTF-16", "utf-16"),
        (None, "gb18030"),
        (None, "utf-16-le"),
        ("ISO-8859-1", "utf-8"),
        ("UTF-16", "utf-8"),
        ("unicode_escape", "utf-8"),
        ("no-such", "utf-8"),
    ],
)
def test_xml_is_decoded_once_whatever_it_declares(declared: str | None, encoding: str, tmp_path: Path) -> None:
    """The tree is parsed from the text, so they cannot differ; UTF-8 is UTF-8, whatever a declaration says."""
    from engross.readers.akn.tree import parse_xml

    head = f'<?xml version="1.0" encoding="{declared}"?>\n' if declared else ""
    path = tmp_path / "in.xml"
    path.write_bytes(f"{head}<a>大会，回顾灯塔</a>".encode(encoding))
    source, _ = load_source(path)
    assert source.format == "akn"
    assert parse_xml(source)[0].text == "大会，回顾灯塔"


@pytest.mark.parametrize(
    "declared", "rot13 unicode_escape raw_unicode_escape zlib bz2 base64 hex quopri uu idna punycode utf-7".split()
)
def test_no_declaration_makes_another_text_of_the_bytes(declared: str, tmp_path: Path) -> None:
    """Python has codecs that are not text encodings, or that hide marks of XML: no declaration chooses them."""
    words = "<p>Résolution adoptée: \\x3c +ADw- =3C</p>"
    path = tmp_path / "in.xml"
    path.write_bytes(f'<?xml version="1.0" encoding="{declared}"?>{words}'.encode("cp1252"))
    source, notices = load_source(path)
    assert source.text.endswith(words)
    assert [one.message for one in notices] == ["the file is CP1252, not UTF-8"]


def test_document_of_too_many_paragraphs_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "in.txt"
    path.write_text(ENGLISH, "utf-8")
    request = Request(path, tmp_path, FONTS)
    paragraphs = sum(1 for _ in blocks_of(understand_request(request).resolution))
    monkeypatch.setattr("engross.model.limits.PARAGRAPHS", paragraphs)
    understand_request(request)
    monkeypatch.setattr("engross.model.limits.PARAGRAPHS", paragraphs - 1)
    with pytest.raises(Refusal, match=f"the document has more than {paragraphs - 1} paragraphs"):
        understand_request(request)


@pytest.mark.parametrize(
    ("name", "head", "block"),
    [
        ("in.txt", "A/RES/80/12\n\nThe General Assembly,\n\n", "Decides that lamps be lit;\n\n"),
        ("in.md", "# A/RES/80/12\n\n", "*Decides* that lamps be lit;\n\n"),
        ("in.xml", "<akomaNtoso><statement><mainBody>", "<p>Decides;</p>"),
        ("in.yaml", "symbol: A/RES/80/12\nlanguage: en\nbody:\n", "- number: '1.'\n  operative: Decides;\n"),
        ("in.json", '{"symbol": "A/RES/80/12", "body": [{}', ',{"operative": "Decides;"}'),
    ],
    ids=["text", "markdown", "xml-cut-short", "yaml", "json"],
)
def test_paragraphs_beyond_the_bound_are_counted_before_they_are_read(
    name: str, head: str, block: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reader, which took minutes to find as much, is not even loaded."""
    monkeypatch.setattr("engross.readers.import_module", None)
    source, _ = load_source(Path(name), (head + block * (limits.PARAGRAPHS + 1)).encode())
    with pytest.raises(Refusal, match=r"the document has more than 100,000 (paragraphs|lines), which is the most"):
        structure(source, Overrides())


def test_paragraphs_up_to_the_bound_go_to_the_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[tuple[Source, Overrides]] = []
    reader = SimpleNamespace(read=lambda source, wishes: read.append((source, wishes)))
    monkeypatch.setattr("engross.readers.import_module", lambda _: reader)
    monkeypatch.setattr("engross.readers.settle_overrides", lambda *_: None)
    source, _ = load_source(Path("in.xml"), b"<a>" + b"<p>Decides;</p>" * limits.PARAGRAPHS + b"</a>")
    structure(source, Overrides())
    assert len(read) == 1


def test_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "in.txt").write_text(ENGLISH, "utf-8")

    def forbidden(path: Path, _: int) -> int:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))

    monkeypatch.setattr(os, "open", forbidden)
    with pytest.raises(Refusal, match="cannot be read: Permission denied") as refused:
        load_source(tmp_path / "in.txt")
    assert refused.value.hint == "look at its permissions"


@pytest.mark.parametrize(
    "path",
    [
        "/dev/zero",
        "/dev/null",
        "/dev/tty",
        pytest.param("/proc/kmsg", marks=pytest.mark.needs("linux")),
        pytest.param("/proc/self/mem", marks=pytest.mark.needs("linux")),
    ],
)
def test_device_is_not_opened(path: str) -> None:
    """/dev/zero never ends, /dev/tty and /proc/kmsg wait; none of them is a document."""
    with pytest.raises(Refusal):
        load_source(Path(path))


def test_socket_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # the path of a socket has 107 bytes at most
    with socket(AF_UNIX) as listener:
        listener.bind("in.txt")
        with pytest.raises(Refusal, match=r"in\.txt is a socket"):
            load_source(Path("in.txt"))


def test_name_that_is_no_name_is_refused() -> None:
    with pytest.raises(Refusal, match="there is no file"):
        load_source(Path("a\0b.txt"))
    with pytest.raises(Refusal, match="File name too long"):
        load_source(Path("x" * 300))


@pytest.mark.parametrize("name", ["caf\udce9.txt", "x\x1b[31m.txt", "\u202etxt.fdp.txt", "...txt"])
def test_name_of_a_source_can_stand_in_every_edition(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(ENGLISH, "utf-8")
    source, _ = load_source(tmp_path / name)
    assert source.name == spell_name(name)
