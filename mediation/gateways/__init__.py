"""The world that is not ours, one file for each part of it."""
