"""What a person does with a document on the desk: mend it, take that back, edit it, ask for other editions."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from engross.cli.desk.commands import Words, check_format, run_commands, spell_commands, spell_line
from engross.cli.desk.desk import Desk
from engross.cli.desk.document import DeskDocument, Wishes
from engross.model.notice import Refusal
from engross.model.request import Request

Asked = dict[str, Any]
LONGEST_WORD = 200  # characters of a value that a page sends


class Actions:
    """What can be done with a document; each takes what the page asks, and returns what it is told."""

    NAMES = ("mend", "undo", "read_yaml", "save_yaml", "check_yaml", "show_source", "wish", "make", "command", "again")

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def again(self, document: DeskDocument, _: Asked) -> Asked:
        """Make a document again, before others."""
        self.desk.make_again(document, is_seen=True)
        return document.summarize()

    def mend(self, document: DeskDocument, asked: Asked) -> Asked:
        """Mend what a paragraph was taken for, or what the document is. Raises Refusal."""
        kind, block, value = (_word(asked, key) for key in ("kind", "id", "value"))
        request = self.desk.make_request(document)
        if kind in ("symbol", "language") and not document.is_mended:  # in another language it is understood otherwise
            is_symbol = kind == "symbol"
            request = replace(request, symbol=value) if is_symbol else replace(request, language=value)
            return self._save(document, self._write_yaml(request))
        return self._save(document, self._write_yaml(request, kind, block, value))

    def _write_yaml(self, request: Request, *mend: str) -> str:
        text: str = self._do("write_document_yaml", request, *mend)
        return text

    def _do(self, name: str, *values: Any) -> Any:
        return self.desk.helpers.do(name, *values, bounds=self.desk.bounds)

    def undo(self, document: DeskDocument, _: Asked) -> Asked:
        """Take the last mend back."""
        if document.try_undo():
            self.desk.make_again(document, is_seen=True)
        return document.summarize()

    def read_yaml(self, document: DeskDocument, _: Asked) -> Asked:
        """Return the document as YAML. Raises Refusal."""
        if document.read_path.name.endswith((".yaml", ".yml")):
            return {"text": document.read_path.read_text("utf-8")}
        return {"text": self._write_yaml(self.desk.make_request(document))}

    def check_yaml(self, document: DeskDocument, asked: Asked) -> Asked:
        """Return what there is to say of the YAML of a document that is being edited. Raises Refusal."""
        request = self.desk.make_request(document, document.mended_path)
        request = replace(request, data=_text(asked).encode("utf-8"))
        known = self._do("understand_document", request)
        return {"notices": known["notices"], "blocks": known["blocks"]}

    def save_yaml(self, document: DeskDocument, asked: Asked) -> Asked:
        """Keep the YAML of a document beside its source, and make the editions of it."""
        return self._save(document, _text(asked))

    def _save(self, document: DeskDocument, text: str) -> Asked:
        document.write_mended(text.encode("utf-8"))
        self.desk.make_again(document, is_seen=True)
        return document.summarize()

    def show_source(self, document: DeskDocument, asked: Asked) -> Asked:
        """Return where a line of the source stands. Raises Refusal."""
        line = asked.get("line")
        request = self.desk.make_request(document, document.source)
        return document.find_source_place(
            line if isinstance(line, int) else 0, partial(self._do, "show_source", request)
        )

    def wish(self, document: DeskDocument, asked: Asked) -> Asked:
        """Set paper and size of a document, and make it again. Raises Refusal where they do not fit."""
        before, document.wishes = document.wishes, _read_wishes(asked)
        try:
            check_format(self.desk.make_options(document))
        except Refusal:
            document.wishes = before
            raise
        self.desk.make_again(document, is_seen=True)
        return document.summarize()

    def make(self, document: DeskDocument, asked: Asked) -> Asked:
        """Make an edition of another kind, and return its files. Raises Refusal."""
        commands, kind = self._spell_commands(document, asked), _word(asked, "kind")
        self._set_extra(document, kind, {"step": "making"})
        made = run_commands(commands)
        self._set_extra(document, kind, made)
        return made

    def _set_extra(self, document: DeskDocument, kind: str, extra: Asked) -> None:
        document.set_extra(kind, extra)
        self.desk.tell_about(document)

    def command(self, document: DeskDocument, asked: Asked) -> Asked:
        """Return the command line that makes the same. Raises Refusal."""
        return {"command": spell_line(self._spell_commands(document, asked))}

    def _spell_commands(self, document: DeskDocument, asked: Asked) -> list[Words]:
        named = asked.get("others")
        names = named if isinstance(named, list) else []
        others = [one.read_path for name in names if (one := self.desk.documents.get(str(name)))]
        return spell_commands(_word(asked, "kind"), document, self.desk.make_options(document), others)


def _read_wishes(asked: Asked) -> Wishes:
    size = asked.get("font_size", 0)
    if not isinstance(size, int | float):
        raise Refusal("the size is a number of points", "leave it out for the usual one")
    paper = _word(asked, "paper") or "a4"
    if paper not in ("a4", "a5", "letter"):
        raise Refusal(f"there is no paper “{paper}” here", "take a4, a5 or letter")
    return Wishes(paper, float(size), asked.get("without_index") is True)


def _word(asked: Asked, key: str) -> str:
    value = asked.get(key, "")
    return value[:LONGEST_WORD] if isinstance(value, str) else str(value)[:LONGEST_WORD]


def _text(asked: Asked) -> str:
    value = asked.get("text", "")
    return value if isinstance(value, str) else ""
