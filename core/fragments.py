"""Pieces of pages that look the same for everybody: rendered once in each process, then kept.

Nothing that depends on rows, on a person or on their permissions belongs in here.
"""

MOST = 1000
_pieces = {}


def kept(key, make):
    """The piece of this name; `make` renders it when it is asked for the first time."""
    piece = _pieces.get(key)
    if piece is None:
        if len(_pieces) >= MOST:
            _pieces.clear()
        piece = _pieces[key] = make()
    return piece
