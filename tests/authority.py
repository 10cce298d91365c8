"""A certification authority and a time-stamping authority for tests: openssl answers, on the loopback."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

UNUSED = ("key_encipherment", "data_encipherment", "key_agreement", "encipher_only", "decipher_only")
PASSWORD = "correct horse"
TSA_SETTINGS = """
[ tsa ]
default_tsa = here
[ here ]
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha384, sha512
accuracy = secs:1
ess_cert_id_chain = yes
"""


@dataclass(frozen=True)
class Authority:
    """``folder`` has root.pem, signer.p12 (with ``PASSWORD``), signer.key and signer.pem, tsa.pem, tsa.other.pem
    (a root that nothing leads to); crl.der is the list of revoked certificates, revoked.der one that has the signer's.

    At /other it gives the answer that stands in the file ``answer``.
    """

    folder: Path
    address: str

    @property
    def root(self) -> Path:
        return self.folder / "root.pem"

    @property
    def signer(self) -> Path:
        return self.folder / "signer.p12"

    @property
    def password(self) -> Path:
        return self.folder / "password"

    @property
    def tsa(self) -> str:
        return f"{self.address}/tsa"


def make_name(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


class Issuer:
    """The root of the tests: it issues certificates and a list of those revoked."""

    def __init__(self, address: str) -> None:
        self.key = rsa.generate_private_key(65537, 2048)
        self.now = datetime.now(UTC).replace(microsecond=0)
        self.address = address
        self.name = make_name("Test root")
        self.certificate = self.issue("Test root", self.key, is_root=True)

    def issue(
        self, name: str, key: rsa.RSAPrivateKey, usage: x509.ObjectIdentifier | None = None, is_root: bool = False
    ) -> x509.Certificate:
        builder = (
            x509.CertificateBuilder()
            .subject_name(make_name(name))
            .issuer_name(self.name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(self.now - timedelta(days=1))
            .not_valid_after(self.now + timedelta(days=3650))
            .add_extension(x509.BasicConstraints(ca=is_root, path_length=None), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()), critical=False)
            .add_extension(
                x509.KeyUsage(
                    digital_signature=not is_root,
                    content_commitment=not is_root,
                    key_cert_sign=is_root,
                    crl_sign=is_root,
                    **dict.fromkeys(UNUSED, False),
                ),
                critical=True,
            )
        )
        if usage:
            builder = builder.add_extension(x509.ExtendedKeyUsage([usage]), critical=True)
        if not is_root:
            places = [x509.UniformResourceIdentifier(f"{self.address}/crl")]
            builder = builder.add_extension(
                x509.CRLDistributionPoints([x509.DistributionPoint(places, None, None, None)]), critical=False
            )
        return builder.sign(self.key, hashes.SHA256())

    def list_revoked(self, *serials: int) -> bytes:
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(self.name)
            .last_update(self.now - timedelta(hours=1))
            .next_update(self.now + timedelta(days=30))
            .add_extension(x509.CRLNumber(1), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()), critical=False)
        )
        for serial in serials:
            one = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(self.now - timedelta(hours=2))
            builder = builder.add_revoked_certificate(one.build())
        return builder.sign(self.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def write_pem(path: Path, key: rsa.RSAPrivateKey | None, *certificates: x509.Certificate) -> None:
    data = b"".join(certificate.public_bytes(serialization.Encoding.PEM) for certificate in certificates)
    if key:
        data += key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    path.write_bytes(data)


class Server(ThreadingHTTPServer):
    folder: Path


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self.answer("application/pkix-crl", (self.server.folder / "crl.der").read_bytes())

    def do_POST(self) -> None:
        folder = self.server.folder
        if self.path == "/other":
            self.rfile.read(int(self.headers["Content-Length"]))
            self.answer("application/timestamp-reply", (folder / "answer").read_bytes())
            return
        query = folder / f"query-{threading.get_ident()}.tsq"
        query.write_bytes(self.rfile.read(int(self.headers["Content-Length"])))
        command = ("openssl", "ts", "-reply", "-config", folder / "tsa.cnf", "-queryfile", query, "-out", "/dev/stdout")
        reply = subprocess.run(command, capture_output=True, check=True).stdout
        self.answer("application/timestamp-reply", reply)

    def answer(self, kind: str, data: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None: ...


@contextmanager
def open_authority(folder: Path) -> Iterator[Authority]:
    """Provide an authority that works until the end of the block; its files are in ``folder``."""
    server = Server(("127.0.0.1", 0), Handler)
    server.folder = folder
    address = f"http://127.0.0.1:{server.server_port}"
    issuer = Issuer(address)
    signer_key, tsa_key = (rsa.generate_private_key(65537, 2048) for _ in range(2))
    signer = issuer.issue("Test signer", signer_key)
    tsa = issuer.issue("Test time-stamping authority", tsa_key, ExtendedKeyUsageOID.TIME_STAMPING)
    write_pem(folder / "root.pem", None, issuer.certificate)
    write_pem(folder / "signer.pem", None, signer)
    write_pem(folder / "tsa.other.pem", None, Issuer(address).certificate)
    write_pem(folder / "signer.key", signer_key)
    write_pem(folder / "tsa.pem", None, tsa)
    write_pem(folder / "tsa.key", tsa_key)
    encryption = serialization.BestAvailableEncryption(PASSWORD.encode())
    (folder / "signer.p12").write_bytes(
        pkcs12.serialize_key_and_certificates(b"signer", signer_key, signer, [issuer.certificate], encryption)
    )
    (folder / "password").write_text(f"{PASSWORD}\n")
    (folder / "crl.der").write_bytes(issuer.list_revoked())
    (folder / "revoked.der").write_bytes(issuer.list_revoked(signer.serial_number))
    (folder / "serial").write_text("01\n")
    (folder / "tsa.cnf").write_text(TSA_SETTINGS.format(folder=folder))
    thread = threading.Thread(target=partial(server.serve_forever, 0.05), daemon=True)
    thread.start()
    try:
        yield Authority(folder, address)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
