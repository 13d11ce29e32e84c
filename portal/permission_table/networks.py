"""Networks and good practices."""

NETWORKS = {}
