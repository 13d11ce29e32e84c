"""The EU Funding & Tenders Portal's search ("SEDIA"): plain Python from bytes to frozen records, no Django."""
