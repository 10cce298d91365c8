"""The site of a library in Chromium: it finds what is there, is open to all, fits its screen, asks nobody else.

Screenshots are kept in ``build/library``.
"""

from __future__ import annotations

import json
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from engross.batch.library import SiteOptions, make_library
from engross.cli.loopback import LoopbackServer
from engross.cli.site import make_site_server
from engross.verify.check.npm import CLEAN_ENVIRONMENT, prepare_tools
from tests.library_run import make_run
from tests.library_search import draw_queries, read_texts, scan_texts
from tests.promises import ROOT, TOOLS

pytestmark = [pytest.mark.process, pytest.mark.slow, pytest.mark.needs("reader", "ace")]

SCRIPT = Path(__file__).with_name("library.mjs")
SHOTS = ROOT / "build" / "library"
SECONDS = 1800  # ends a browser that hangs; a machine under load took more than ten minutes
QUERIES = 200  # in each language
ISLANDS = "小岛屿发展中国家"
COUNTS = {
    "years": ["All", "2054 (3)"],
    "subjects": ["All", "LIGHTHOUSES (1)", "SMALL ISLAND DEVELOPING STATES (1)"],
}
PAGES = {
    "home": ("", ""),
    "home-zh": ("zh/", ""),
    "list": ("session/ga/99/", ""),
    "groups-ar": ("ar/subject/", ""),
    "document": ("A/RES/99/7/", ""),
    "text-zh": ("A/RES/99/7/zh/", ""),
    "text-ar": ("A/RES/99/7/ar/", ""),
    "beside": (f"A/RES/99/7/zh/?with={quote('../../../../../A/RES/99/7/en/', safe='')}", ".two"),
    "cited": ("A/98/612/", ""),
    "data": ("data/", ""),
    "search-zh": (f"zh/search/?q={quote(ISLANDS)}&lang=zh", "#results mark"),
    "search-ar": (f"ar/search/?q={quote('مصابيح')}&lang=ar&year=2054", "#results a"),
    "search-symbol": ("search/?q=A/RES/99&lang=en", "#results a"),
    "not-found": ("404.html", ""),
}
LOOKS = ((390, "light"), (390, "dark"), (1440, "light"), (820, "dark"))


class Quiet(SimpleHTTPRequestHandler):
    """A server of files that says nothing: the site needs no other."""

    extensions_map = {**SimpleHTTPRequestHandler.extensions_map, ".mjs": "text/javascript"}  # noqa: RUF012

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def served(server: ThreadingHTTPServer | LoopbackServer) -> Iterator[str]:
    """Provide the address of a server."""
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def look(folder: Path, **asked: Any) -> dict[str, Any]:
    """Return what library.mjs sees."""
    tools, ace = prepare_tools("reader", TOOLS), prepare_tools("ace", TOOLS)
    axe = next((ace.folder / "node_modules").rglob("axe.min.js"))
    SHOTS.mkdir(parents=True, exist_ok=True)
    nothing = {"queries": {}, "pages": [], "walks": False, "beside": ""}
    (folder / "asked.json").write_text(json.dumps({**nothing, "axe": str(axe), "shots": str(SHOTS), **asked}), "utf-8")
    words = (tools.node, SCRIPT, tools.folder / "node_modules", tools.chromium, folder / "asked.json")
    command = (*CLEAN_ENVIRONMENT, *map(str, words))
    process = subprocess.run(command, capture_output=True, text=True, check=False, timeout=SECONDS)
    assert process.returncode == 0, process.stderr
    seen: dict[str, Any] = json.loads(process.stdout)
    return seen


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the run of the invented documents."""
    return make_run(tmp_path_factory.mktemp("run"), frozenset({"akn", "html"}))


@pytest.fixture(scope="module")
def site(run: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the site of the run."""
    out = tmp_path_factory.mktemp("site") / "site"
    make_library(SiteOptions(run, out))
    return out


def test_search_finds_what_a_plain_scan_finds(run: Path, site: Path, tmp_path: Path) -> None:
    texts = read_texts(run)
    queries = {code: draw_queries(texts[code], code, QUERIES) for code in texts}
    assert sorted(queries) == ["ar", "en", "es", "fr", "ru", "zh"]
    with served(ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=site))) as address:
        seen = look(tmp_path, address=address, queries=queries)
    assert (seen["errors"], seen["elsewhere"]) == ([], [])
    for code, phrases in queries.items():
        for phrase, found in zip(phrases, seen["found"][code], strict=True):
            due, allowed = scan_texts(texts[code], code, phrase)
            addresses = {one["address"].partition("#")[0] for one in found}
            assert due <= addresses <= allowed, (code, phrase)
            if code == "zh":
                assert all(phrase in one["words"] for one in found), (phrase, found)


def test_every_kind_of_page_is_open_to_all_and_fits_its_screen(site: Path, tmp_path: Path) -> None:
    pages = [
        {"name": f"{name}-{width}-{scheme}", "place": place, "wait": wait, "width": width, "scheme": scheme}
        for name, (place, wait) in PAGES.items()
        for width, scheme in LOOKS
    ]
    with served(ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=site))) as address:
        seen = look(tmp_path, address=address, pages=pages)
    assert (seen["errors"], seen["elsewhere"]) == ([], [])
    assert len(seen["pages"]) == len(pages)
    assert {name: page for name, page in seen["pages"].items() if page["violations"] or page["overflow"] > 0} == {}


def test_reader_on_a_telephone_comes_to_the_paragraph(site: Path, tmp_path: Path) -> None:
    with served(ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=site))) as address:
        seen = look(tmp_path, address=address, walks=True, beside="A/RES/99/7/zh/")
    assert (seen["errors"], seen["elsewhere"]) == ([], [])
    walk = seen["walk"]
    assert (walk["status"], walk["mark"], walk["hash"]) == ("找到3份文件", ISLANDS, "#op-1")
    assert (ISLANDS in walk["text"], walk["inSight"]) == (True, True)
    assert (walk["note"][0], walk["border"]) == ("#", "0px"), "a call looks as in the reading edition"
    assert seen["elsewhereAsked"] == {"mark": ISLANDS, "language": "zh"}
    assert seen["counts"] == COUNTS
    rows = {row[0][0]: row for row in seen["beside"]}
    assert rows["op-2"][1][:2] == ["other-op-2", "en"]
    assert "Decides" in rows["op-2"][1][2]


def test_served_site_searches_the_same_page(run: Path, site: Path, tmp_path: Path) -> None:
    with served(make_site_server(run, site, 0)) as address:
        seen = look(tmp_path, address=address, queries={"zh": [ISLANDS]}, walks=True)
    assert (seen["errors"], seen["elsewhere"]) == ([], [])
    assert [one["address"] for one in seen["found"]["zh"][0]] == [f"A/RES/99/{n}/zh/#op-1" for n in (7, 8, 9)]
    assert (seen["walk"]["mark"], seen["walk"]["hash"]) == (ISLANDS, "#op-1")
    assert seen["counts"] == COUNTS
