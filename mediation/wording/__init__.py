"""How it is said, in the reader's language."""
