"""Which addresses of the internet may be called on somebody else's word."""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

# IANA's special-purpose registries, spelled out: what the library calls global has changed
# from one version of Python to the next.
NOT_PUBLIC_4 = tuple(
    map(
        IPv4Network,
        (
            "0.0.0.0/8",  # this network
            "10.0.0.0/8",
            "100.64.0.0/10",  # behind a carrier's translation
            "127.0.0.0/8",
            "169.254.0.0/16",  # link-local, and where clouds keep their keys
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.31.196.0/24",
            "192.52.193.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "192.175.48.0/24",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/3",  # multicast and what is kept for later
        ),
    )
)
PUBLIC_6 = IPv6Network("2000::/3")
# Inside it, and not to be called: other addresses may hide in them, or they are nobody's.
NOT_PUBLIC_6 = tuple(
    map(
        IPv6Network,
        (
            "2001::/23",  # Teredo and protocol assignments
            "2001:db8::/32",
            "2002::/16",  # 6to4
            "2620:4f:8000::/48",
            "3fff::/20",
        ),
    )
)


def is_public(address: str) -> bool:
    """Whether an address, in its usual spelling, is one that anybody on the internet may call.

    Addresses of IPv4 in the clothes of IPv6 (mapped, translated, 6to4) are none.
    """
    try:
        known = ip_address(address)
    except ValueError:
        return False
    return _is_public_4(known) if isinstance(known, IPv4Address) else _is_public_6(known)


def _is_public_4(address: IPv4Address) -> bool:
    return not any(address in network for network in NOT_PUBLIC_4)


def _is_public_6(address: IPv6Address) -> bool:
    return (
        address.scope_id is None
        and address in PUBLIC_6
        and not any(address in network for network in NOT_PUBLIC_6)
    )
