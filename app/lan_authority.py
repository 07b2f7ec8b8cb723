"""The certificate authority of a lobby's own network (`bin/run --lan`): made once, kept in the data folder.

Whoever installs its certificate on a phone trusts whoever holds its key. So it is bound by name constraints to
addresses of private networks (RFC 1918, 4193, 3927) and to names that no public site can have: a stolen key makes no
bank, and no address on the Internet.
"""

import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address, ip_network
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from app.config import SettingsError

NAME = "Gần Dân – mạng nội bộ"
YEARS = 5
# A server that shows a certificate of less than this many days left makes everybody install another one soon.
_RENEWED_BELOW = timedelta(days=30)
_NETWORKS = (
    "10.0.0.0/8",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "169.254.0.0/16",
    "127.0.0.0/8",
    "fc00::/7",
    "fe80::/10",
    "::1/128",
)
_NAMES = ("local", "lan", "home.arpa", "internal", "localhost")


@dataclass(frozen=True)
class Authority:
    """Where its certificate (for phones) and its key (for the server alone) lie, as PEM."""

    certificate: Path
    key: Path


def authority(folder: Path, host: str, now: datetime | None = None) -> Authority:
    """The one of this folder, made when there is none or when it ends soon.

    Raises SettingsError for a host that it may not speak for.
    """
    check_host(host)
    made = Authority(folder / "authority.crt", folder / "authority.key")
    now = now or datetime.now(UTC)
    if not made.certificate.exists() or _ends(made) - now < _RENEWED_BELOW:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _make(made, now)
    return made


def check_host(host: str) -> None:
    """Raises SettingsError unless this is an address of a private network, or a name inside one."""
    try:
        address = ip_address(host)
    except ValueError:
        inside = any(host == name or host.endswith("." + name) for name in _NAMES)
    else:
        inside = any(
            address in ip_network(network) for network in _NETWORKS if ip_network(network).version == address.version
        )
    if not inside:
        raise SettingsError(
            f"{host} không phải địa chỉ của mạng nội bộ (như 192.168.1.10, hoặc tên kết thúc bằng .lan, .local, "
            ".home.arpa). Nếu đây là tên miền thật, hãy đặt GD_TLS_NAME thay cho --lan-host."
        )


def _ends(made: Authority) -> datetime:
    try:
        return x509.load_pem_x509_certificate(made.certificate.read_bytes()).not_valid_after_utc
    except ValueError as error:
        raise SettingsError(
            f"Không đọc được {made.certificate}. Xóa tệp này rồi chạy lại để làm chứng chỉ mới."
        ) from error


def _make(made: Authority, now: datetime) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"{NAME} {now:%d/%m/%Y}")])
    permitted = [x509.IPAddress(ip_network(network)) for network in _NETWORKS]
    permitted += [x509.DNSName(name_) for name_ in _NAMES]
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        # A phone's clock may be a little behind.
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=365 * YEARS))
        # It signs what signs the server's certificates, and nothing below.
        .add_extension(x509.BasicConstraints(ca=True, path_length=1), critical=True)
        .add_extension(
            x509.KeyUsage(False, False, False, False, False, True, True, False, False),
            critical=True,
        )
        .add_extension(x509.NameConstraints(permitted, None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    made.key.unlink(missing_ok=True)
    # Readable by the owner alone before it holds anything.
    with os.fdopen(os.open(made.key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(secret)
    made.certificate.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
