"""What is known of a document to its metadata: identification, adoption, references, what stands on the page."""

from __future__ import annotations

from dataclasses import dataclass

from engross.akn import SOURCE, SYMBOL
from engross.akn.iri import number
from engross.model import Resolution
from engross.write.akn.adopted import analysis, classifications, workflows
from engross.write.akn.clerk import Clerk
from engross.write.akn.tags import Element, layout, make

SUBTYPE, COUNTRY = "deliberation", "un"
# What the text refers to: element, eId, path in the UN's ontology, label.
REFERENCES = (
    ("TLCOrganization", "engross", "/akn/ontology/organization/un/engross", "engross"),
    ("TLCOrganization", "un", "/akn/ontology/organization/un", "United Nations"),
    ("TLCRole", "author", "/akn/ontology/role/un/author", "Author"),
    ("TLCRole", "issuer", "/akn/ontology/role/un/issuer", "Issuer"),
    ("TLCRole", "editor", "/akn/ontology/role/un/editor", "Editor"),
    ("TLCRole", "publisher", "/akn/ontology/role/un/publisher", "Publisher"),
    ("TLCRole", "issuingBody", "/akn/ontology/role/un/issuingBody", "Issuing body"),
    ("TLCRole", "subsidiaryBody", "/akn/ontology/role/un/subsidiaryBody", "Subsidiary body"),
    ("TLCConcept", "symbol", "/akn/ontology/concept/un/symbol", "Symbol"),
    ("TLCConcept", "distribution", "/akn/ontology/concept/un/distribution", "Distribution"),
    ("TLCConcept", "dateOfIssuance", "/akn/ontology/concept/un/dateOfIssuance", "Date of issuance"),
    ("TLCConcept", "startDate", "/akn/ontology/concept/un/startDate", "Start of the session"),
    ("TLCConcept", "endDate", "/akn/ontology/concept/un/endDate", "End of the session"),
    ("TLCConcept", "adoptionDate", "/akn/ontology/concept/un/dateOfAdoption", "Date of adoption"),
    ("TLCConcept", "publicationJobNumber", "/akn/ontology/concept/un/publicationJobNumber", "Job number"),
    ("TLCConcept", "enactingFormula", "/akn/ontology/concept/un/enactingFormula", "Enacting formula"),
    ("TLCConcept", "preamble", "/akn/ontology/concept/un/preambularParagraph", "Preambular paragraph"),
    ("TLCConcept", "operative", "/akn/ontology/concept/un/operativeParagraph", "Operative paragraph"),
    ("TLCConcept", "point", "/akn/ontology/concept/un/subparagraph", "Subparagraph"),
    ("TLCConcept", "plain", "/akn/ontology/concept/un/text", "Text"),
    ("TLCConcept", "closing", "/akn/ontology/concept/un/closing", "Closing line"),
    ("TLCConcept", "agenda", "/akn/ontology/concept/un/agenda", "Agenda"),
    ("TLCConcept", "memberState", "/akn/ontology/concept/un/memberState", "Member State"),
    ("TLCConcept", "inFavour", "/akn/ontology/concept/un/inFavour", "In favour"),
    ("TLCConcept", "against", "/akn/ontology/concept/un/against", "Against"),
    ("TLCConcept", "abstaining", "/akn/ontology/concept/un/abstaining", "Abstaining"),
    ("TLCConcept", "vote", "/akn/ontology/concept/un/vote", "Vote"),
)


@dataclass(frozen=True, slots=True)
class Component:
    """Which component of a work metadata is about: its name in IRIs."""

    name: str = "main"


def meta(resolution: Resolution, clerk: Clerk, component: Component | None = None) -> Element:
    """The metadata of a document; of a ``component`` only its identification."""
    identification = _identification(resolution, clerk, component or Component())
    if component:
        return make("meta", identification)
    on_record = (*classifications(resolution), *workflows(resolution, clerk), *analysis(resolution))
    rest = (*on_record, _references(resolution, clerk))
    return make("meta", identification, *rest, *_presentation(resolution, clerk))


def _identification(resolution: Resolution, clerk: Clerk, component: Component) -> Element:
    profile, facts = clerk.profile, resolution.facts
    work = profile.work(resolution.symbol, resolution.organ, facts.adopted)
    expression = f"{work}/{clerk.language.terminology}@"

    def level(name: str, ends: tuple[str, str], end: str, *rest: Element) -> Element:
        iri = work if name == "FRBRWork" else expression
        this, uri = profile.component(iri, component.name, end), profile.whole(iri, end)
        date, of = ends
        given = make("FRBRdate", date=profile.date(date), name=of)
        return make(name, make("FRBRthis", value=this), make("FRBRuri", value=uri), *_alias(name), given, *rest)

    def _alias(name: str) -> list[Element]:
        return [make("FRBRalias", value=resolution.symbol, name=SYMBOL)] if name == "FRBRWork" else []

    def author(who: str, role: str) -> Element:
        return make("FRBRauthor", href=f"#{who}", as_=f"#{role}")

    country, subtype = make("FRBRcountry", value=COUNTRY), make("FRBRsubtype", value=SUBTYPE)
    counted = make("FRBRnumber", value=number(resolution.symbol))
    spoken = make("FRBRlanguage", language=clerk.language.terminology)
    return make(
        "identification",
        level(
            "FRBRWork", (facts.adopted, "adoption"), "", author(resolution.organ, "author"), country, subtype, counted
        ),
        level("FRBRExpression", (facts.issued, "publication"), "", author(resolution.organ, "issuer"), spoken),
        level("FRBRManifestation", ("", "markup"), ".xml", author("engross", "editor")),
        source=SOURCE,
    )


def _references(resolution: Resolution, clerk: Clerk) -> Element:
    organ = clerk.language.words["organs"].get(resolution.organ, resolution.organ)
    own = make(
        "TLCOrganization", eId=resolution.organ, href=f"/akn/ontology/organization/un/{resolution.organ}", showAs=organ
    )
    rest = (make(tag, eId=name, href=href, showAs=label) for tag, name, href, label in REFERENCES)
    return make("references", own, *rest, source=SOURCE)


def _presentation(resolution: Resolution, clerk: Clerk) -> list[Element]:
    """The job number, which stands on the first page's foot with the letter of the language."""
    job = resolution.facts.job_number
    if not job:
        return []
    letter = clerk.language.words["language"]["job_letter"]
    docket = make("docketNumber", words=f"{job} ({letter})", refersTo="#publicationJobNumber")
    left = layout("footerFirstPageLeft", layout("internalCode", docket))
    return [make("presentation", layout("footerFirstPage", left), source=SOURCE)]
