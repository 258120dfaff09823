"""Which hosts may be asked: public ones only, unless a source is local. Imports nothing of ours."""

import ipaddress
import re
import socket
from collections.abc import Collection, Sequence
from typing import Any
from urllib.parse import urlsplit

from scrapy.exceptions import IgnoreRequest
from scrapy.resolver import CachingThreadedResolver
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

_ODD = re.compile(r"(?:0x[0-9a-f]+|[0-9]+)(?:\.(?:0x[0-9a-f]+|[0-9]+)){0,3}", re.IGNORECASE)


class PrivateAddressError(IgnoreRequest):
    """A request to a private, loopback or otherwise not public address; the message is the host."""


def is_public(address: str) -> bool:
    """Whether an IP address in text is one of the open internet."""
    ip = ipaddress.ip_address(address)
    mapped = getattr(ip, "ipv4_mapped", None)
    return (mapped or ip).is_global and not ip.is_multicast


def literal_is_private(host: str) -> bool:
    """Whether a host is written as an IP address, in any form that resolvers take (2130706433, 0x7f.1), not public."""
    try:
        return not is_public(socket.inet_ntoa(socket.inet_aton(host)) if _ODD.fullmatch(host) else host.strip("[]"))
    except (ValueError, OSError):
        return False


def host_of(url: str) -> str:
    """The host of an address in small letters."""
    return (urlsplit(url).hostname or "").lower()


class GuardedResolver(CachingThreadedResolver):
    """Resolves names as Scrapy does, but fails for a name that leads to an address that is not public.

    The check is made on the very answer that the connection uses, so that a name cannot change between the two.
    """

    def __init__(self, reactor: Any, local_hosts: Collection[str]) -> None:
        super().__init__(reactor, 10_000, 60.0)
        self._local = frozenset(local_hosts)
        self.refused: set[str] = set()

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> "Deferred[str]":  # noqa: N802 - Twisted's name
        """The public address of a name."""
        answer: Deferred[str] = super().getHostByName(name, timeout)
        return answer if name in self._local else answer.addCallback(self._checked, name)

    def _checked(self, address: str, name: str) -> str:
        if literal_is_private(address):
            self.refused.add(name)
            raise DNSLookupError(f"{name}: not a public address")
        return address
