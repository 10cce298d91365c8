"""The closed list of notices about a document, and the error that refuses a source.

A notice is data: the pipeline collects, the caller decides. Each code has a case folder under ``tests/cases/notice``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum

from engross.grammars.symbol import Symbol
from engross.model.tree import NOWHERE, Where


class Severity(Enum):
    """INFO: worth knowing. WARNING: look at the place. ERROR: the edition must not be trusted."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class Code(Enum):
    """Every notice there is: its severity, its sentence and its advice, both with places for words to be filled in."""

    # reading
    ENCODING = (Severity.INFO, "the file is {encoding}, not UTF-8", "nothing to do; the text was decoded strictly")
    XML_MENDED = (
        Severity.WARNING,
        "the XML is ill-formed: {what}; {done}",
        "compare the place with the printed document",
    )
    TEXT_IN_METADATA = (
        Severity.WARNING,
        "“{text}” stands in the metadata, in <{name}>",
        "it was left out: if it is text of the document, move it after </meta>",
    )
    UNKNOWN_ELEMENT = (Severity.WARNING, "element <{name}> is not known here", "its text was kept as a plain paragraph")
    UNKNOWN_LINE = (Severity.WARNING, "the line “{text}” fits nowhere", "it was kept as a plain paragraph: look at it")
    ROLE_DOUBTFUL = (
        Severity.WARNING,
        "“{text}” was read as {role}; it may be {other}",
        "it was kept in its place: compare with the printed document",
    )
    HEADING_DOUBTFUL = (
        Severity.WARNING,
        "“{text}” is {kind} by its words, but set as {other} is",
        "it was kept as {kind}: compare the place with the printed document",
    )
    PARAGRAPH_DOUBTFUL = (
        Severity.WARNING,
        "“{text}” may begin a paragraph",
        "it was kept within the one before: compare with the printed document",
    )
    TEXT_BEHIND_CLOSING = (
        Severity.WARNING,
        "the text goes on behind its closing lines, with “{text}” and no annex",
        "it was kept as an annex: look whether it belongs to the document",
    )
    TABLE_FROM_TEXT = (
        Severity.WARNING,
        "{rows} lines stand in {columns} columns",
        "they were kept as a table, a row for each line: compare it with the printed document",
    )
    TABLE_FROM_RULES = (
        Severity.INFO,
        "ruled lines divide this text into {rows} rows and {columns} columns",
        "they were kept as a table: compare it with the printed document",
    )
    TABLE_WITHOUT_COLUMNS = (
        Severity.WARNING,
        "{lines} lines are the cells or rows of a table whose columns are not known",
        "they were kept as they are, a paragraph each: give the PDF, or its text with its layout",
    )
    TEXT_MENDED = (Severity.INFO, "“{before}” was mended to “{after}”", "compare the place with the printed document")
    LEAD_GUESSED = (
        Severity.INFO,
        "the source sets nothing apart; a list of words says which are the lead words of {count} paragraphs",
        "give the PDF, the Word file or the XML if lead words are to be the document's own",
    )
    ORGAN_NAMED = (
        Severity.INFO,
        "the masthead names the organ “{printed}”, as its enacting words do",
        "its name is printed there: “{name}”",
    )
    SESSION_DAYS_SPELLED = (
        Severity.INFO,
        "the masthead has the days of the session as “{printed}”: they are printed as “{spelled}”",
        "nothing is to be done if these are the days",
    )
    MASTHEAD_MOVED = (
        Severity.WARNING,
        "“{text}” stands in another place of the masthead than in the source",
        "it is printed there: compare the first page with the printed document",
    )
    GAP_DOUBTFUL = (
        Severity.WARNING,
        "the letters of “{text}” stand closer than words do, but one word they are not, nor are they known as two",
        "the space was kept: compare the place with the printed document",
    )
    FURNITURE = (Severity.INFO, "“{text}” was left out as {kind}", "nothing to do if that is right")
    LANGUAGE_MISMATCH = (
        Severity.WARNING,
        "the document says that its language is {declared}, but its text is in {found}",
        "the text was believed: use --language CODE if that is wrong",
    )
    DATE_UNKNOWN = (
        Severity.INFO,
        "the {what} is {date}, a placeholder for an unknown date",
        "it stays blank unless the document prints a date",
    )
    DATE_IMPOSSIBLE = (
        Severity.WARNING,
        "the {what} is “{date}”, which is not a day of the calendar",
        "it is printed where the document prints it, and left out of the metadata: compare with the printed document",
    )
    DATES_DIFFER = (
        Severity.WARNING,
        "the days of adoption differ: {dates}",
        "all were kept: compare with the printed document, or with the record of the meeting",
    )
    COUNT_PADDED = (Severity.INFO, "the count “{text}” was read as {count}", "nothing to do")
    COUNT_DIFFERS = (
        Severity.WARNING,
        "the record of {symbol} counts {count} votes {kind} and names {names} States",
        "both were kept: compare with the meeting record",
    )
    VOTERS_DIFFER = (
        Severity.WARNING,
        "the States named under “{label}” are {names}, the numbers in the sentence of the vote {said}",
        "both were kept: compare with the record of the meeting",
    )
    VOTERS_MISSING = (
        Severity.INFO,
        "nobody is named under “{label}”",
        "the heading was kept: nothing is to be done if nobody voted so",
    )
    RECORD_MISSING = (
        Severity.INFO,
        "the UN's data on adoptions do not have {symbol}",
        "the editions were made without its record: use --records FILE if the data are elsewhere",
    )
    STATE_UNKNOWN = (
        Severity.INFO,
        "“{name}” in the record of {symbol} is not the name of a State",
        "it was printed in English, after the States",
    )
    IDS_REKEYED = (
        Severity.INFO,
        "{wrong} of {all} numbered paragraphs have an id that is not their number, {twice} ids stand twice",
        "nothing to do: the editions have ids of their own, made from the numbers",
    )
    WHITE_SPACE = (Severity.INFO, "{count} {what} left out", "nothing to do")
    SPACE_NARROW = (
        Severity.INFO,
        "narrow no-break spaces stand between words, {count} in all, the first behind “{text}”",
        "plain spaces are printed there",
    )
    SPACE_DOUBTFUL = (
        Severity.INFO,
        "spaces stand before commas or semicolons, {count} in all, the first in “{text}”",
        "they were kept: compare with the printed document",
    )
    LOOK_ALIKE = (
        Severity.INFO,
        "the marker “{text}” has {letter}, which only looks like the letter meant",
        "it was read as {read} and kept as printed",
    )
    NUMBER_SLIPPED = (
        Severity.WARNING,
        "“{text}” stands where paragraph {number} begins",
        "it was read as {number}. and kept as printed: compare with the printed document",
    )
    NUMBER_WITHOUT_STOP = (
        Severity.INFO,
        "the number of paragraph {number} is printed without the “{stop}” of the others",
        "it was kept as printed: compare with the printed document",
    )
    NUMBER_DOUBTFUL = (
        Severity.WARNING,
        "a mark stands inside the number “{text}”",
        "it was kept as printed: compare with the printed document",
    )
    NOT_FOUND = (Severity.INFO, "the source does not say the {what}", "it stays blank in the editions")
    PREAMBLE_AFTER_OPERATIVE = (
        Severity.INFO,
        "a preambular paragraph follows operative ones",
        "it was kept in its place, as printed",
    )
    CHANGES_ACCEPTED = (
        Severity.INFO,
        "tracked changes were accepted: {kept} kept as inserted, {lost} left out as deleted",
        "nothing to do if the changes are agreed; else reject them in Word first",
    )
    PICTURE_LEFT_OUT = (
        Severity.WARNING,
        "pictures or charts stand here, {count} in all; the editions have text only",
        "see them in the source, which goes with the editions",
    )
    PART_MISSING = (
        Severity.WARNING,
        "the document refers to a part of its file that is missing: {part}",
        "what stood there is in no edition: open the file in Word, compare, save it again",
    )
    PART_UNREFERENCED = (
        Severity.WARNING,
        "nothing in the document refers to {part}, a part of its file",
        "notes, styles and numbers of it were used, other text left out: compare the edition with the document in Word",
    )
    # notes and numbers
    NOTE_CARRIED = (
        Severity.INFO,
        "note {number} is called in {place}",
        "nothing to do: {call} calls it in the editions",
    )
    CALL_WITHOUT_NOTE = (
        Severity.WARNING,
        "note {number} is called but missing",
        "the call was kept; look for the note",
    )
    CALL_REPEATED = (
        Severity.INFO,
        "note {number} is called again, as the place of the number alone shows",
        "the number was raised and leads to its note: compare with the printed document",
    )
    CALL_DOUBTFUL = (
        Severity.WARNING,
        "{number} may be another call of note {number}, or a number of the text",
        "it was kept as text: compare with the printed document",
    )
    NOTE_WITHOUT_CALL = (
        Severity.WARNING,
        "nothing calls note {number}",
        "it was kept at the end of the paragraph before it: find its call in the printed document",
    )
    NUMBERS_UNKNOWN = (
        Severity.WARNING,
        "{count} paragraphs from here on are numbered by a list or by fields whose numbers the file does not have",
        "they were kept without numbers: open the file in Word, compare, and type the numbers",
    )
    NUMBER_ORDER = (
        Severity.WARNING,
        "{what} {found} follows {before}",
        "the numbers were kept as printed: compare with the printed document",
    )
    NUMBER_LOST = (
        Severity.WARNING,
        "“{text}” has no number, where paragraph {number} is missing",
        "it was kept as printed: if it is that paragraph, give it its number",
    )
    PARAGRAPH_UNNUMBERED = (
        Severity.WARNING,
        "“{text}” has no number, where the paragraph before it has {number}",
        "it was kept as printed: if it is one of them, give it its number, and number those behind it anew",
    )
    POINT_WITHIN = (
        Severity.WARNING,
        "“{text}” stands within a paragraph, where point {marker} is missing",
        "it was kept there: if it is that point, divide the paragraph there",
    )
    LEAD_MISSING = (
        Severity.INFO,
        "“{text}” has no lead words set apart, as those around it have",
        "it was kept as printed: if it has lead words, set them apart",
    )
    POINT_RAISED = (
        Severity.WARNING,
        "{first} stood under {above}, whose markers it goes on with",
        "it was set beside it, with those that follow: compare with the printed document",
    )
    STRUCK_OUT = (
        Severity.WARNING,
        "“{text}” is struck out in the source",
        "it is printed struck out: if that marks a deletion, take it out of the source",
    )
    # symbols
    NO_SYMBOL = (
        Severity.INFO,
        "the document has no symbol: it is named “{name}”",
        "nothing to do; if it has a symbol, give it: --symbol A/RES/77/213",
    )
    OTHER_ORGAN = (
        Severity.WARNING,
        "“{words}” was read as the enacting words of a body that engross does not know",
        "compare: if that is right, there is nothing to do",
    )
    UNKNOWN_SERIES = (
        Severity.INFO,
        "“{text}” cites a document of {organ} whose series engross does not know",
        "it is listed in the index as printed, without a symbol",
    )
    CITATION_DOUBTFUL = (
        Severity.WARNING,
        "“{text}” is cited as a document of {organ}, which cannot have that number",
        "it stands in the index as printed: compare with the printed document",
    )
    LINK_DOUBTFUL = (
        Severity.WARNING,
        "the link on “{text}” leads to {link}, a number that its organ cannot have",
        "the index has the words without the link: compare with the printed document",
    )
    LINK_DIFFERS = (
        Severity.WARNING,
        "the text cites {text}, but its link leads to {link}",
        "the text was believed; compare with the printed document",
    )
    LINK_UNCITED = (Severity.INFO, "{link} is linked but not cited in the text", "nothing to do")
    LINK_SPLIT = (Severity.INFO, "“{text}” is linked in {count} pieces", "nothing to do: the pieces are one citation")
    LINK_LANGUAGE = (
        Severity.INFO,
        "links lead to another language, {count} in all, the first to {link}",
        "nothing to do: the editions lead to the document in their own language",
    )
    LINK_REPLACED = (
        Severity.INFO,
        "the link on “{text}” leads to {link}",
        "nothing to do; the citation leads to the official document by its symbol",
    )
    LINK_UNREADABLE = (Severity.WARNING, "the link {link} leads to no document", "its words were kept without it")
    SYMBOLS_DISAGREE = (
        Severity.WARNING,
        "the masthead says that the symbol is {masthead}, {place} that it is {head}",
        "the {believed} was believed: use --symbol SYMBOL if it is wrong",
    )
    # what the user says
    SYMBOL_OVERRIDDEN = (
        Severity.WARNING,
        "the document says that its symbol is {printed}, but --symbol says {asked}",
        "masthead and metadata say {asked}, number and text are as printed: leave --symbol out if it is wrong",
    )
    CONVERTED = (
        Severity.WARNING,
        "the file is {kind}; what was read is the Word document that {converter} makes of it",
        "compare with the file: what {converter} leaves out is not accounted for",
    )
    METADATA_DIFFER = (
        Severity.WARNING,
        "the document says that its {what} is {printed}, but the metadata of its file say {stated}",
        "the document was believed: compare with the printed one, and set --{what} if it is wrong",
    )
    LANGUAGE_OVERRIDDEN = (
        Severity.WARNING,
        "the document is in {detected} by its own words, but --language says {asked}",
        "the editions are made and named as {asked}: leave --language out if it is wrong",
    )
    LANGUAGE_LEFT_OUT = (
        Severity.WARNING,
        "the text stands in two languages; {kept} was read, {count} lines in {left} were left out",
        "--language {other} reads the other",
    )
    SAME_DOCUMENT = (
        Severity.WARNING,
        "{symbol} in language {language} was made from {other} as well",
        "the editions of this source are named {name}: keep the better one",
    )
    # editions
    GLYPHS_UNKNOWN = (
        Severity.WARNING,
        "the fonts of the PDF do not say what {count} of its characters mean: � stands for each",
        "compare with the PDF, or give its text or the XML",
    )
    CODE_LEFT_OUT = (
        Severity.WARNING,
        "the {what} has {count} characters; a code on the first page holds {most}",
        "the code was left out: look at the symbol and the job number in the source",
    )
    MISSING_GLYPH = (
        Severity.ERROR,
        "no font has {glyphs}",
        "the PDF is put out with an empty box in its place, and is neither PDF/A nor PDF/UA: write it in other letters",
    )
    GLYPH_BLANK = (
        Severity.ERROR,
        "the font draws nothing for {glyphs}",
        "the PDF is not put out: fetch the fonts again, ./press fonts; report it if that does not help",
    )
    NOTE_MOVED = (
        Severity.ERROR,
        "note {number} is called on page {call} and set on page {note}",
        "the PDF is not put out, other editions are: shorten the notes here or move the call, and report it",
    )
    NOTE_LOST = (
        Severity.ERROR,
        "note {number} is not on any page",
        "the PDF is not put out, other editions are: shorten the notes here or move the call, and report it",
    )
    NOTE_LATE = (
        Severity.WARNING,
        "note {number} is called on page {call} and begins on page {note}, after longer notes of the same line",
        "nothing to do: no page has room for the line with the beginnings of all its notes",
    )
    NOTE_APART = (
        Severity.WARNING,
        "the other language calls “{call}” on page {page}; the note with both is on page {note}",
        "nothing to do: the page ends within the row of its call; --layout facing keeps notes with calls",
    )
    VERSIONS_UNLIKE = (
        Severity.WARNING,
        "of {all} paragraphs that {old} has, {new} keeps {kept}",
        "all of both is shown: look whether they are versions of one text, in their order of time",
    )
    VERSIONS_REVERSED = (
        Severity.WARNING,
        "{old} is later than {new}, with which it was compared as the older one",
        "the changes lead back in time: name the oldest version first",
    )
    PAIR_MISSING = (
        Severity.WARNING,
        "“{text}” has no counterpart in {language}",
        "its place there is empty: compare both documents, or read them with --align sequence",
    )
    PAIR_DOUBTFUL = (
        Severity.WARNING,
        "“{text}” and its counterpart in {language} call other notes",
        "they were kept side by side: compare both documents at this place",
    )
    NOTE_ORDER = (
        Severity.ERROR,
        "note {number} does not stand in the order of the calls",
        "the PDF is not put out, other editions are: shorten the notes here or move the call, and report it",
    )
    NOTE_BROKEN = (
        Severity.ERROR,
        "note {number} continues on page {page} without its beginning",
        "the PDF is not put out, other editions are: shorten the notes here or move the call, and report it",
    )
    NOTE_OVERFLOWS = (
        Severity.ERROR,
        "the notes of page {page} ({number}) have no room there",
        "the PDF is not put out, other editions are: shorten the notes here or move the call, and report it",
    )
    TEXT_DIFFERS = (
        Severity.ERROR,
        "the text of the {edition} is not the {other}'s: “…{expected}” against “…{found}”",
        "an edition at fault is not put out: simplify what is unusual here in the source, and report it",
    )
    NO_TEXT = (
        Severity.ERROR,
        "the document has no text: no title, no paragraph and no note",
        "compare the file with the printed document: what it holds stands under “ledger” in report.json",
    )
    TEXT_UNACCOUNTED = (
        Severity.ERROR,
        "{count} characters of the file are {what}: “{characters}”",
        "do not hand this edition out; report this with the source",
    )

    @property
    def slug(self) -> str:
        """The code as data and folders spell it: ``note-lost``."""
        return self.name.lower().replace("_", "-")

    @property
    def sentence(self) -> str:
        """What notices of the code say, with the names of their words in braces."""
        sentence: str = self.value[1]
        return sentence


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice about a place of a document: its code, its sentence, its advice.

    ``id``: that of the paragraph, heading, table or note it is about, as editions have it; "" where none can be told.
    ``words``: what the places of its sentence and advice were filled with, by their names.
    """

    code: Code
    message: str
    hint: str
    where: Where = NOWHERE
    about: Symbol | None = None
    id: str = ""
    words: tuple[tuple[str, str], ...] = ()

    @property
    def severity(self) -> Severity:
        """The severity of its code."""
        severity: Severity = self.code.value[0]
        return severity


def make_notice(code: Code, where: Where = NOWHERE, **words: object) -> Notice:
    """Return the notice ``code`` about ``where``, its sentence and advice filled in from ``words``."""
    _, message, hint = code.value
    spelled = tuple((name, str(value)) for name, value in words.items())
    return Notice(code, message.format(**words), hint.format(**words), where, words=spelled)


# What the text of a file is compared with, by its format, where it comes from no printed document.
ORIGINALS = {
    "docx": "the document in Word",
    "rtf": "the file in a word processor",
    "odt": "the file in a word processor",
    "yaml": "the document that it was written from",
    "json": "the document that it was written from",
    "markdown": "the file",
}


def name_original(notice: Notice, source_format: str) -> Notice:
    """Return a notice whose advice names what a person with a file of a format has: no printed document, perhaps."""
    original = ORIGINALS.get(source_format)
    if not original:
        return notice
    words = (*notice.words, ("original", original))
    return replace(notice, hint=re.sub(r"the printed (?:document|one)\b", original, notice.hint), words=words)


class Refusal(Exception):
    """The error that ends the making of a document: what is wrong, where, and what to do.

    Raised by the stages that read and write, and by a pass if a document exceeds the bounds; the command turns it into
    one message and exit code 1.
    """

    def __init__(self, what: str, hint: str, where: Where = NOWHERE) -> None:
        super().__init__(what, hint, where)  # all arguments, so that it can be pickled and sent to another process
        self.what, self.hint, self.where = what, hint, where

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where != NOWHERE else ""
        return f"{place}{self.what}\n  {self.hint}"
