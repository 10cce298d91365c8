"""What the writing of one document needs to know at every place: language, IRIs, the eIds given so far."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from engross.grammars.akn.iri import IriProfile
from engross.grammars.language import Language
from engross.grammars.numbering import marker_slug


@dataclass
class AknWriterState:
    """The language of a text, the profile of its IRIs, and its eIds: each once, from the printed numbers."""

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
        """An eId: as wanted, in its section where that is taken, numbered where that is too."""
        whole = f"{self.prefix}{wanted}"
        if whole in self.taken and self.section and not wanted.startswith(self.section):
            whole = f"{self.prefix}{self.section}{wanted}"
        given, number = whole, 1
        while given in self.taken:
            number += 1
            given = f"{whole}_{number}"
        self.taken.add(given)
        return given

    def id_by_number(self, kind: str, number: str, parent: str = "") -> str:
        """The eId of what bears a number: para_7, para_8__list_1__point_a; of what bears none, by its turn."""
        mark = marker_slug(number)
        if not mark:
            return self.id_by_count(kind, parent)
        return self.give_id(f"{self.id_prefix(parent)}{kind}_{mark}")

    def id_by_count(self, kind: str, parent: str = "") -> str:
        """The eId of what is counted in its parent: container_3, para_8__list_1."""
        self.counts[f"{parent}__{kind}"] += 1
        return self.give_id(f"{self.id_prefix(parent)}{kind}_{self.counts[f'{parent}__{kind}']}")

    def id_prefix(self, parent: str) -> str:
        """The beginning of an eId in a parent, the document's prefix taken off."""
        return f"{parent.removeprefix(self.prefix)}__" if parent else ""
