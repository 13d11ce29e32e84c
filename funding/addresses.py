"""Where the portal may go: hosts named in the configuration, and only addresses of the open internet."""

import ipaddress
import re
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from funding.feed_errors import FeedRefused, FeedUnavailable

DEFAULT_PORTS = {"https": 443, "http": 80}
_NAME = re.compile(
    r"(?=.{1,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?"
)
_ODD = re.compile(r"[\x00-\x20\x7f\\@]|[^\x00-\x7f]")

# IANA special-purpose registries and multicast; `ipaddress.is_global` misses several of them.
SPECIAL_RANGES = tuple(
    ipaddress.ip_network(text)
    for text in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
        "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24",
        "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "224.0.0.0/4", "240.0.0.0/4",
        "2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20",
    )
)  # fmt: skip
# Everything else in IPv6 (loopback, mapped, NAT64, unique local, link local, multicast) lies outside of this.
GLOBAL_UNICAST = ipaddress.ip_network("2000::/3")


@dataclass(frozen=True)
class AllowedHost:
    """One line of the allow-list. Only a line that names this machine may lead to it, then also by http."""

    host: str
    port: int
    plain_http: bool = False
    loopback: bool = False


@dataclass(frozen=True)
class Target:
    scheme: str
    host: str
    port: int
    loopback: bool = False


def parse_allowed(entries):
    """Lines "host", "host:port", "https://host:port" or "http://host:port" of the configuration."""
    return tuple(_allowed_host(entry.strip()) for entry in entries if entry.strip())


def check_url(url, allowed, *, came_from=""):
    """The target of an address on the list; FeedRefused for every other, however it is written."""
    scheme, host, port = _split(url)
    if came_from == "https" and scheme == "http":
        raise FeedRefused("A redirect leads from https down to http.", cause="downgrade")
    for line in allowed:
        if (line.host, line.port) == (host, port):
            if scheme == "http" and not line.plain_http:
                raise FeedRefused(f"{host} must be asked by https.", cause="not-https")
            return Target(scheme, host, port, line.loopback)
    raise FeedRefused(f"{host}:{port} is not on the list of allowed hosts.", cause="not-allowed")


def is_public(address):
    """True only for addresses of the open internet."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if ip.version == 6 and ip not in GLOBAL_UNICAST:
        return False
    return not any(ip.version == special.version and ip in special for special in SPECIAL_RANGES)


def resolve(target):
    """All addresses of a host, asked once; one wrong address among them refuses all."""
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise FeedUnavailable(f"{target.host} has no address.", cause="dns") from error
    addresses = list(dict.fromkeys(entry[4][0] for entry in found))
    fits = _is_loopback if target.loopback else is_public
    if not addresses or not all(fits(address) for address in addresses):
        raise FeedRefused(f"{target.host} leads into a network it must not lead to.", cause="address")
    return addresses


def _allowed_host(entry):
    scheme, separator, rest = entry.partition("://")
    if not separator:
        scheme, rest = "", entry
    host, port = _host_and_port(rest.rstrip("/"), DEFAULT_PORTS.get(scheme, 443))
    loopback = host == "localhost" or _is_loopback(host)
    return AllowedHost(
        host, port, plain_http=scheme == "http" or (loopback and not scheme), loopback=loopback
    )


def _split(url):
    if _ODD.search(url):
        raise FeedRefused("The address contains characters that no address of ours has.", cause="odd-address")
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise FeedRefused("The address cannot be read.", cause="odd-address") from error
    if parts.scheme not in DEFAULT_PORTS:
        raise FeedRefused(f"{parts.scheme or 'nothing'} is no scheme for a feed.", cause="scheme")
    return parts.scheme, *_host_and_port(parts.netloc, DEFAULT_PORTS[parts.scheme])


def _host_and_port(text, default_port):
    """Only plain names and canonical addresses: no octal, no bare number, no trailing dot."""
    match = re.fullmatch(r"(\[[0-9a-f:.]+\]|[^:\[\]/]+)(?::(\d{1,5}))?", text.lower())
    host = match[1].strip("[]") if match else ""
    if not (_NAME.fullmatch(host) or _is_canonical(host)):
        raise FeedRefused("The host is written in an unusual way.", cause="odd-address")
    return host, int(match[2] or default_port)


def _is_canonical(host):
    try:
        return str(ipaddress.ip_address(host)) == host
    except ValueError:
        return False


def _is_loopback(address):
    return _is_canonical(address) and ipaddress.ip_address(address).is_loopback
