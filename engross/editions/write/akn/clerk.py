"""The state of writing one document: its language, the profile of its IRIs, the eIds given so far."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from engross.grammars.akn.iri import IriProfile
from engross.grammars.language import Language
from engross.grammars.numbering import marker_slug

NUMBERED_KINDS = ("para", "point")  # what has a number as a rule


@dataclass
class AknWriterState:
    """The language of a text, the profile of its IRIs, and its eIds: each once, made from the printed numbers."""

    language: Language
    profile: IriProfile
    prefix: str = ""  # of an annex: "annex_1__"
    section: str = ""  # the section that is being written: "sec_II__"
    taken: set[str] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def resolver(self) -> str:
        """The code of the language at the documents' resolver."""
        return str(self.language.words["language"]["resolver"])

    def give_id(self, wanted: str) -> str:
        """Return a new eId: as wanted; if that is taken, in its section; if that is taken too, numbered."""
        base = f"{self.prefix}{wanted}"
        if base in self.taken and self.section and not wanted.startswith(self.section):
            base = f"{self.prefix}{self.section}{wanted}"
        eid, number = base, 1
        while eid in self.taken:
            number += 1
            eid = f"{base}_{number}"
        self.taken.add(eid)
        return eid

    def id_by_number(self, kind: str, number: str, parent: str = "") -> str:
        """Return the eId of an element by its number: para_7, para_8__list_1__point_a; by its count if it has none.

        A paragraph or point has para_nn_1 then (nn: not numbered): a count is no printed number.
        """
        mark = marker_slug(number)
        if not mark:
            return self.id_by_count(f"{kind}_nn" if kind in NUMBERED_KINDS else kind, parent)
        return self.give_id(f"{self.id_prefix(parent)}{kind}_{mark}")

    def id_by_count(self, kind: str, parent: str = "") -> str:
        """Return the eId of an element by its count in its parent: container_3, para_8__list_1."""
        self.counts[f"{parent}__{kind}"] += 1
        return self.give_id(f"{self.id_prefix(parent)}{kind}_{self.counts[f'{parent}__{kind}']}")

    def id_prefix(self, parent: str) -> str:
        """Return the beginning of an eId in a parent, without the document's prefix."""
        return f"{parent.removeprefix(self.prefix)}__" if parent else ""
