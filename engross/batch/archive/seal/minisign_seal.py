"""Sign a file by minisign, and check such a signature: Ed25519, a line of text, a key of one line.

The trusted comment names the file and no time, so that the same key gives the same signature of the same bytes; when it
was made is what a time stamp says.
"""

from __future__ import annotations

from pathlib import Path

import minisign

from engross.batch.archive.read_file import read_file
from engross.batch.archive.seal.passwords import ReadPassword
from engross.model.notice import Refusal
from engross.model.tree import Where

KEY_HINT = "name a secret key that minisign -G has made"
PUBLIC_KEY_HINT = "name a file that minisign -G has made, minisign.pub"


def sign_by_minisign(file: Path, key: Path, read_password: ReadPassword) -> tuple[bytes, bytes]:
    """Return the signature of a file, and the public key that it is checked by, both as files of minisign.

    ``read_password``: returns the key's password, and is only asked if it has one. Raises Refusal if the key cannot be
    used.
    """
    try:
        with minisign.SecretKey.from_bytes(read_file(key, KEY_HINT)) as secret:
            if secret.is_encrypted():
                secret.decrypt(read_password(str(key)))
            with file.open("rb") as data:
                signature = secret.sign(data, trusted_comment=f"file:{file.name}")
            return bytes(signature) + b"\n", bytes(secret.get_public_key()) + b"\n"
    except (minisign.Error, ValueError) as error:
        raise Refusal(f"the key cannot be used: {error}", KEY_HINT, Where(str(key))) from None


def check_by_minisign(file: Path, signature: Path, public_key: Path) -> str:
    """Return what is wrong with the signature of a file; "" if it is the holder's of the key.

    Raises Refusal if the key cannot be read, OSError if the file cannot be.
    """
    try:
        key = minisign.PublicKey.from_bytes(read_file(public_key, PUBLIC_KEY_HINT))
    except (minisign.Error, ValueError) as error:
        raise Refusal(f"the public key cannot be read: {error}", PUBLIC_KEY_HINT, Where(str(public_key))) from None
    try:
        signed = minisign.Signature.from_file(signature)
        with file.open("rb") as data:
            key.verify(data, signed)
    except (minisign.Error, ValueError) as error:
        return str(error)
    return "" if signed.trusted_comment == f"file:{file.name}" else f"it says that it is of {signed.trusted_comment}"
