"""Open the key that PDFs are signed by: a PKCS#12 file, or a key on a token that is named by a PKCS#11 URI (RFC 7512).

A key on a token never leaves it. A URI that has the PIN itself is refused: command lines are kept and shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, unquote_to_bytes, urlsplit

from pyhanko.sign.signers import Signer, SimpleSigner

from engross.batch.archive.read_file import read_file
from engross.batch.archive.seal.passwords import ReadPassword
from engross.model.notice import Refusal
from engross.model.tree import Where

TOKEN_START = "pkcs11:"  # noqa: S105 # the scheme of a URI
PKCS12_HINT = "name a PKCS#12 file with a key and its certificate, .p12 or .pfx, and its password"
URI_HINT = "give it as pkcs11:token=LABEL;object=LABEL?module-path=/usr/lib/LIBRARY.so"
TOKEN_HINT = "look whether the token is there, and at the PIN and the labels"  # noqa: S105


@dataclass(frozen=True, slots=True)
class TokenKey:
    """A key on a token, as a PKCS#11 URI names it; ``id``: b"" where it is named by its label alone.

    ``pin_source``: the file that has the PIN; "" where it is asked for.
    """

    module: str
    token: str
    label: str
    id: bytes
    pin_source: str


@contextmanager
def open_signer(certificate: str, read_password: ReadPassword) -> Iterator[Signer]:
    """Provide what signs with the key of ``certificate``, a PKCS#12 file or a PKCS#11 URI. Raises Refusal."""
    if certificate.startswith(TOKEN_START):
        key = parse_token_uri(certificate)
        with _open_token(key, _read_pin(key.pin_source) if key.pin_source else read_password(certificate)) as signer:
            yield signer
    else:
        yield _load_pkcs12(Path(certificate), read_password)


def _load_pkcs12(path: Path, read_password: ReadPassword) -> Signer:
    data = read_file(path, PKCS12_HINT)
    try:
        signer: Signer = SimpleSigner.load_pkcs12_data(data, (), read_password(str(path)).encode() or None)
    except (ValueError, TypeError, AttributeError):  # what it says may name what is secret
        raise Refusal("no key can be read from it with that password", PKCS12_HINT, Where(str(path))) from None
    return signer


def parse_token_uri(uri: str) -> TokenKey:
    """Return the key that a PKCS#11 URI names. Raises Refusal."""
    path, _, query = uri.removeprefix(TOKEN_START).partition("?")
    named = dict(_iter_pairs(path, ";"))
    how = dict(_iter_pairs(query, "&"))
    if "pin-value" in how:
        raise Refusal("the PIN stands in the address of the key", "let pin-source=file:/PATH name a file that has it")
    module, label, identity = how.get("module-path", ""), unquote(named.get("object", "")), named.get("id", "")
    if not module or not (label or identity):
        raise Refusal("the address of the key names no module, or no key", URI_HINT)
    pin_source = unquote(urlsplit(how.get("pin-source", "")).path)
    return TokenKey(unquote(module), unquote(named.get("token", "")), label, unquote_to_bytes(identity), pin_source)


def _iter_pairs(text: str, between: str) -> Iterator[tuple[str, str]]:
    for part in filter(None, text.split(between)):
        name, _, value = part.partition("=")
        yield name, value


@contextmanager
def _open_token(key: TokenKey, pin: str) -> Iterator[Signer]:
    import pkcs11
    from pyhanko.config.pkcs11 import TokenCriteria
    from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session

    wanted = TokenCriteria(label=key.token) if key.token else None
    named: dict[str, Any] = {"cert_id": key.id, "key_id": key.id} if key.id else {"cert_label": key.label}
    try:
        session = open_pkcs11_session(key.module, token_criteria=wanted, user_pin=pin)
    except (pkcs11.PKCS11Error, RuntimeError, OSError) as error:
        raise Refusal(f"the token cannot be opened: {spell_token_fault(error)}", TOKEN_HINT) from None
    with session:
        yield PKCS11Signer(session, **named)


def spell_token_fault(error: Exception) -> str:
    """Return what a token's library says, or what its exception is called: most have no words."""
    return str(error) or type(error).__name__


def _read_pin(path: str) -> str:
    try:
        return Path(path).read_text("utf-8").rstrip("\r\n")
    except (OSError, ValueError):
        raise Refusal("the file with the PIN cannot be read", TOKEN_HINT, Where(path)) from None
