"""Our own rules, as closed lists: those of the linter for e-books, and those that finished editions are measured by.

Each has a case: a folder under ``tests/cases/lint`` or ``tests/cases/check``.
"""

from __future__ import annotations

from enum import Enum

from engross.model.notice import Severity
from engross.verify.check.finding import Finding

INFO, WARNING, ERROR = Severity.INFO, Severity.WARNING, Severity.ERROR


class RuleList(Enum):
    """A list of rules: each has a severity, a sentence with fields for ``make_finding`` to fill in, and advice."""

    @property
    def slug(self) -> str:
        """The rule's code as findings and case folders spell it: ``call-broken``."""
        return self.name.lower().replace("_", "-")

    def make_finding(self, at: str, /, **words: object) -> Finding:
        """Return the finding that this rule is broken at ``at``; ``words`` fill in the sentence, ``n`` is the count."""
        severity, sentence, advice = self.value
        return Finding(self.slug, severity, sentence.format(**words), at, advice, int(str(words.get("n", 1))))


class LintRule(RuleList):
    """Rules for the e-book of a resolution that EPUBCheck and Ace do not check."""

    UNREADABLE = (ERROR, "the book cannot be opened: {why}", "rebuild it")
    # notes
    CALL_BROKEN = (ERROR, "the call “{call}” leads to no note", "lead it to the id of its note")
    CALL_ELSEWHERE = (
        ERROR,
        "the call “{call}” leads into {file}",
        "set notes in the file of their calls: pop-ups need it",
    )
    NOTE_UNCALLED = (ERROR, "no call leads to the note", "call it, or set it as text")
    NOTE_SHARED = (ERROR, "{n} calls lead to the note", "give each call a note of its own: a note has one way back")
    NOTE_ORDER = (ERROR, "the note stands before “{before}”, which is called first", "set notes in their calls' order")
    BACK_LINK = (
        ERROR,
        "the note has no link back to its call",
        "end it with a link of role doc-backlink to the call's id",
    )
    BACK_LABEL = (
        WARNING,
        "another link back has the same label, “{label}”",
        "give it an aria-label with the note's number",
    )
    TEXT_ORDER = (ERROR, "the text “{text}” follows the notes", "set the notes of a file after its text")
    # pages
    PAGE_UNLISTED = (ERROR, "page {page} is not in the page list", "list every page break")
    PAGE_BROKEN = (ERROR, "“{page}” in the page list leads to no page break", "let it lead to the id of its page break")
    PAGE_ORDER = (ERROR, "page {page} is listed after page {before}, which comes later", "list pages in reading order")
    PAGE_LABEL = (WARNING, "page {page} is called “{label}” in the page list", "give both the same label")
    PAGE_GAP = (ERROR, "page {page} follows page {before}", "set a page break for each page of the print edition")
    # index
    PLACE_BROKEN = (
        ERROR,
        "“{place}” under “{entry}” leads to no citation",
        "let it lead to the id of the citing words",
    )
    ENTRY_UNCITED = (ERROR, "“{entry}” has no place", "give the places that cite it, or take the entry out")
    CITATION_UNLISTED = (ERROR, "“{words}” is not in the index", "list every document that the text cites")
    # marks
    HAN_SPACE = (ERROR, "white space stands between Chinese characters: “{words}”", "take it out")
    BAD_ID = (
        ERROR,
        "the id “{id}” has more than lower-case letters, digits and hyphens",
        "readers look ids up as CSS names",
    )
    UNSAFE_URL = (ERROR, "the address “{url}” is not safe", "use http, https or mailto, and percent-encode the rest")
    # package and styles
    CONFORMANCE = (
        ERROR,
        "“{claim}” is not how conformance is claimed",
        "write “EPUB Accessibility 1.1 - WCAG 2.1 Level AA” with its own versions and level",
    )
    PACKAGE_LANGUAGE = (WARNING, "the package does not say its language and direction", "set xml:lang and dir on it")
    FIXED_COLOUR = (WARNING, "{property} is a fixed colour, {value}", "leave colours to the reader: dark mode")
    FIXED_SIZE = (WARNING, "{property} is fixed at {value}", "give sizes in em, rem or per cent")


class EditionFault(RuleList):
    """Faults that are measured in a finished edition, by column."""

    # notes
    NOTE_LOST = (ERROR, "the call “{call}” leads to no note", "rebuild it; if that does not help, report it")
    NOTE_MOVED = (
        ERROR,
        "note {note} begins on page {page}, its call is on page {call}",
        "set it on its call's page",
    )
    NOTE_UNORDERED = (
        ERROR,
        "note {note} stands before note {before}, which is called first",
        "set notes in calls' order",
    )
    NOTE_NUMBER = (ERROR, "the call “{call}” leads to the note “{note}”", "give the call and the note the same number")
    NOTE_STRAY = (ERROR, "no call leads to note {note}", "call it, or set it as text")
    NOTE_ONE_WAY = (ERROR, "{which} of note {note} leads elsewhere, or nowhere", "link call and note both ways")
    NOTE_BROKEN = (
        ERROR,
        "note {note} continues on page {page}, not on the next page",
        "let a note continue on the next page",
    )
    NOTE_OVER_TEXT = (
        ERROR,
        "the notes of page {page} begin above the end of its text",
        "end the text above its notes",
    )
    # text identity
    RUN_DIFFERS = (
        ERROR,
        "the page shows “{drawn}” where “{heard}” is heard",
        "rebuild it; if that does not help, report it",
    )
    TEXT_DIFFERS = (
        ERROR,
        "{stream} differs at character {at}: “{expected}” is “{found}”",
        "rebuild it from its source",
    )
    # file identity
    FILE_CHANGED = (
        ERROR,
        "the file is not the one that {reporter} names: {difference}",
        "build it again, or take it from where it is whole",
    )
    FILE_MISSING = (
        ERROR,
        "the file is not there, and {reporter} names it",
        "build it again, or take it from where it is whole",
    )
    FILE_UNLISTED = (
        WARNING,
        "{reporter} does not name the file: it is of an earlier build, or not of engross",
        "remove it, or build the document again with all its editions",
    )
    REPORT_MISSING = (
        ERROR,
        "report.json is not there: nothing tells which files belong here, and whether one has changed",
        "build the document again",
    )
    REPORT_DAMAGED = (ERROR, "report.json is damaged: {why}", "build the document again")
    BUILD_AT_FAULT = (
        ERROR,
        "the document was at fault when it was built: {why}",
        "correct its source, and build it again",
    )
    RUN_UNFINISHED = (
        WARNING,
        "the run's index was made from another journal: the run was stopped, or its journal has changed",
        "run the command corpus again with the same --out",
    )
    # lines
    RAGGED = (ERROR, "a justified line ends {short:.1f} px before the measure: “{words}”", "let it fill the measure")
    OVERLONG = (ERROR, "a justified line ends {over:.1f} px beyond the measure: “{words}”", "let it end at the measure")
    UNSTRETCHED = (INFO, "{n} of {lines} justified lines cannot fill the measure: nothing in them can stretch", "")
    LINE_START = (ERROR, "a line begins with “{mark}”: “{before}|{after}”", "keep such a mark with what precedes it")
    LINE_END = (ERROR, "a line ends with “{mark}”: “{before}|{after}”", "keep such a mark with what follows it")
    CALL_APART = (ERROR, "a line begins with the call of a note: “{before}|{after}”", "keep a call with its word")
    PAIR_CUT = (ERROR, "a line's end divides “{mark}”: “{before}|{after}”", "keep it in one line")
    LONELY = (ERROR, "a single character stands on the last line: “{before}|{after}”", "move another character to it")
    SYMBOL_CUT = (ERROR, "a line's end divides a document symbol: “{before}|{after}”", "keep a symbol in one line")
    # large print
    PRINT_SMALL = (ERROR, "the text has {size:g} points, and large print {least:g} at least", "set it larger")
    TYPE_SMALLER = (
        ERROR,
        "“{words}” has {size:g} points, and the text {body:g}",
        "set all that is to be read as large as the text",
    )
    NOTE_LONG = (
        ERROR,
        "note {note} takes {lines} lines at the foot, where large print has {most}",
        "set it behind its section",
    )
    TYPE_SLANTED = (ERROR, "“{words}” is slanted", "set what is emphasised bold")
    WORD_PARTED = (ERROR, "a line ends with a hyphen: “{before}|{after}”", "keep words whole")
    # glyphs
    GLYPH_MISSING = (ERROR, "“{character}” is not in the font {font} that draws it", "use a font that has it")
    GLYPH_UNMAPPED = (ERROR, "code {code} of font {font} has no Unicode", "list it in ToUnicode")
    # lists
    LIST_NUMBER = (ERROR, "a link of the lists names page {number} and leads to page {page}", "make the book again")
    LIST_PAGE = (ERROR, "{text} is not on page {page}, which the lists name", "make the book again")
    LIST_UNLINKED = (ERROR, "no link of {list} leads to {text}", "make the book again")
    TEXT_REPEATED = (ERROR, "{text} stands {times} times in the sections", "leave one of its sources out")
    VOTES_SUM = (ERROR, "the votes on {text} are {votes}, of {members} Members", "correct the data on its adoption")
    # documents bound together
    FOLIO_MISSING = (ERROR, "the page has no folio, and others do", "bind the documents again")
    PAGE_MOVED = (ERROR, "the page is page {folio} of what was bound", "bind the documents again")
    # sheets
    SHEETS_STANDARD = (
        ERROR,
        "the sheets declare {claim}: for printing they are PDF/A-3b, and nothing else",
        "impose the document again; where it does not declare PDF/A-3, build it again first",
    )
    SHEETS_FOR_SCREEN = (ERROR, "the sheets have {what}, in the order of a printer", "impose the document again")
    PAGE_PLACES = (ERROR, "page {page} stands in {times} places", "impose the document again")
    LEAF_TORN = (
        ERROR,
        "pages {page} and {other} are the two sides of a leaf, and do not follow each other",
        "impose the document again",
    )
