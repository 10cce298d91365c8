"""The page in the browser: what the server serves, to whom, and that it follows the source."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Event, Thread
from time import monotonic
from typing import Any
from urllib.parse import quote

import click
import pytest

from engross.cli.commands import make_program
from engross.cli.options import Options, spell_options
from engross.cli.serve import follow_sources, list_sources, serve_sources
from engross.cli.serve.desk import Preview, PreviewBuild
from engross.cli.serve.http import HOST, make_server
from engross.cli.serve.preview_build import PreviewBuilder
from engross.editions import assets
from engross.model.notice import Refusal
from tests.test_build import FONTS, SAMPLE
from tests.test_options import example

PATIENCE = 30.0  # seconds that a test waits for what should come at once


class Shop:
    """A server on a free port, for a folder with two editions; its builds end as ``built`` says."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.built = PreviewBuild(ok=True, files=tuple(folder / name for name in ("in.html", "书 1.epub", "in.pdf")))
        self.preview, self.neighbour = Preview("in.txt", lambda: self.built), Preview("b.txt", lambda: self.built)
        self.listener = make_server((self.preview, self.neighbour), 0)
        self.port = int(self.listener.server_port)

    def get(self, path: str, host: str = "") -> tuple[int, str, bytes]:
        """Return status, media type and body of an answer."""
        with self.ask(path, host) as answer:
            return answer.status, answer.headers.get("Content-Type", ""), answer.read()

    @contextmanager
    def ask(self, path: str, host: str = "", method: str = "GET") -> Iterator[http.client.HTTPResponse]:
        """Provide an answer whose body is still to be read."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=PATIENCE)
        try:
            connection.putrequest(method, path, skip_host=True)
            connection.putheader("Host", host or f"{HOST}:{self.port}")
            connection.endheaders()
            yield connection.getresponse()
        finally:
            connection.close()

    def state(self, path: str = "/state") -> dict[str, object]:
        """Return the state from its JSON."""
        state: dict[str, object] = json.loads(self.get(path)[2])
        return state


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    """A server that listens, and is stopped after the test."""
    folder = tmp_path / "out" / "in"
    folder.mkdir(parents=True)
    (folder / "in.html").write_text("<p>灯塔</p>", "utf-8")
    (folder / "书 1.epub").write_bytes(b"PK")
    (folder / ".in.pdf.1.part").write_bytes(b"half")
    (tmp_path / "secret.txt").write_text("secret")
    shop = Shop(folder)
    shop.preview.is_shown.set()
    shop.preview.rebuild()
    thread = Thread(target=shop.listener.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield shop
    shop.listener.shutdown()
    shop.listener.server_close()
    thread.join(PATIENCE)


@pytest.mark.parametrize(
    ("path", "media_type", "words"),
    [
        ("/", "text/html", b"desk.js"),
        ("/desk.css", "text/css", b"iframe"),
        ("/desk.js", "text/javascript", b"EventSource"),
        ("/?again=1", "text/html", b"desk.js"),
        ("/files/in.html", "text/html; charset=utf-8", "灯塔".encode()),
        ("/files/%E4%B9%A6%201.epub", "application/epub+zip", b"PK"),
    ],
)
def test_page_and_editions(shop: Shop, path: str, media_type: str, words: bytes) -> None:
    status, given, body = shop.get(path)
    assert status == 200
    assert given.startswith(media_type)
    assert words in body


@pytest.mark.parametrize(
    "path",
    [
        "/none",
        "/files/none.pdf",
        "/files/",
        "/files/../../../secret.txt",
        "/files/%2e%2e/%2e%2e/secret.txt",
        "/files/..%2f..%2fsecret.txt",
        "/../secret.txt",
        "//etc/passwd",
        "//[",
        "/files/.in.pdf.1.part",
        "/in.html",
    ],
)
def test_all_else_is_not_found(shop: Shop, path: str) -> None:
    status, _, body = shop.get(path)
    assert status == 404
    assert b"secret" not in body


@pytest.mark.parametrize("host", ["example.org", "example.org:8000", "127.0.0.1.example.org", "localhost.example.org"])
@pytest.mark.parametrize("path", ["/", "/state", "/files/in.html", "/events"])
def test_foreign_pages_are_refused(shop: Shop, host: str, path: str) -> None:
    """A page elsewhere can point its own name at this machine; its requests have that name."""
    assert shop.get(path, host)[0] == 403


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "127.0.0.1", "127.0.0.1:80"])
def test_own_names_are_served(shop: Shop, host: str) -> None:
    assert shop.get("/", host)[0] == 200


@pytest.mark.parametrize("path", ["/", "/desk.js", "/state", "/events", "/files/in.html", "/files/in.pdf", "/none"])
@pytest.mark.parametrize("host", ["", "example.org"])
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "NONSENSE"])
def test_every_answer_says_what_it_may_do(shop: Shop, path: str, host: str, method: str) -> None:
    (shop.folder / "in.pdf").write_bytes(b"%PDF")
    with shop.ask(path, host, method) as answer:
        heads = answer.headers
        rules = dict(rule.strip().partition(" ")[::2] for rule in heads["Content-Security-Policy"].split(";"))
        assert rules["default-src"] == "'none'"
        assert rules["base-uri"] == rules["form-action"] == "'none'"
        assert rules["frame-ancestors"] == ("'self'" if path.startswith("/files/") else "'none'")
        assert heads["X-Content-Type-Options"] == "nosniff"
        assert heads["Referrer-Policy"] == "no-referrer"
        assert heads["Cache-Control"] == "no-store"
        assert heads["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "Python" not in heads["Server"]
        assert "unsafe-inline" not in rules.get("script-src", "")
        assert "script-src" not in rules or path == "/", "nothing but the page itself runs anything"
        assert "sandbox" in rules or path in ("/", "/files/in.pdf")
        assert "allow-scripts" not in rules.get("sandbox", "")
        assert len(heads.get_all("Content-Security-Policy") or ()) == 1


def test_the_page_obeys_its_own_policy() -> None:
    """No script or style stands in it, and the edition's frame may run none."""
    page = (assets.template_folder() / "serve" / "desk.html").read_text("utf-8")
    assert not re.search(r"<style|<script>|\son\w+=|style=", page)
    assert 'id="text" title="Text of the document" sandbox="allow-same-origin allow-popups ' in page


def test_only_this_machine_can_connect(shop: Shop) -> None:
    assert shop.listener.server_address[0] == HOST


STATE = {"name": "in.txt", "building": False, "number": 0, "documents": ["in.txt", "b.txt"]}
FAULT = {"code": "", "severity": "error", "message": "the file is empty", "hint": "", "where": "in.txt", "id": ""}


def test_state_before_and_after_a_build(shop: Shop) -> None:
    files = ["in.html", "书 1.epub"]
    assert shop.state() == {**STATE, "ok": True, "notices": [], "files": files}
    neighbour = {**STATE, "name": "b.txt", "number": 1, "ok": False, "notices": []}
    assert shop.state("/1/state") == {**neighbour, "files": []}
    shop.neighbour.rebuild()
    assert shop.state("/1/state") == {**neighbour, "ok": True, "files": files}


def test_build_that_fails_has_its_notices_and_the_editions_of_the_last_one(shop: Shop) -> None:
    shop.built = PreviewBuild(ok=False, notices=(FAULT,))
    shop.preview.rebuild()
    assert shop.state() == {**STATE, "ok": False, "notices": [FAULT], "files": ["in.html", "书 1.epub"]}


def test_document_is_built_when_it_is_first_looked_at(shop: Shop) -> None:
    assert not shop.neighbour.is_shown.is_set()
    for expected in (b"data: 2\n", b"data: 2\n"):  # a second look builds nothing
        with shop.ask("/1/events") as answer:
            line = answer.readline()
            while line != expected:
                line = answer.readline()


def test_events_come_with_each_change(shop: Shop) -> None:
    """One at once, to give the page the present state; then one when a build begins and one when it is done."""
    with shop.ask("/events") as answer:
        assert answer.headers["Content-Type"] == "text/event-stream"
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.readline() == b"data: 2\n"
        assert answer.readline() == b"\n"
        shop.preview.rebuild()
        versions: list[int] = []
        while not versions or versions[-1] != 4:
            line = answer.readline().decode().strip()
            versions += [int(line.removeprefix("data: "))] if line else []
        assert versions in ([3, 4], [4])


def test_signs_of_life_between_changes(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engross.cli.serve.http.KEEP_ALIVE_SECONDS", 0.01)
    with shop.ask("/events") as answer:
        assert [answer.readline() for _ in range(4)] == [b"data: 2\n", b"\n", b": still here\n", b"\n"]


def test_port_that_is_taken_is_refused(shop: Shop) -> None:
    with pytest.raises(Refusal, match="cannot listen there") as refused:
        make_server((shop.preview,), shop.port)
    assert str(refused.value.where) == f"127.0.0.1:{shop.port}"
    assert "--port" in refused.value.hint


def test_source_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="there is no file"):
        serve_sources(Options(sources=[str(tmp_path / "none.txt")]), 0, print)


def test_missing_watchfiles_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engross.cli.serve.find_spec", lambda _: None)
    with pytest.raises(Refusal, match="watchfiles") as refused:
        serve_sources(Options(sources=[str(SAMPLE)]), 0, print)
    assert "engross[serve]" in refused.value.hint


def test_folder_is_the_documents_in_it(tmp_path: Path) -> None:
    for name in ("b.xml", "a.TXT", "c.resolution.yaml", "report.json", "d.pdf"):
        (tmp_path / name).write_text("x")
    (tmp_path / "e.xml").mkdir()
    paths = list_sources(Options(sources=[str(tmp_path), str(tmp_path / "d.pdf"), str(tmp_path / "b.xml")]))
    assert [path.name for path in paths] == ["a.TXT", "b.xml", "c.resolution.yaml", "d.pdf"]


def test_folder_without_a_document_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="no document in the folder") as refused:
        list_sources(Options(sources=[str(tmp_path)]))
    assert ".docx" in refused.value.hint


def test_browser_is_opened_only_when_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)  # None: no browser was found
    monkeypatch.setattr("engross.cli.serve.Preview.begin", lambda _: None)
    monkeypatch.setattr("http.server.ThreadingHTTPServer.serve_forever", lambda _: None)
    told: list[str] = []
    for opens in (False, True):
        serve_sources(Options(sources=[str(SAMPLE)]), 0, told.append, opens=opens)
    assert len(opened) == 1
    assert opened[0] in told[1]
    assert told[2:] == ["there is no browser to open: open the address"]


def test_every_option_of_a_page_reaches_the_build() -> None:
    """What serve is asked, the build is asked: each option in turn, with a value that is not its default."""
    serve, build = (make_program(in_checkout=True).commands[name] for name in ("serve", "build"))
    not_passed_on = {"config", "quiet", "verbose", "port", "opens"}
    options = [one for one in serve.params if isinstance(one, click.Option) and one.name not in not_passed_on]
    assert {"paper", "font_size", "profile", "out", "records"} <= {one.name for one in options}
    for option in options:
        words = [option.opts[-1]] if option.is_flag else [option.opts[-1], example(option)[0]]
        asked = serve.make_context("serve", ["a.txt", "--config", os.devnull, *words]).params
        asked = {name: value for name, value in asked.items() if name not in ("port", "opens")}
        passed = build.make_context("build", ["a.txt", "--config", os.devnull, *spell_options(Options(**asked))]).params
        assert {name: passed[name] for name in asked} == asked
        assert asked[str(option.name)] != option.default


@pytest.mark.process
def test_each_build_is_a_process_that_tells_how_it_went(tmp_path: Path) -> None:
    (tmp_path / "empty file.txt").write_bytes(b"")
    options = Options(out=str(tmp_path / "out"), fonts=str(FONTS))
    builder = PreviewBuilder()
    built = builder.build(tmp_path / "empty file.txt", options)
    assert (built.ok, built.files) == (False, ())
    assert [(one["severity"], one["where"]) for one in built.notices] == [("error", "empty file.txt")]
    assert "the file is empty" in built.notices[0]["message"]
    text = SAMPLE.read_text("utf-8").replace("  3. 重申", "  5. 重申", 1)
    (tmp_path / "in.txt").write_text(text, "utf-8")
    made = builder.build(tmp_path / "in.txt", replace(options, paper="a5"))
    assert made.ok
    assert {path.suffix for path in made.files} >= {".html", ".pdf", ".epub"}
    assert all(path.is_file() for path in made.files)
    assert [one["id"] for one in made.notices if one["code"] == "number-order"] == ["op-5", "op-4"]
    builder.close()


@pytest.mark.process
def test_builds_are_forked_from_one_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is another one when a template was edited, and when it has ended; what is built has the same bytes."""
    looks, options = tmp_path / "looks", Options(out=str(tmp_path / "out"), fonts=str(FONTS))
    looks.mkdir()
    monkeypatch.setattr(assets, "template_folder", lambda: looks)
    builder = PreviewBuilder()

    def build() -> tuple[int, dict[str, bytes]]:
        made = builder.build(SAMPLE, options)
        return builder.process_id, {path.name: path.read_bytes() for path in made.files}

    (first, new), (second, forked) = build(), build()
    assert first == second != 0
    (looks / "page.html").write_text("edited", "utf-8")
    third, edited = build()
    os.kill(third, signal.SIGKILL)
    fourth, after_end = build()
    assert len({second, third, fourth}) == 3
    assert len(new) > 5
    assert new == forked == edited == after_end
    builder.close()
    assert builder.process_id == 0


@pytest.mark.process
def test_build_that_says_nothing_is_told_with_its_words(tmp_path: Path) -> None:
    """Such as one that means nothing: no JSON comes, but words on standard error."""
    builder = PreviewBuilder()
    built = builder.build(SAMPLE, Options(out=str(tmp_path), paper="a9"))
    assert not built.ok
    assert "--paper is one of" in built.notices[0]["message"]
    builder.close()


def replaced(path: Path) -> None:
    """Save as many editors do: a new file replaces the old one."""
    (path.parent / "draft").write_text("replaced")
    (path.parent / "draft").replace(path)


@pytest.mark.parametrize("save", [lambda path: path.write_text("written"), replaced], ids=["in place", "replaced"])
def test_follows_its_source_and_no_neighbour(tmp_path: Path, save: Callable[[Path], object]) -> None:
    source = tmp_path / "in.txt"
    source.write_text("first")
    seen: list[str] = []
    built, ready, stop = Event(), Event(), Event()

    def build() -> PreviewBuild:
        seen.append(source.read_text())
        built.set()
        return PreviewBuild(ok=True)

    preview, unseen = Preview("in.txt", build), Preview("neighbour.txt", build)
    preview.is_shown.set()
    previews = {source: preview, tmp_path / "unseen.txt": unseen}
    thread = Thread(target=follow_sources, args=(previews, stop), daemon=True)
    thread.start()
    try:
        while not ready.wait(0.2) and not built.is_set():  # until the watch has begun: no event says when
            (tmp_path / "neighbour.txt").write_text("x")
            save(source)
        assert built.wait(PATIENCE)
        before = len(seen)
        (tmp_path / "neighbour.txt").write_text("y")
        (tmp_path / "unseen.txt").write_text("nobody has looked at it")
        assert not Event().wait(1.0)
        assert len(seen) == before
    finally:
        stop.set()
        thread.join(PATIENCE)
    assert seen[-1] in ("written", "replaced")


def free_port() -> int:
    """Return a port that nothing listens on now."""
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        return int(listener.getsockname()[1])


@pytest.mark.process
def test_serve_shows_builds_and_follows_until_it_is_interrupted(tmp_path: Path) -> None:
    """All of it, as a person has it: `engross serve FILE`, an edit, Ctrl+C."""
    source, port = tmp_path / "in.txt", free_port()
    shutil.copy(SAMPLE, source)
    words = ("serve", str(source), "--port", str(port), "--fonts", str(FONTS))
    command = (sys.executable, "-m", "engross", *words)
    pipe = subprocess.PIPE
    fresh = {name: value for name, value in os.environ.items() if name != "FONTCONFIG_FILE"}  # set by other tests
    # If the tests themselves run in the background, Ctrl+C is ignored, and children inherit that.
    heeding = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    with subprocess.Popen(
        command,
        cwd=tmp_path,
        env=fresh,
        text=True,
        stdout=pipe,
        stderr=pipe,
        preexec_fn=heeding,  # noqa: PLW1509 # no thread runs here yet
    ) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == f"{source} at http://127.0.0.1:{port}/ (Ctrl+C ends it)\n"
        try:
            assert "灯塔关系" not in edition_with(port, "睦邻关系")
            source.write_text(SAMPLE.read_text("utf-8").replace("睦邻关系", "灯塔关系"), "utf-8")
            assert "睦邻关系" not in edition_with(port, "灯塔关系")
            source.write_bytes(b"")
            notices = state_when(port, lambda state: not state["ok"])["notices"]
            assert "the file is empty" in str(notices)
        finally:
            running.send_signal(signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                running.wait(PATIENCE)
            running.kill()
        out, err = running.communicate()
    assert (running.returncode, out, err) == (0, "ended\n", "")


def fetched(port: int, path: str) -> bytes:
    """Return the body of an answer."""
    connection = http.client.HTTPConnection(HOST, port, timeout=PATIENCE)
    connection.request("GET", path)
    body = connection.getresponse().read()
    connection.close()
    return body


def state_when(port: int, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """Wait for events until the state is as wanted, and return it. Raises AssertionError after ``PATIENCE``."""
    connection = http.client.HTTPConnection(HOST, port, timeout=PATIENCE)
    connection.request("GET", "/events")
    events = connection.getresponse()
    try:
        end = monotonic() + PATIENCE
        while monotonic() < end:
            events.readline()
            state: dict[str, Any] = json.loads(fetched(port, "/state"))
            if not state["building"] and wanted(state):
                return state
    finally:
        connection.close()
    raise AssertionError("it never came")


def edition_with(port: int, words: str) -> str:
    """Return the HTML edition once it has these words."""
    pages: list[str] = []

    def has(state: dict[str, Any]) -> bool:
        names = [name for name in state["files"] if name.endswith(".html")]
        pages[:] = [fetched(port, f"/files/{quote(name)}").decode() for name in names]
        return bool(state["ok"]) and words in pages[0]

    state_when(port, has)
    return pages[0]
