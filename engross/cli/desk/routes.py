"""The addresses of the desk: its page, the documents as JSON, their pages and files, changes as events."""

from __future__ import annotations

import asyncio
import io
import json
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Mount, Route

from engross.cli.desk.actions import Actions
from engross.cli.desk.desk import Desk
from engross.cli.desk.document import DeskDocument
from engross.cli.desk.refusals import spell_refusal
from engross.cli.desk.uploads import receive_file, store_source
from engross.cli.options import sample_path
from engross.editions import assets
from engross.model.limits import MB
from engross.model.notice import Refusal
from engross.model.schemas import schema_path

KEEP_ALIVE_SECONDS = 10.0  # between comments sent to a waiting browser, so that one that has gone is noticed
SCHEMA_NAME = "resolution.schema.json"
PASTED_NAME = "pasted.txt"
MOST_CHARACTERS = 300  # of a query
JSON_BYTES = 5 * MB  # of what a page sends beside files: the YAML of a document
MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".html": "text/html; charset=utf-8",
    ".epub": "application/epub+zip",
    ".csv": "text/csv; charset=utf-8",
    ".pdf": "application/pdf",
    ".xml": "application/xml",
}
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self'; "
    "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
# No script of an edition runs: scripts are forbidden twice. An edition keeps its origin, so that the page around it can
# lead to a paragraph in it; its links open elsewhere. PDF viewers take no sandbox.
EDITION_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'; sandbox allow-same-origin allow-popups "
    "allow-popups-to-escape-sandbox"
)
PDF_POLICY = (
    "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'"
)
ZIP_TIME = (1980, 1, 1, 0, 0, 0)  # of every member: the same files are the same bytes


class DeskRoutes:
    """The endpoints; each is called with a request that the guard has let through."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.actions = desk, Actions(desk)

    def make_app(self, token: str) -> Starlette:
        """Return the application, whose addresses begin with the token."""
        document = "/documents/{id}"
        routes = [
            Route("/", self.send_page),
            Route("/ui/{name:path}", self.send_asset),
            Route("/events", self.send_events),
            Route("/documents", self.send_list),
            Route("/documents", self.take_file, methods=["POST"]),
            Route("/sample", self.take_sample, methods=["POST"]),
            Route("/all.zip", self.send_all),
            Route("/search", self.send_found),
            Route(document, self.send_document),
            Route(document, self.remove_document, methods=["DELETE"]),
            Route(f"{document}/pages/{{number:int}}.png", self.send_picture),
            Route(f"{document}/files/{{name}}", self.send_file),
            Route(f"{document}/all.zip", self.send_archive),
            Route(f"{document}/{{action}}", self.act, methods=["POST"]),
        ]
        return Starlette(
            routes=[Mount(f"/{token}", routes=routes)],
            exception_handlers={Refusal: _send_refusal},  # type: ignore[dict-item] # Starlette takes any exception
        )

    def _find_document(self, request: Request) -> DeskDocument:
        document = self.desk.documents.get(request.path_params["id"])
        if document is None:
            raise HTTPException(404)
        return document

    async def send_page(self, _: Request) -> Response:
        """Send the page of the desk."""
        return FileResponse(_ui_folder() / "desk.html", headers={"Content-Security-Policy": PAGE_POLICY})

    async def send_asset(self, request: Request) -> Response:
        """Send a script, a style sheet or the words of a language."""
        if request.path_params["name"] == SCHEMA_NAME:
            return FileResponse(schema_path("resolution"), media_type=MEDIA_TYPES[".json"])
        folder = _ui_folder()
        path = (folder / request.path_params["name"].replace("\0", "")).resolve()
        if not path.is_relative_to(folder) or not path.is_file():
            raise HTTPException(404)
        return FileResponse(path, media_type=MEDIA_TYPES.get(path.suffix))

    async def send_list(self, _: Request) -> Response:
        """Send the summaries of all documents."""
        return JSONResponse(await run_in_threadpool(self.desk.summarize))

    async def send_found(self, request: Request) -> Response:
        """Send the documents that have the words of a query, each with a paragraph."""
        words = request.query_params.get("q", "")[:MOST_CHARACTERS]
        return JSONResponse(await run_in_threadpool(self.desk.search, words))

    async def send_document(self, request: Request) -> Response:
        """Send all that is known of a document."""
        return JSONResponse(await run_in_threadpool(self._find_document(request).describe))

    async def take_file(self, request: Request) -> Response:
        """Take a file, or pasted text, onto the desk."""
        name = request.query_params.get("name") or PASTED_NAME
        data = await receive_file(request)
        return await run_in_threadpool(self._add, name, data)

    async def take_sample(self, _: Request) -> Response:
        """Put the sample onto the desk."""
        path = sample_path()
        return await run_in_threadpool(self._add, path.name, path.read_bytes())

    def _add(self, name: str, data: bytes) -> Response:
        folder = self.desk.upload_folder
        document = self.desk.add_source(store_source(folder, name, data), is_own=True)
        return JSONResponse(document.summarize(), 201)

    async def remove_document(self, request: Request) -> Response:
        """Take a document off the desk."""
        await run_in_threadpool(self.desk.remove, self._find_document(request))
        return Response(status_code=204)

    async def act(self, request: Request) -> Response:
        """Do what a person asks of a document: mend, undo, edit …"""
        document = self._find_document(request)
        name = request.path_params["action"]
        if name not in Actions.NAMES:
            raise HTTPException(404)
        body = await receive_file(request, JSON_BYTES)
        try:
            asked = json.loads(body or b"{}")
        except ValueError:
            raise HTTPException(400) from None
        if not isinstance(asked, dict):
            raise HTTPException(400)
        answer = await run_in_threadpool(getattr(self.actions, name), document, asked)
        return JSONResponse(answer)

    async def send_picture(self, request: Request) -> Response:
        """Send the picture of a page of the document's PDF, or with ``of=source`` of the source."""
        document, width = self._find_document(request), request.query_params.get("width", "")
        of_source = request.query_params.get("of") == "source"
        path = document.source if of_source else document.find_pdf()
        if not path or not width.isascii() or not width.isdecimal() or len(width) > 4:
            raise HTTPException(404)
        number = request.path_params["number"]
        data = await run_in_threadpool(self._draw, path, number, int(width))
        return Response(data, media_type="image/png")

    def _draw(self, path: Path, number: int, width: int) -> bytes:
        data: bytes = self.desk.helpers.do("draw_page", path, number, width, bounds=self.desk.bounds)
        return data

    async def send_file(self, request: Request) -> Response:
        """Send a finished edition; ``save``: as a file to keep."""
        path = self._find_document(request).files().get(request.path_params["name"])
        if path is None:
            raise HTTPException(404)
        policy = PDF_POLICY if path.suffix == ".pdf" else EDITION_POLICY
        saved_as = path.name if "save" in request.query_params else None
        media_type = MEDIA_TYPES.get(path.suffix, "application/octet-stream")
        return FileResponse(path, headers={"Content-Security-Policy": policy}, media_type=media_type, filename=saved_as)

    async def send_archive(self, request: Request) -> Response:
        """Send all editions of a document as a zip archive."""
        document = self._find_document(request)
        return await run_in_threadpool(_pack, (document,), f"{Path(document.name).stem}.zip")

    async def send_all(self, _: Request) -> Response:
        """Send all editions of all documents as a zip archive, a folder each."""
        return await run_in_threadpool(_pack, tuple(self.desk.documents.values()), "engross.zip")

    async def send_events(self, _: Request) -> Response:
        """Send an event for each change, for as long as the browser listens (HTML, server-sent events)."""
        return StreamingResponse(self._iter_events(), media_type="text/event-stream")

    async def _iter_events(self) -> AsyncIterator[str]:
        loop, queue = asyncio.get_running_loop(), asyncio.Queue[dict[str, Any]]()

        def listen(event: dict[str, Any]) -> None:
            loop.call_soon_threadsafe(queue.put_nowait, event)

        self.desk.listeners.append(listen)
        try:
            yield _spell_event({"all": await run_in_threadpool(self.desk.summarize)})
            while True:
                try:
                    event = await asyncio.wait_for(queue.get(), KEEP_ALIVE_SECONDS)
                except TimeoutError:
                    yield ": still here\n\n"
                    continue
                if not event:  # the server ends
                    return
                yield _spell_event(event)
        finally:
            self.desk.listeners.remove(listen)


def _spell_event(event: dict[str, Any]) -> str:
    return f"data: {json.dumps(event)}\n\n"


def _send_refusal(_: Request, refusal: Refusal) -> Response:
    return JSONResponse(spell_refusal(refusal), 422)


def _ui_folder() -> Path:
    return (assets.template_folder() / "desk").resolve()


def _pack(documents: tuple[DeskDocument, ...], name: str) -> Response:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for document in documents:
            for path in document.files().values():
                info = zipfile.ZipInfo(f"{document.folder.name}/{path.name}", ZIP_TIME)
                info.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(info, path.read_bytes())
    disposition = f"attachment; filename*=UTF-8''{_quote(name)}"
    return Response(out.getvalue(), media_type="application/zip", headers={"Content-Disposition": disposition})


def _quote(name: str) -> str:
    from urllib.parse import quote

    return quote(name, safe="")
