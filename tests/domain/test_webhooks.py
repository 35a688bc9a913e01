"""Which addresses may be called on a company's word, however they are spelled."""

import ipaddress
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.domain.addresses import is_public
from mediation.domain.errors import Refused
from mediation.domain.webhooks import check_address, message

PUBLIC = ["1.1.1.1", "114.114.114.114", "172.32.0.1", "100.128.0.1", "2400:3200::1", "2606:4700::1"]
NOT_PUBLIC = [
    "127.0.0.1",
    "0.0.0.0",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "198.18.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "192.0.2.1",
    "::",
    "::1",
    "fe80::1",
    "fe80::1%eth0",
    "2606:4700::1%eth0",
    "fc00::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:1.1.1.1",
    "::7f00:1",
    "64:ff9b::7f00:1",
    "64:ff9b:1::1",
    "2002:7f00:1::",
    "2001:0:4136:e378::1",
    "2001:db8::1",
    "not an address",
    "0177.0.0.1",
]
ODD = [
    "https://0177.0.0.1/",
    "https://127.1/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0x7f.0.0.1/",
    "https://127.0.0.1./",
    "https://lender.example./hook",
    "https://127。0。0。1/",
    "https://１２７.0.0.1/",
    "https://user@lender.example/",
    "https://lender.example@127.0.0.1/",
    "https://lender.example\\@127.0.0.1/",
    "https://lender.example\t.evil.example/",
    "https://lender.example/\r\nX: y",
    "https://lender.example/#here",
    "https://lender.example:0/",
    "https://lender.example:99999/",
    "https://[::1/",
    "https://-lender.example/",
    "https://lender/",
    "https://%6cocalhost/",
    "https:///hook",
    "https://lender.example/" + "a" * 500,
]
INDOORS = [
    "https://127.0.0.1/",
    "https://10.0.0.5:8443/hook",
    "https://[::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:7f00:1]/",
    "https://[64:ff9b::7f00:1]/",
    "https://[2002:7f00:1::]/",
    "https://[fe80::1%25eth0]/",
    "https://app.localhost/",
    "https://metadata.google.internal/",
    "https://printer.local/",
]
UNSAFE = ["http://lender.example/", "ftp://lender.example/", "lender.example/hook", "", "file:///x"]


@pytest.mark.parametrize("address", PUBLIC)
def test_anybody_may_call(address):
    assert is_public(address)


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_nobody_may_call(address):
    assert not is_public(address)


@given(st.ip_addresses())
def test_nothing_that_the_library_calls_private_is_public(address):
    if is_public(str(address)):
        assert address.is_global
        assert not address.is_multicast


@given(st.ip_addresses(v=4))
def test_an_old_address_in_new_clothes_is_none(address):
    number = int(address)
    for clothed in ((0xFFFF << 32) | number, (0x64FF9B << 96) | number, (0x2002 << 112) | number):
        assert not is_public(str(ipaddress.IPv6Address(clothed)))


class TestCheckAddress:
    @pytest.mark.parametrize(
        "url",
        [
            "https://lender.example/hook?of=us",
            "https://xn--fsqu00a.xn--fiqs8s:8443",
            "https://1.1.1.1/hook",
            "https://[2400:3200::1]/hook",
        ],
    )
    def test_takes_a_plain_one(self, url):
        check_address(url, private=False)

    @pytest.mark.parametrize(
        ("reason", "url"),
        [
            *(("webhook_address_odd", url) for url in ODD),
            *(("webhook_address_private", url) for url in INDOORS),
            *(("webhook_not_https", url) for url in UNSAFE),
        ],
    )
    def test_refuses(self, reason, url):
        with pytest.raises(Refused, match=reason):
            check_address(url, private=False)

    @pytest.mark.parametrize("url", ["http://127.0.0.1:9000/", "http://desk/", "https://[::1]/"])
    def test_takes_one_in_the_same_house_where_that_is_allowed(self, url):
        check_address(url, private=True)

    @pytest.mark.parametrize("url", ["https://0177.0.0.1/", "http://a@b.example/", "ftp://desk/"])
    def test_but_no_odd_one(self, url):
        with pytest.raises(Refused):
            check_address(url, private=True)


def test_a_message_says_what_happened_and_where_to_read_it():
    at = datetime(2026, 3, 4, 4, 0, tzinfo=UTC)
    told = message("case_closed", reference="M2026-7K3PQ9XD", at=at, link="https://x.example/c")
    assert json.loads(told) == {
        "kind": "case_closed",
        "case": "M2026-7K3PQ9XD",
        "at": "2026-03-04T04:00:00+00:00",
        "link": "https://x.example/c",
    }
