"""Evidence: its kinds, the types that are taken, and who may do what with an item."""

import unicodedata
from collections.abc import Callable
from enum import StrEnum


class EvidenceKind(StrEnum):
    CONTRACT = "contract"
    REPAYMENT_RECORD = "repayment_record"
    BANK_STATEMENT = "bank_statement"
    CALL_RECORD = "call_record"
    SMS_SCREENSHOT = "sms_screenshot"
    RECORDING = "recording"
    LETTER = "letter"
    IDENTITY = "identity"
    HARDSHIP_PROOF = "hardship_proof"
    POLICE_RECEIPT = "police_receipt"
    CREDIT_REPORT = "credit_report"
    AUTHORITY = "authority"
    ARBITRATION_AGREEMENT = "arbitration_agreement"
    AWARD = "award"
    COURT_PAPER = "court_paper"
    OTHER = "other"


# What is taken, by content: the bytes at an offset, and the type they mean.
MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (0, b"BM", "image/bmp"),
    (0, b"%PDF-", "application/pdf"),
    (0, b"PK\x03\x04", "application/zip"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"\xff\xf3", "audio/mpeg"),
    (0, b"#!AMR", "audio/amr"),
    (0, b"\x02#!SILK", "audio/silk"),
    (0, b"#!SILK", "audio/silk"),
    (0, b"OggS", "audio/ogg"),
    (8, b"WAVE", "audio/wav"),
    (0, b"fLaC", "audio/flac"),
    (8, b"AVI ", "video/x-msvideo"),
    (0, b"\x1aE\xdf\xa3", "video/webm"),
)
# The brand of an ISO media file, four bytes after `ftyp`.
BRANDS = {
    b"heic": "image/heic",
    b"heix": "image/heic",
    b"mif1": "image/heic",
    b"msf1": "image/heic",
    b"M4A ": "audio/mp4",
    b"qt  ": "video/quicktime",
    b"3gp4": "video/3gpp",
    b"3gp5": "video/3gpp",
    b"3gp6": "video/3gpp",
}
OFFICE = {
    b"word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    b"xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    b"ppt/": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
# Marks of text that a browser might run: never taken as plain text.
RUNS = (b"<html", b"<script", b"<svg", b"<!doctype", b"<?php", b"<iframe", b"#!/")
ENCODINGS = ("utf-8", "gb18030")

# These a browser may show by itself; everything else is only ever downloaded.
SHOWN = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})


MOST_NAME = 120


def clean_name(name: str | None) -> str:
    """A file's own name without folders, control and direction signs, at most MOST_NAME long."""
    last = (name or "").replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(c for c in last if unicodedata.category(c)[0] != "C").strip(" .")
    return kept[-MOST_NAME:] or "-"


def media_type_of(head: bytes) -> str | None:
    """The type that the first bytes (some kilobytes) show, or None for what is not taken."""
    for offset, mark, media_type in MAGIC:
        if head[offset : offset + len(mark)] == mark:
            return _office(head) if media_type == "application/zip" else media_type
    if head[4:8] == b"ftyp":
        return BRANDS.get(head[8:12], "video/mp4")
    return "text/plain" if _is_plain(head, _decodes) else None


def _office(head: bytes) -> str:
    for mark, media_type in OFFICE.items():
        if mark in head:
            return media_type
    return "application/zip"


def _is_plain(head: bytes, decodes: Callable[[bytes, str], bool]) -> bool:
    lowered = head[:2048].lower()
    if b"\0" in head or any(mark in lowered for mark in RUNS):
        return False
    return any(decodes(head, encoding) for encoding in ENCODINGS)


def _decodes(head: bytes, encoding: str) -> bool:
    # The last characters may be cut in the middle of their bytes.
    return any(_whole(head[: len(head) - cut], encoding) for cut in range(4))


def _whole(octets: bytes, encoding: str) -> bool:
    try:
        octets.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
