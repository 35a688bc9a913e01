"""Walks through the served product in a real browser."""
