"""Addresses that calendars can hold (P1, X3, I9)."""

import pytest

from core.errors import BadInput
from exports.addresses import mail_address, web_address


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("zhang@example.com", "zhang@example.com"),
        (" zhang@example.com\n", "zhang@example.com"),
        ("Zhang.San+618@Example.COM", "Zhang.San+618@Example.COM"),
        ("li@例子.公司", "li@xn--fsqu00a.xn--55qx5d"),
        ("li@bücher.example", "li@xn--bcher-kva.example"),
        ("cron@localhost", "cron@localhost"),
    ],
)
def test_P1_addresses_are_ascii(text: str, address: str) -> None:
    assert mail_address(text) == address


@pytest.mark.parametrize(
    "text",
    [
        "",
        "zhang",
        "@example.com",
        "zhang@",
        "张三@example.com",
        "a b@example.com",
        "a..b@example.com",
        ".a@example.com",
        "a,b@example.com",
        '"a b"@example.com',
        "a%0d%0ab@example.com",
        "a?subject=x@example.com",
        "a@b@example.com",
        "a@exa mple.com",
        "a@example..com",
        "a@example.com\r\nATTENDEE:mailto:b@example.com",
        "a@\ud800.com",
        "mailto:a@example.com",
        "a" * 65 + "@example.com",
        "a@" + "b" * 64 + ".com",
        "a@" + "b." * 200 + "com",
    ],
)
def test_P1_what_is_no_address_is_none(text: str) -> None:
    assert mail_address(text) == ""


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("https://meet.example.com/618", "https://meet.example.com/618"),
        ("HTTP://Meet.Example.com:8080/a?b=1#c", "http://meet.example.com:8080/a?b=1#c"),
        ("https://会议.example/入口?q=大促", "https://xn--6oqu09l.example/%E5%85%A5%E5%8F%A3?q=%E5%A4%A7%E4%BF%83"),
        ("https://a.example/x%20y z", "https://a.example/x%20y%20z"),
        ('https://a.example/"<>\\^`{|}', "https://a.example/%22%3C%3E%5C%5E%60%7B%7C%7D"),
    ],
)  # fmt: skip
def test_X3_links_are_absolute_ascii_uris(text: str, link: str) -> None:
    assert web_address(text) == link
    assert web_address(link) == link


@pytest.mark.parametrize(
    "text",
    [
        "room 5",
        "meet.example.com/618",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://",
        "https:///618",
        "https://bank.example@evil.example/",
        "https://a.example:99999/",
        "https://[::1/",
        "https://a b.example/",
        "https://a..example/",
        "https://\ud800.example/",
    ],
)
def test_X3_anything_else_is_refused(text: str) -> None:
    with pytest.raises(BadInput) as refused:
        web_address(text)
    assert refused.value.field == "url"


def test_I7_a_link_stays_on_its_line() -> None:
    link = web_address("https://a.example/\r\nATTACH:x\x1b\u2028")
    assert link.isascii()
    assert link.isprintable()
