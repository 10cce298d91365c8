"""Ask a time-stamping authority for a stamp over a file (RFC 3161), and check one.

The request has the file's SHA-256 alone, and a nonce. The answer is kept as it came: ``openssl ts -verify`` reads it.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import Request, build_opener

from asn1crypto import tsp
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.general import SigningError
from pyhanko.sign.timestamps.api import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError, handle_tsp_response, set_tsp_headers
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import validate_tst_signed_data

from engross.batch.archive.seal.trust import Roots, make_validation_context
from engross.batch.corpus.journal import hash_file
from engross.model.failure import SHAPE_ERRORS
from engross.model.notice import Refusal
from engross.model.tree import Where

DIGEST = "sha256"
ANSWER_SECONDS = 30.0
MOST_ANSWER_BYTES = 1_000_000
SCHEMES = ("http", "https")
AUTHORITY_HINT = "look at the address and the network, or name another authority"


@dataclass(frozen=True, slots=True)
class StampStatus:
    """What a time stamp proves: ``time`` that its authority says; ``fault``: why it proves nothing, "" if it does.

    ``is_trusted``: whether the authority's certificate leads to one of the roots that are trusted.
    """

    time: datetime | None
    fault: str = ""
    is_trusted: bool = False


class AskingTimeStamper(TimeStamper):  # type: ignore[misc]
    """pyHanko's time stamper, which asks the authority at an address."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """Return the answer of the authority. Raises Refusal."""
        return parse_response(ask_authority(self.address, req.dump()), self.address)


def check_authority_address(address: str) -> None:
    """Raise Refusal for what cannot be the address of an authority, or has a password in it."""
    parts = urlsplit(address)
    if parts.scheme not in SCHEMES or not parts.hostname:
        raise Refusal(f"“{address}” is no address of an authority", "give one like http://timestamp.example/tsa")
    if parts.username or parts.password:
        raise Refusal("the address of the authority has a password in it", "name an authority that needs none")


def request_stamp(file: Path, address: str) -> bytes:
    """Return the answer of the authority at ``address`` with a stamp over a file. Raises Refusal, OSError."""
    digest = bytes.fromhex(hash_file(file))
    nonce, request = TimeStamper().request_cms(digest, DIGEST)
    answer = ask_authority(address, request.dump())
    response = parse_response(answer, address)
    try:
        handle_tsp_response(response, nonce)
        status = _check_response(response, digest, ())
    except (TimestampRequestError, *SHAPE_ERRORS) as error:
        raise Refusal(f"the authority gave no stamp: {error}", AUTHORITY_HINT, Where(address)) from None
    if status.fault:
        raise Refusal(f"the stamp of the authority is not good: {status.fault}", AUTHORITY_HINT, Where(address))
    return answer


def check_stamp(file: Path, stamp: Path, roots: Roots) -> StampStatus:
    """Return what the stamp over a file proves; ``roots``: the certificates that are trusted.

    Raises OSError if a file cannot be read.
    """
    try:
        response = tsp.TimeStampResp.load(stamp.read_bytes(), strict=True)
        return _check_response(response, bytes.fromhex(hash_file(file)), roots)
    except SHAPE_ERRORS:
        return StampStatus(None, "it is no time stamp")


def _check_response(response: tsp.TimeStampResp, digest: bytes, roots: Roots) -> StampStatus:
    signed = response["time_stamp_token"]["content"]
    time: datetime = signed["encap_content_info"]["content"].parsed["gen_time"].native
    context = make_validation_context(roots, time)
    try:
        status: dict[str, Any] = asyncio.run(
            validate_tst_signed_data(signed, context, lambda name: digest if name == DIGEST else b"")
        )
    except (SignatureValidationError, SigningError, PdfError) as error:
        return StampStatus(time, str(error))
    if not (status["intact"] and status["valid"]):
        return StampStatus(time, "it is of other bytes" if status["valid"] else "its signature is not good")
    return StampStatus(time, "", status.get("trust_problem_indic") is None and bool(status.get("validation_path")))


def ask_authority(address: str, query: bytes) -> bytes:
    """Return what the authority at an address answers to a query. Raises Refusal."""
    check_authority_address(address)
    headers: dict[str, str] = set_tsp_headers({})
    try:
        with build_opener().open(Request(address, query, headers), timeout=ANSWER_SECONDS) as answer:  # noqa: S310
            data: bytes = answer.read(MOST_ANSWER_BYTES + 1)
    except (URLError, OSError, ValueError) as error:
        reason = getattr(error, "reason", error)
        raise Refusal(
            f"the time-stamping authority does not answer: {reason}", AUTHORITY_HINT, Where(address)
        ) from None
    if len(data) > MOST_ANSWER_BYTES:
        raise Refusal("the time-stamping authority answers with more than a stamp", AUTHORITY_HINT, Where(address))
    return data


def parse_response(answer: bytes, address: str) -> tsp.TimeStampResp:
    """Return an authority's answer. Raises Refusal if it is none."""
    try:
        response = tsp.TimeStampResp.load(answer, strict=True)
        _ = response["status"]["status"].native
    except SHAPE_ERRORS:
        raise Refusal("what it answers is no time stamp", AUTHORITY_HINT, Where(address)) from None
    return response
