"""A paper as a list of blocks, written as PDF/UA (typesetting.py) or DOCX (word.py); tables as sheets.py."""
