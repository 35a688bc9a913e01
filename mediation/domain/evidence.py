"""Kinds of evidence."""

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
