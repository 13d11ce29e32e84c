"""Imports of twinnings and their review."""

CLAIMS = {}
