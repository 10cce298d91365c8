"""The terms of AKN4UN that its reader and its writer share: namespaces, references, classes, IRIs.

A grammar: it knows neither XML nor the rest of engross but the model's kinds (un-documents: 5).
"""

from engross.model.adoption import Outcome
from engross.model.tree import Role, Style

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
AKN4UN = "http://un.org/akn4un"
# The source of an identification that engross wrote: in such a file the reader has nothing to guess.
SOURCE_REFERENCE = "#engross"

# The role of a paragraph as refersTo spells it.
ROLE_NAMES = {
    Role.ENACTING: "enactingFormula",
    Role.PREAMBULAR: "preamble",
    Role.OPERATIVE: "operative",
    Role.POINT: "point",
    Role.PLAIN: "plain",
    Role.CLOSING: "closing",
    Role.VOTE: "vote",
}
# The UN's styles of headings by rank, from 1.
RANK_NAMES = ("HCh", "H1", "H23", "H4", "H56")
# Elements for styles; a style without one is a span of that class. Lead words also have the class "lead".
STYLE_ELEMENTS = {
    Style.BOLD: "b",
    Style.ITALIC: "i",
    Style.UNDERLINE: "u",
    Style.SUPERSCRIPT: "sup",
    Style.SUBSCRIPT: "sub",
}
LEAD_CLASS = "lead"
EMPTY_CLASS = "none"  # the class of an empty element that the schema requires
NUMBER_NAME = "num"  # the name of an inline that is the number of a heading among blocks
# The name of an inline that cites documents without an address; their symbols, or the organ, are its title.
CITATION_NAME = "citation"
CITATION_SEPARATOR = "; "  # between the symbols in its title
MEETING_NAME = "adoptionMeeting"
SYMBOL_NAME = "symbol"  # the name of the alias that is the document's symbol
HEADING_NAME = "heading"  # the name of the alias that names a document without a symbol
UNKNOWN_DATES = ("0001-01-01", "1900-01-01")  # in production, in the guidelines
# The outcomes as the element ``voting`` spells them; the guidelines know the first three.
OUTCOME_NAMES = {
    Outcome.WITHOUT_VOTE: "adoptedWithoutVote",
    Outcome.RECORDED: "adoptedRecordedVote",
    Outcome.ACCLAMATION: "adoptedByAcclamation",
    Outcome.UNANIMOUS: "adoptedUnanimously",
}
# The counts of a vote: the field of a Record, and the reference.
BALLOT_NAMES = {"in_favour": "inFavour", "against": "against", "abstaining": "abstaining"}
OFFICIAL_SOURCE = "#un"  # the source of what the UN's own data say
# The steps of a workflow.
STEP_DRAFTED, STEP_COSPONSORED, STEP_RECOMMENDED, STEP_ADOPTED = (
    "draftResolution",
    "draftResolutionAdditionalSponsors",
    "recommendedForAdoption",
    "adopted",
)
THESAURUS_NAME = "UNBIS Thesaurus"
AGENDA_REFERENCE = "#agenda"  # what a keyword refers to that is the agenda item
TERM_END = f"{{{AKN4UN}}}end"  # the end of a term of office: the schema knows none; the production writes a bare "end"
