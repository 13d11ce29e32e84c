"""Names in addresses: made of words, with a number behind those that are taken."""

from django.utils.text import slugify

NUMBER = 5  # characters kept free for "-9999"


def free_slug(model, words, *, longest, otherwise):
    """The slug of these words that no row of `model` has, at most `longest` characters.

    `otherwise` stands for words that have no Latin letter or digit.
    """
    base = slugify(words)[: longest - NUMBER].strip("-") or otherwise
    taken = set(model._default_manager.filter(slug__startswith=base).values_list("slug", flat=True))
    numbered = (base if number == 1 else f"{base}-{number}" for number in range(1, len(taken) + 2))
    return next(slug for slug in numbered if slug not in taken)
