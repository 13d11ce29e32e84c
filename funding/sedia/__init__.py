"""The EU Funding & Tenders Portal's search ("SEDIA"): from bytes to frozen records, plain Python."""
