"""Read the agenda of a meeting, a YAML file by ``agenda.schema.json``, and write the first draft of one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from engross.editions.typeset import template_environment
from engross.grammars.edition_name import spell_name
from engross.grammars.language import language_codes
from engross.model.notice import Refusal
from engross.model.tree import Source, Where
from engross.readers.load_file import load_file
from engross.readers.yaml.node import YamlValue, parse_yaml, suggest_value

TEXT_KEYS = frozenset({"meeting", "date", "time", "room"})
AGENDA_KEYS = TEXT_KEYS | {"language", "items"}
ITEM_KEYS = frozenset({"item", "title", "note", "documents"})


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """An item of an agenda: its number, title and note, and its documents: paths or symbols, as written."""

    number: str
    title: str
    note: str
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Agenda:
    """An agenda: meeting, day, hour and room as printed, the code of its language ("" for that of its documents)."""

    items: tuple[AgendaItem, ...]
    meeting: str = ""
    date: str = ""
    time: str = ""
    room: str = ""
    language: str = ""


def read_agenda(path: Path) -> Agenda:
    """Return the agenda in a file. Raises Refusal, with line and column, for anything that cannot be understood."""
    data = load_file(path)
    name = spell_name(path.name)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refusal("the agenda is not UTF-8", "save it as UTF-8", Where(name)) from None
    root, state = parse_yaml(
        Source(name, hashlib.sha256(data).hexdigest(), "yaml", data, text), "its items, or let --init write it"
    )
    document = YamlValue(root, "", state)
    fields = document.fields(AGENDA_KEYS)
    if "items" not in fields:
        document.refuse("the items are missing", "list them under “items:”, or let --init write the file")
    items = tuple(map(_read_item, fields["items"].items()))
    if not any(item.documents for item in items):
        fields["items"].refuse("there are no documents", "list paths or symbols under “documents:” of an item")
    texts = {key: fields[key].text() for key in TEXT_KEYS if key in fields}
    return Agenda(items, language=_read_language(fields), **texts)


def _read_language(fields: dict[str, YamlValue]) -> str:
    if "language" not in fields:
        return ""
    code = fields["language"].text()
    if code and code not in language_codes():
        fields["language"].refuse(f"engross has no words for language “{code}”", suggest_value(code, language_codes()))
    return code


def _read_item(value: YamlValue) -> AgendaItem:
    fields = value.fields(ITEM_KEYS)
    number, title, note = (fields[key].text() if key in fields else "" for key in ("item", "title", "note"))
    documents = [entry.text() for entry in fields["documents"].items()] if "documents" in fields else []
    return AgendaItem(number, title, note, tuple(filter(None, documents)))


def list_files(paths: Iterable[str]) -> Agenda:
    """Return an agenda of one item without a name, with these files."""
    return Agenda((AgendaItem("", "", "", tuple(paths)),))


def write_agenda(agenda: Agenda) -> bytes:
    """Return an agenda as YAML, for a person to complete."""
    template = template_environment().get_template("packet/agenda.yaml")
    return template.render(agenda=agenda, quote=_quote).encode("utf-8")


def _quote(text: str) -> str:
    """Return a text as a string of JSON, with the letters of all scripts as they are."""
    return json.dumps(text, ensure_ascii=False)
