"""Believable cases in bulk, written past the verbs, for trials of size."""
