"""The desk's server: what it answers, to whom, and that it makes, mends, follows and forgets documents."""

from __future__ import annotations

import http.client
import io
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Thread
from time import monotonic, sleep
from typing import Any
from urllib.parse import quote

import click
import pytest

from engross.cli.commands import make_program
from engross.cli.desk import DeskAddress, make_desk, open_desk
from engross.cli.desk.desk import Desk
from engross.cli.desk.document import DeskDocument
from engross.cli.desk.follow import list_sources, take_changes
from engross.cli.desk.routes import DeskRoutes
from engross.cli.desk.uploads import store_source
from engross.cli.desk.workers import JobProcess
from engross.cli.loopback import LOOPBACK, Guard, LoopbackServer
from engross.cli.options import Options, make_requests, spell_options
from engross.cli.program import run_command_line
from engross.editions import assets
from engross.model.limits import SOURCE_BYTES
from engross.model.notice import Refusal
from engross.model.request import EDITIONS
from engross.pipeline.bounded import Bounds
from tests.test_build import FONTS, SAMPLE
from tests.test_options import example

PATIENCE = 60.0  # seconds that a test waits for what should come at once
TOKEN = "0123456789abcdef"
DRAFT = """\
symbol: A/C.3/99/L.7
language: en
body:
- enacting: The General Assembly,
- preambular: '*Recalling* its resolution A/RES/77/213 and the lighthouse of its report A/77/40,'
- number: '1.'
  operative: '*Decides* that lamps be lit;'
- number: '5.'
  operative: '*Requests* the keepers to report.'
"""


class Visitor:
    """A browser of a desk that listens on a free port."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        app = Guard(DeskRoutes(desk).make_app(TOKEN), token=TOKEN)
        self.server = LoopbackServer(app, end_answers=desk.end_events)
        self.port = self.server.server_port

    def ask(
        self, path: str, method: str = "GET", data: bytes | None = None, /, **headers: str
    ) -> tuple[int, dict[str, str], bytes]:
        """Return status, headers and body of an answer; a header None is left out."""
        connection = http.client.HTTPConnection(LOOPBACK, self.port, timeout=PATIENCE)
        own = {"Host": f"{LOOPBACK}:{self.port}", "Origin": f"http://{LOOPBACK}:{self.port}"}
        try:
            connection.request(method, path, data, own | {name.replace("_", "-"): one for name, one in headers.items()})
            answer = connection.getresponse()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        finally:
            connection.close()

    def get(self, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
        """Return what stands at a path below the token."""
        return self.ask(f"/{TOKEN}/{path}", **headers)

    def post(self, path: str, asked: Any = None) -> tuple[int, Any]:
        """Send JSON, or bytes; return status and the values of the answer."""
        data = asked if isinstance(asked, bytes) else json.dumps(asked or {}).encode()
        status, _, body = self.ask(f"/{TOKEN}/{path}", "POST", data)
        return status, json.loads(body) if body.startswith((b"{", b"[")) else body

    def put(self, name: str, data: bytes) -> str:
        """Put a file on the desk; return its id."""
        status, told = self.post(f"documents?name={quote(name)}", data)
        assert status == 201
        return str(told["id"])

    def wait(self, name: str, wanted: Callable[[dict[str, Any]], bool] = lambda _: True) -> dict[str, Any]:
        """Return what is known of a document once it is done or refused, and as wanted."""
        end, known = monotonic() + PATIENCE, dict[str, Any]()
        while monotonic() < end:
            known.update(json.loads(self.get(f"documents/{quote(name)}")[2]))
            if known["step"] in ("done", "refused") and wanted(known):
                return known
            sleep(0.05)
        raise AssertionError(f"it never came: {known['step']}, {known['refusal']}")


@contextmanager
def visiting_desk(folder: Path) -> Iterator[Visitor]:
    visiting = Visitor(make_desk(Options(out=str(folder), fonts=str(FONTS)), ()))
    thread = Thread(target=visiting.server.serve_forever, daemon=True)
    thread.start()
    yield visiting
    visiting.server.shutdown()
    thread.join(PATIENCE)
    visiting.server.server_close()


@pytest.fixture
def visitor(tmp_path: Path) -> Iterator[Visitor]:
    """A desk without documents that listens, and makes nothing."""
    with visiting_desk(tmp_path / "desk") as visiting:
        yield visiting


@pytest.fixture(scope="module")
def working(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    """A desk that makes what is put on it."""
    with visiting_desk(tmp_path_factory.mktemp("desk") / "desk") as visiting:
        visiting.desk.begin()
        yield visiting
        visiting.desk.close()


def test_page_and_its_parts_are_sent(visitor: Visitor) -> None:
    status, headers, body = visitor.get("")
    assert (status, headers["content-type"]) == (200, "text/html; charset=utf-8")
    page = body.decode()
    for name in re.findall(r'(?:src|href)="(ui/[^"]+)"', page):
        assert visitor.get(name)[0] == 200
    assert not re.search(r'(?:src|href)="(?:https?:)?//', page), "nothing comes from elsewhere"
    assert "script-src 'self'" in headers["content-security-policy"]
    assert json.loads(visitor.get("ui/resolution.schema.json")[2])["title"]
    names = (
        path.relative_to(assets.template_folder() / "desk")
        for path in (assets.template_folder() / "desk").rglob("*.js")
    )
    assert all(visitor.get(f"ui/{name}")[1]["content-type"].startswith("text/javascript") for name in names)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Host": "localhost:80"}, 200),
        ({"Host": "evil.example"}, 403),
        ({"Host": "127.0.0.1.evil.example"}, 403),
        ({"Host": ""}, 403),
        ({"Sec_Fetch_Site": "same-origin"}, 200),
        ({"Sec_Fetch_Site": "cross-site"}, 403),
        ({"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate", "Sec_Fetch_Dest": "document"}, 200),
        ({"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate", "Sec_Fetch_Dest": "iframe"}, 403),
    ],
)
def test_foreign_pages_are_refused(visitor: Visitor, headers: dict[str, str], status: int) -> None:
    assert visitor.get("", **headers)[0] == status


def test_who_changes_something_comes_from_the_page(visitor: Visitor) -> None:
    for origin in (
        "http://evil.example",
        "null",
        f"http://localhost:{visitor.port}",
        f"https://{LOOPBACK}:{visitor.port}",
    ):
        assert visitor.ask(f"/{TOKEN}/documents?name=a.txt", "POST", b"x", Origin=origin)[0] == 403
    assert not visitor.desk.documents


@pytest.mark.parametrize("path", ["/", "/documents", f"/{TOKEN[:-1]}/", f"/{TOKEN}x/", "//", "/%00/", f"/x/{TOKEN}/"])
def test_nothing_is_had_without_the_token(visitor: Visitor, path: str) -> None:
    status, headers, body = visitor.ask(path)
    assert status == 404
    assert TOKEN.encode() not in body
    assert "default-src 'none'" in headers["content-security-policy"]


@pytest.mark.parametrize(
    "path",
    [
        "ui/../../pyproject.toml", "ui/%2e%2e/%2e%2e/pyproject.toml", "ui//etc/passwd", "ui/%00", "ui/", "ui/words",
        "documents/none", "documents/none/files/x", "documents/none/pages/1.png",
        "documents/x/all.zip",
    ],
)  # fmt: skip
def test_other_paths_are_nothing(visitor: Visitor, path: str) -> None:
    status, headers, _ = visitor.get(path)
    assert status == 404
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("name", "stored"),
    [
        ("A_RES_77_213.zh.txt", "A_RES_77_213.zh.txt"),
        ("../../etc/passwd", "passwd.txt"),
        ("C:\\drafts\\a.docx", "a.docx"),
        ("<b>x</b>.pdf", "b%3E.pdf"),
        (".hidden.txt", "%2Ehidden.txt"),
        ("con.docx", "_con.docx"),
        ("a\0b.xml", "a%00b.xml"),
        ("a.resolution.yaml", "a.resolution.yaml"),
        ("a.exe", "a.exe.txt"),
        ("", "source.txt"),
        ("..", "%2E%2E.txt"),
        ("A.PDF", "A.pdf"),
    ],
)
def test_names_are_not_trusted(tmp_path: Path, name: str, stored: str) -> None:
    path = store_source(tmp_path / "in", name, b"x")
    assert (path.name, path.parent) == (stored, tmp_path / "in")
    again = store_source(tmp_path / "in", name, b"y")
    assert path.read_bytes() == b"x"
    assert again.read_bytes() == b"y"
    assert again.parent == tmp_path / "in"


def test_long_name_is_cut(tmp_path: Path) -> None:
    path = store_source(tmp_path, "灯" * 300 + ".txt", b"x")
    assert len(path.name.encode()) < 255


def test_file_that_is_too_large_is_refused_before_it_has_come(visitor: Visitor) -> None:
    """By its announced length, and by what has come where none is announced."""
    connection = http.client.HTTPConnection(LOOPBACK, visitor.port, timeout=PATIENCE)
    connection.putrequest("POST", f"/{TOKEN}/documents?name=a.txt")
    connection.putheader("Origin", f"http://{LOOPBACK}:{visitor.port}")
    connection.putheader("Content-Length", str(SOURCE_BYTES + 1))
    connection.endheaders()
    answer = connection.getresponse()
    assert (answer.status, "larger than 50 MB" in answer.read().decode()) == (422, True)
    connection.close()
    with socket.create_connection((LOOPBACK, visitor.port), PATIENCE) as link, suppress(ConnectionError):
        head = f"POST /{TOKEN}/documents?name=b.txt HTTP/1.1\r\nHost: {LOOPBACK}:{visitor.port}\r\n"
        link.sendall(f"{head}Origin: http://{LOOPBACK}:{visitor.port}\r\nTransfer-Encoding: chunked\r\n\r\n".encode())
        piece = b"100000\r\n" + b"x" * 0x100000 + b"\r\n"
        for _ in range(SOURCE_BYTES // 0x100000 + 2):
            link.sendall(piece)
        assert b"422" in link.recv(100)
    assert not visitor.desk.documents
    assert not visitor.desk.upload_folder.exists()


@pytest.mark.process
def test_dropped_file_is_understood_made_and_told(working: Visitor, tmp_path: Path) -> None:
    """Its editions are those of ``press build``, byte by byte, one by one and in the archive."""
    name = working.put("A_RES_77_213.zh.txt", SAMPLE.read_bytes())
    known = working.wait(name)
    assert (known["symbol"], known["organ"], known["language"], known["ok"]) == ("A/RES/77/213", "大会", "zh", True)
    assert (known["counts"]["operative"], known["counts"]["pages"], len(known["pages"])) == (17, 3, 3)
    blocks = {block["id"] for block in known["blocks"] if block["id"]}
    assert {place["id"] for place in known["places"]} == blocks
    (tmp_path / "A_RES_77_213.zh.txt").write_bytes(SAMPLE.read_bytes())
    words = ["build", str(tmp_path / "A_RES_77_213.zh.txt"), "--out", str(tmp_path / "built"), "--fonts", str(FONTS)]
    assert run_command_line("engross", [*words, "--quiet", "--config", os.devnull]) == 0
    built = {path.name: path.read_bytes() for path in (tmp_path / "built" / "A_RES_77_213.zh").iterdir()}
    assert {file["name"] for file in known["files"]} == set(built)
    for file, data in built.items():
        assert working.get(f"documents/{name}/files/{file}")[2] == data
    with zipfile.ZipFile(io.BytesIO(working.get(f"documents/{name}/all.zip")[2])) as archive:
        assert {Path(one).name: archive.read(one) for one in archive.namelist()} == built
    assert working.get("all.zip")[2].startswith(b"PK")
    status, headers, picture = working.get(f"documents/{name}/pages/3.png?width=300")
    assert (status, headers["content-type"], picture[:4]) == (200, "image/png", b"\x89PNG")
    for bad in ("4.png?width=300", "1.png?width=x", "1.png", "1.png?width=99999", "0.png?width=9"):
        assert working.get(f"documents/{name}/pages/{bad}")[0] in (404, 422)


@pytest.mark.process
def test_pages_are_shown_before_all_is_made(working: Visitor) -> None:
    """They are those of the finished PDF, with the places of the paragraphs that the document has by then."""
    seen = list[dict[str, Any]]()

    def look(event: dict[str, Any]) -> None:
        one = event.get("document")
        if one and one["name"] == "early.yaml" and one["step"] in ("finishing", "done"):
            seen.append(working.desk.documents[one["id"]].describe())

    working.desk.listeners.append(look)
    name = working.put("early.yaml", DRAFT.replace("L.7", "L.17").encode())
    working.wait(name)
    working.desk.listeners.remove(look)
    early, finished = seen
    assert (early["step"], finished["step"]) == ("finishing", "done")
    assert not early["files"]
    assert early["picture"] == finished["picture"] != ""
    assert early["pages"] == finished["pages"]
    assert early["places"] == finished["places"]
    assert {place["id"] for place in early["places"]} >= {block["id"] for block in early["blocks"] if block["id"]}
    assert working.get(f"documents/{name}/pages/1.png?width=100")[2].startswith(b"\x89PNG")


@pytest.mark.process
def test_notices_have_the_words_that_fill_them(working: Visitor) -> None:
    name = working.put("words.yaml", DRAFT.replace("L.7", "L.18").encode())
    (jump,) = [one for one in working.wait(name)["notices"] if one["code"] == "number-order"]
    words = {"what": "paragraph", "found": "5", "before": "1", "original": "the document that it was written from"}
    assert jump["words"] == words


@pytest.mark.process
def test_two_sources_of_one_document_have_a_folder_each_in_the_zip_of_all(working: Visitor) -> None:
    names = [working.put(f"twin-{n}.resolution.yaml", DRAFT.encode()) for n in (1, 2)]
    for name in names:
        working.wait(name)
    with zipfile.ZipFile(io.BytesIO(working.get("all.zip")[2])) as archive:
        members = archive.namelist()
    assert len(set(members)) == len(members)
    assert {name.partition("/")[0] for name in members} >= set(names)


@pytest.mark.process
def test_a_disk_that_takes_nothing_is_told_and_the_others_are_made(
    working: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(document: DeskDocument, _: str) -> None:
        if document.name.startswith("unwritable"):
            raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("engross.cli.desk.desk.load_state", fail)
    bad, good = (working.put(f"{name}.resolution.yaml", DRAFT.encode()) for name in ("unwritable", "writable"))
    assert working.wait(bad)["step"] == "refused"
    assert working.wait(good)["step"] == "done"


@pytest.mark.process
def test_words_are_found_in_texts(working: Visitor) -> None:
    name = working.put("seabird.resolution.yaml", DRAFT.replace("lamps be lit", "Seabirds and PUFFINS be fed").encode())
    working.wait(name)
    assert json.loads(working.get("search?q=puffins+fed")[2]) == {name: "Decides that Seabirds and PUFFINS be fed;"}
    for nothing in ("search?q=puffins+walrus", "search?q=", "search", "search?q=" + "x" * 5000):
        assert json.loads(working.get(nothing)[2]) == {}


@pytest.mark.process
def test_what_has_not_changed_is_not_made_again(working: Visitor) -> None:
    name = working.put("kept.resolution.yaml", DRAFT.encode())
    first = working.wait(name)
    document = working.desk.documents[name]
    pdf = next(path for path in document.files().values() if path.suffix == ".pdf")
    made = pdf.stat().st_mtime_ns
    working.post(f"documents/{name}/again")
    again = working.wait(name, lambda known: known["version"] > first["version"])
    assert pdf.stat().st_mtime_ns == made
    assert (again["blocks"], again["places"], again["notices"]) == (first["blocks"], first["places"], first["notices"])
    pdf.write_bytes(b"spoilt")
    working.post(f"documents/{name}/again")
    working.wait(name, lambda known: known["version"] > again["version"])
    assert pdf.read_bytes().startswith(b"%PDF")


@pytest.mark.process
def test_two_languages_and_a_packet_are_made_of_what_lies_there(working: Visitor) -> None:
    first = working.put("two.en.resolution.yaml", DRAFT.encode())
    french = DRAFT.replace("language: en", "language: fr").replace("The General Assembly,", "L’Assemblée générale,")
    second = working.put("two.fr.resolution.yaml", french.encode())
    for name in (first, second):
        working.wait(name)
    for kind in ("bilingual", "packet"):
        made = working.post(f"documents/{first}/make", {"kind": kind, "others": [second]})[1]
        assert made["step"] == "done", made
        assert any(path.endswith(".pdf") for path in made["files"])
        command = working.post(f"documents/{first}/command", {"kind": kind, "others": [second]})[1]["command"]
        assert "two.fr.resolution.yaml" in command
    assert working.post(f"documents/{first}/make", {"kind": "packet", "others": "x"})[0] == 422


@pytest.mark.process
def test_editions_run_no_script(working: Visitor) -> None:
    name = working.put("a.resolution.yaml", DRAFT.encode())
    files = [file["name"] for file in working.wait(name)["files"]]
    for file in files:
        policy = working.get(f"documents/{name}/files/{file}")[1]["content-security-policy"]
        assert "script-src" not in policy
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'self'" in policy
        assert ("sandbox" in policy) == (not file.endswith(".pdf"))


@pytest.mark.process
def test_refusal_says_what_to_do_and_a_symbol_mends_it(working: Visitor) -> None:
    text = "The General Assembly,\n\nRecalling its resolution 77/213,\n\n1. Decides that lamps be lit;\n"
    name = working.put("draft.txt", text.encode())
    refused = working.wait(name)
    assert (refused["step"], refused["files"]) == ("refused", [])
    assert "symbol" in refused["refusal"]["message"] + refused["refusal"]["hint"]
    assert working.post(f"documents/{name}/mend", {"kind": "symbol", "value": "A/C.3/99/L.7"})[0] == 200
    assert working.wait(name, lambda known: known["step"] == "done")["symbol"] == "A/C.3/99/L.7"
    assert working.post(f"documents/{name}/mend", {"kind": "symbol", "value": "<x>"})[0] == 422


@pytest.mark.process
def test_mend_is_followed_kept_beside_the_source_and_taken_back(working: Visitor) -> None:
    name = working.put("draft.txt", (b"A/C.3/99/L.7\n\nThe General Assembly,\n\nRecalling its resolution 77/213,\n\n"
        b"Lamps of the coast\n\n1. Decides that lamps be lit;\n\n2. Requests the keepers to report.\n"))  # fmt: skip
    before = working.wait(name)
    source = working.desk.documents[name].source
    original = source.read_bytes()
    (block,) = [one for one in before["blocks"] if one["text"] == "Requests the keepers to report."]
    assert working.post(f"documents/{name}/mend", {"kind": "point", "id": block["id"]})[0] == 200
    mended = working.wait(name, lambda known: known["mended"])
    (after,) = [one for one in mended["blocks"] if one["text"] == block["text"]]
    assert (after["kind"], after["depth"], after["line"]) == ("point", 1, block["line"])
    assert source.read_bytes() == original
    beside = source.with_name(f"{source.stem}.resolution.yaml")
    assert "point:" in beside.read_text("utf-8")
    shown = working.post(f"documents/{name}/show_source", {"line": after["line"]})[1]
    assert [line["text"] for line in shown["lines"] if line["number"] == after["line"]] == [
        "2. Requests the keepers to report."
    ]
    assert working.post(f"documents/{name}/undo")[0] == 200
    assert not beside.exists()
    undone = working.wait(name, lambda known: not known["mended"] and known["undo"] == 0)
    assert [one["kind"] for one in undone["blocks"]] == [one["kind"] for one in before["blocks"]]
    for wrong in ({"kind": "point", "id": "op-99"}, {"kind": "explode", "id": block["id"]}, {"kind": ["x"]}):
        assert working.post(f"documents/{name}/mend", wrong)[0] == 422


@pytest.mark.process
def test_text_is_checked_while_it_is_edited_and_kept(working: Visitor) -> None:
    name = working.put("a.resolution.yaml", DRAFT.encode())
    working.wait(name)
    text = working.post(f"documents/{name}/read_yaml")[1]["text"]
    assert text == DRAFT
    wrong = working.post(f"documents/{name}/check_yaml", {"text": text.replace("operative:", "opperative:", 1)})
    assert (wrong[0], wrong[1]["line"], "opperative" in wrong[1]["message"]) == (422, 7, True)
    said = working.post(f"documents/{name}/check_yaml", {"text": text})[1]["notices"]
    assert [one["code"] for one in said if one["severity"] == "warning"] == ["number-order"]
    assert working.post(f"documents/{name}/save_yaml", {"text": text.replace("'5.'", "'2.'")})[0] == 200
    assert working.wait(name, lambda known: known["weights"]["warning"] == 0)["undo"] == 1
    working.post(f"documents/{name}/undo")
    assert working.wait(name, lambda known: known["weights"]["warning"] == 1)["undo"] == 0


@pytest.mark.process
def test_paper_and_kinds_are_those_of_the_command_that_is_shown(working: Visitor) -> None:
    name = working.put("a.resolution.yaml", DRAFT.encode())
    working.wait(name)
    assert working.post(f"documents/{name}/wish", {"paper": "a5", "font_size": 9})[0] == 200
    small = working.wait(name, lambda known: known["pages"] and known["pages"][0][0] < 500)
    assert small["wishes"] == {"paper": "a5", "font_size": 9.0, "without_index": False}
    assert working.post(f"documents/{name}/wish", {"paper": "<a4>"})[0] == 422
    assert "paper of the working copy" in working.post(f"documents/{name}/make", {"kind": "working"})[1]["message"]
    working.post(f"documents/{name}/wish", {"paper": "letter"})
    working.wait(name, lambda known: known["pages"] and known["pages"][0][0] > 600)
    for kind in ("working", "large-print", "booklet"):
        made = working.post(f"documents/{name}/make", {"kind": kind})[1]
        assert made["step"] == "done", made
        assert any(path.endswith(".pdf") for path in made["files"])
    names = [file["name"] for file in json.loads(working.get(f"documents/{name}")[2])["files"]]
    assert sum(one.endswith(".pdf") for one in names) == 4
    report = json.loads(working.get(f"documents/{name}/files/report.json")[2])
    assert {Path(file["name"]).suffix for file in report["files"]} > {".pdf"}, "it is that of the handout"
    command = working.post(f"documents/{name}/command", {"kind": "working"})[1]["command"]
    assert "--as working" in command
    assert "--paper letter" in command
    assert working.post(f"documents/{name}/make", {"kind": "bilingual"})[0] == 422


@pytest.mark.process
def test_document_is_forgotten_with_all_that_was_made_of_it(working: Visitor) -> None:
    name = working.put("a.resolution.yaml", DRAFT.encode())
    working.wait(name)
    document = working.desk.documents[name]
    assert document.folder.is_dir()
    assert working.ask(f"/{TOKEN}/documents/{name}", "DELETE")[0] == 204
    assert not document.folder.exists()
    assert not document.source.exists()
    assert working.get(f"documents/{name}")[0] == 404


@pytest.mark.process
def test_hostile_words_stay_words(working: Visitor) -> None:
    text = DRAFT.replace("language: en", 'language: en\ntitle: "<img src=x onerror=alert(1)><script>alert(2)</script>"')
    name = working.put("<script>alert(3)</script>.resolution.yaml", text.encode())
    known = working.wait(name)
    assert known["title"].startswith("<img")
    page = next(file["name"] for file in known["files"] if file["name"].endswith(".html"))
    assert b"<script>alert" not in working.get(f"documents/{quote(name)}/files/{quote(page)}")[2]


@pytest.mark.process
def test_folder_that_is_not_the_desks_own_is_left_alone(working: Visitor) -> None:
    foreign = working.desk.folder / "lamps"
    foreign.mkdir()
    (foreign / "mine.txt").write_text("mine")
    name = working.put("lamps.resolution.yaml", DRAFT.encode())
    assert name != "lamps"
    working.wait(name)
    assert working.ask(f"/{TOKEN}/documents/{name}", "DELETE")[0] == 204
    assert (foreign / "mine.txt").read_text() == "mine"
    assert [path.name for path in foreign.iterdir()] == ["mine.txt"]


def test_folder_is_followed_and_what_was_taken_off_stays_away(tmp_path: Path) -> None:
    """A named file that is away for a moment stays, one that left a folder goes; one taken off comes if changed."""
    folder, file = tmp_path / "drafts", tmp_path / "alone.txt"
    folder.mkdir()
    for path in (folder / "a.txt", folder / "b.txt", file):
        path.write_text("x")
    options = Options(sources=[str(folder), str(file)], out=str(tmp_path / "out"))
    desk = make_desk(options, list_sources(options))

    def names(*changed: Path) -> list[str]:
        take_changes(desk, options, [path.resolve() for path in changed])
        return sorted(one.name for one in desk.documents.values())

    (folder / "a.txt").unlink()
    file.unlink()
    assert names(file) == ["alone.txt", "b.txt"]
    file.write_text("y")
    (folder / "c.txt").write_text("new")
    assert names(folder / "c.txt") == ["alone.txt", "b.txt", "c.txt"]
    desk.remove(next(one for one in desk.documents.values() if one.name == "b.txt"))
    assert (folder / "b.txt").read_text() == "x", "it is not the desk's own"
    assert names(folder / "c.txt") == ["alone.txt", "c.txt"]
    assert names(folder / "b.txt") == ["alone.txt", "b.txt", "c.txt"]


def test_file_that_changes_is_made_before_those_that_wait(tmp_path: Path) -> None:
    for name in "abc":
        (tmp_path / f"{name}.txt").write_text("x")
    options = Options(sources=[str(tmp_path)], out=str(tmp_path / "out"))
    desk = make_desk(options, list_sources(options))
    told = list[dict[str, Any]]()
    desk.listeners.append(told.append)
    take_changes(desk, options, [(tmp_path / "c.txt").resolve()])
    assert [one["document"]["name"] for one in told] == ["c.txt"]
    assert desk.next_waiting() == "c"


def test_files_that_come_at_once_get_names_of_their_own(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        paths = list(pool.map(lambda n: store_source(tmp_path / "in", "a.txt", b"%d" % n), range(24)))
    assert len({*paths}) == 24
    assert {path.read_bytes() for path in paths} == {b"%d" % n for n in range(24)}


def test_events_tell_every_change(visitor: Visitor) -> None:
    connection = http.client.HTTPConnection(LOOPBACK, visitor.port, timeout=PATIENCE)
    connection.request("GET", f"/{TOKEN}/events")
    events = connection.getresponse()
    assert json.loads(events.readline().removeprefix(b"data: ")) == {"all": []}
    name = visitor.put("a.txt", b"x")
    told = [events.readline() for _ in range(3)]
    assert f'"id": "{name}"' in told[1].decode()
    connection.close()


def test_sources_of_a_folder_are_its_documents(tmp_path: Path) -> None:
    for name in ("b.xml", "a.TXT", "c.resolution.yaml", "d.pdf", "d.resolution.yaml", "e.png", "~$f.docx"):
        (tmp_path / name).write_text("x")
    assert [path.name for path in list_sources(Options(sources=[str(tmp_path)]))] == [
        "a.TXT",
        "b.xml",
        "c.resolution.yaml",
        "d.pdf",
    ]
    with pytest.raises(Refusal, match="there is no file"):
        list_sources(Options(sources=[str(tmp_path / "none.txt")]))


def test_port_that_is_taken_is_told(visitor: Visitor, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="cannot listen there") as refused:
        open_desk(Options(out=str(tmp_path / "d")), DeskAddress(port=visitor.port), print)
    assert "--port" in refused.value.hint


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--host", "0.0.0.0"], "give a --token"),
        (["--token", "short"], "16 letters and figures"),
        (["--token", "0123456789abcde/"], "16 letters and figures"),
    ],
)
def test_desk_for_others_needs_a_token(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command_line("engross", ["desk", *words, "--config", os.devnull]) == 2
    assert said in capsys.readouterr().err


@pytest.mark.process
@pytest.mark.parametrize("library", ["starlette", "uvicorn", "watchfiles"])
def test_library_that_is_not_installed_is_told(library: str, tmp_path: Path) -> None:
    """The desk is an extra: who has the core alone is told how to get it."""
    code = f"import sys; sys.modules[{library!r}] = None; from engross.cli.program import main; main()"
    words = (sys.executable, "-c", code, "desk", "--no-open", "--port", str(free_port()), "--out", str(tmp_path / "d"))
    told = subprocess.run(words, capture_output=True, text=True, check=False, timeout=PATIENCE)
    assert (told.returncode, "pip install 'engross[desk]'" in told.stderr) == (1, True), told


def test_every_option_of_a_page_reaches_the_build() -> None:
    """What serve is asked, a build is asked: each option in turn, with a value that is not its default."""
    serve, build = (make_program(in_checkout=True).commands[name] for name in ("serve", "build"))
    not_passed_on = {"config", "quiet", "verbose", "port", "opens", "host", "token"}
    options = [one for one in serve.params if isinstance(one, click.Option) and one.name not in not_passed_on]
    assert {"paper", "font_size", "profile", "out", "records"} <= {one.name for one in options}
    for option in options:
        words = [option.opts[-1]] if option.is_flag else [option.opts[-1], example(option)[0]]
        asked = serve.make_context("serve", ["a.txt", "--config", os.devnull, *words]).params
        asked = {name: value for name, value in asked.items() if name not in ("port", "opens", "host", "token")}
        passed = build.make_context("build", ["a.txt", "--config", os.devnull, *spell_options(Options(**asked))]).params
        assert {name: passed[name] for name in asked} == asked
        assert asked[str(option.name)] != option.default


@pytest.mark.process
def test_jobs_are_forked_from_one_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is another one when a template was edited, and when it has ended; what is built has the same bytes."""
    looks, options = tmp_path / "looks", Options(sources=[str(SAMPLE)], out=str(tmp_path / "out"), fonts=str(FONTS))
    looks.mkdir()
    monkeypatch.setattr(assets, "template_folder", lambda: looks)
    process, (request,) = JobProcess(), make_requests(options, EDITIONS)

    def build() -> tuple[int, dict[str, bytes]]:
        made = process.do("build_editions", (request,), Bounds())
        return process.process_id, {Path(name).name: Path(name).read_bytes() for name in made["files"]}

    (first, new), (second, forked) = build(), build()
    assert first == second != 0
    (looks / "page.html").write_text("edited", "utf-8")
    process.renew()
    third, edited = build()
    os.kill(third, signal.SIGKILL)
    fourth, after_end = build()
    assert len({second, third, fourth}) == 3
    assert len(new) > 5
    assert new == forked == edited == after_end
    with pytest.raises(Refusal, match="takes longer than"):
        process.do("build_editions", (request,), Bounds(seconds=0.01))
    with pytest.raises(Refusal, match="engross failed here"):
        process.do("write_nothing", (request,), Bounds())
    process.close()
    assert process.process_id == 0


def free_port() -> int:
    """Return a port that nothing listens on now."""
    with socket.socket() as listener:
        listener.bind((LOOPBACK, 0))
        return int(listener.getsockname()[1])


@pytest.mark.process
def test_desk_follows_its_folder_and_comes_back_at_its_address(tmp_path: Path) -> None:
    """All of it, as a person has it: `engross serve FOLDER`, a file put there, an edit, Ctrl+C, and once more."""
    folder, port = tmp_path / "drafts", free_port()
    folder.mkdir()
    shutil.copy(SAMPLE, folder / "in.txt")
    words = ("serve", str(folder), "--port", str(port), "--fonts", str(FONTS), "--out", str(tmp_path / "out"))
    # If the tests themselves run in the background, Ctrl+C is ignored, and children inherit that.
    heeding = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    fresh = {name: value for name, value in os.environ.items() if name != "FONTCONFIG_FILE"}  # set by other tests
    addresses = []
    for edit in (True, False):
        with subprocess.Popen(
            (sys.executable, "-m", "engross", *words),
            env=fresh,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            preexec_fn=heeding,  # noqa: PLW1509 # no thread runs here yet
        ) as running:
            assert running.stdout is not None
            line = running.stdout.readline()
            try:
                matched = re.fullmatch(
                    rf"(\S+|\d documents) at (http://{LOOPBACK}:{port}/\w{{32}}/) \(Ctrl\+C ends it\)\n", line
                )
                assert matched, line
                addresses.append(matched[2])
                if edit:
                    wait_for(matched[2], "in", lambda known: known["title"] == "增进人权领域的国际合作")
                    text = SAMPLE.read_text("utf-8").replace("增进人权领域的国际合作", "灯塔", 1)
                    (folder / "in.txt").write_text(text, "utf-8")
                    wait_for(matched[2], "in", lambda known: "灯塔" in known["title"])
                    (folder / "new.resolution.yaml").write_text(DRAFT, "utf-8")
                wait_for(matched[2], "new", lambda known: known["symbol"] == "A/C.3/99/L.7")
            finally:
                running.send_signal(signal.SIGINT)
                with suppress(subprocess.TimeoutExpired):
                    running.wait(PATIENCE)
                running.kill()
            out, err = running.communicate()
        assert (running.returncode, out, err) == (0, "ended\n", "")
    assert addresses[0] == addresses[1], "a page that is still open finds the desk again"
    assert (tmp_path / "out" / ".token").stat().st_mode & 0o077 == 0


def wait_for(address: str, name: str, wanted: Callable[[dict[str, Any]], bool]) -> None:
    """Wait until a document is as wanted."""
    host, _, path = address.removeprefix("http://").partition("/")
    end = monotonic() + PATIENCE
    while monotonic() < end:
        connection = http.client.HTTPConnection(host, timeout=PATIENCE)
        connection.request("GET", f"/{path}documents/{name}")
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        if answer.status == 200 and (known := json.loads(body))["step"] == "done" and wanted(known):
            return
        sleep(0.1)
    raise AssertionError(f"{name} never came")


def test_browser_is_opened_only_when_asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)  # None: no browser was found
    monkeypatch.setattr("engross.cli.desk.desk.Desk.begin", lambda _: None)
    monkeypatch.setattr("engross.cli.desk.LoopbackServer.serve_forever", lambda _: None)
    told: list[str] = []
    options = Options(sources=[str(SAMPLE)], out=str(tmp_path / "out"))
    for opens in (False, True):
        open_desk(replace(options), DeskAddress(port=0), told.append, opens=opens)
    assert len(opened) == 1
    assert opened[0] in told[2]
    assert told[3] == "there is no browser to open: open the address"
