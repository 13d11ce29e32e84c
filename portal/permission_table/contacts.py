"""The contact book."""

CONTACTS = {}
