"""The README's pictures of the demo world; `python -m tests.pictures` takes them anew."""
