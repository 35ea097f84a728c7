"""An authority of our own, and certificates with one flaw each."""

import ssl
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

HERE = x509.IPAddress(ip_address("127.0.0.1"))
ELSEWHERE = x509.DNSName("elsewhere.example")
DAY = timedelta(days=1)


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


@dataclass
class Authority:
    """Signs certificates; its own is in `root`."""

    directory: Path
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    @property
    def root(self) -> Path:
        return self.directory / "root.pem"

    def write_root(self) -> None:
        now = datetime.now(UTC)
        builder = self._builder("authority", now - 9 * DAY, now + 9 * DAY, self.key)
        basic = x509.BasicConstraints(ca=True, path_length=None)
        made = builder.add_extension(basic, critical=True).sign(self.key, hashes.SHA256())
        self.root.write_bytes(made.public_bytes(serialization.Encoding.PEM))

    def context(
        self,
        name: x509.GeneralName = HERE,
        begins: timedelta = -DAY,
        ends: timedelta = DAY,
        usage: ObjectIdentifier = ExtendedKeyUsageOID.SERVER_AUTH,
        *,
        signed: bool = True,
    ) -> ssl.SSLContext:
        """A server's context with such a certificate; it signs itself unless it is `signed`."""
        now, key = datetime.now(UTC), ec.generate_private_key(ec.SECP256R1())
        made = (
            self._builder("authority" if signed else "self", now + begins, now + ends, key)
            .subject_name(_name("self"))
            .add_extension(x509.SubjectAlternativeName([name]), critical=False)
            .add_extension(x509.ExtendedKeyUsage([usage]), critical=False)
            .sign(self.key if signed else key, hashes.SHA256())
        )
        path = self.directory / f"{made.serial_number}.pem"
        private = key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        return context

    def _builder(
        self, issuer: str, begins: datetime, ends: datetime, key: ec.EllipticCurvePrivateKey
    ) -> x509.CertificateBuilder:
        builder = (
            x509.CertificateBuilder()
            .issuer_name(_name(issuer))
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(begins)
            .not_valid_after(ends)
        )
        return (
            builder.subject_name(_name(issuer))
            if issuer == "authority" and (key is self.key)
            else builder
        )
