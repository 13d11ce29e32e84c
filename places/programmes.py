"""Codes of the EU Funding & Tenders Portal that decide which countries may take part."""

CERV = "43251589"
TOWN_TWINNING = "43437872"
NETWORK_OF_TOWNS = "43437677"
