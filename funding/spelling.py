""" "Meinten Sie …?": the words of public calls, and which of them a search with a slip of the pen meant.

Two words that differ by one slip (a letter dropped, doubled, wrong, or two in the wrong order) are equal once
a letter is taken out of one or both. So each word is stored with all its forms that lack a letter.
"""

import re
import unicodedata
from collections import Counter

from django.db import transaction
from django.db.models import Q

from core.conditional import touch
from core.people import AnonymousPerson
from funding.models import Call, SearchWord

WORD = re.compile(r"[^\W\d_]{3,60}")
READ = ("title", "title_de", "teaser", "teaser_de", "summary_de", "words_de")
MOST_WORDS, MOST_CANDIDATES = 6, 200
SHOWN = 3


@transaction.atomic
def refresh_words():
    """Bring the list in step with what everybody may read; returns how many words are new or different."""
    words = _words_of(Call.objects.visible_to(AnonymousPerson()))
    rows = SearchWord.objects.values_list("folded", "shown", "number")
    stored = {folded: (shown, number) for folded, shown, number in rows}
    gone = stored.keys() - words.keys()
    SearchWord.objects.filter(folded__in=gone).delete()
    different = [
        SearchWord(folded=folded, shown=shown, number=number, near=sorted(shortened(folded)))
        for folded, (shown, number) in words.items()
        if stored.get(folded) != (shown, number)
    ]
    SearchWord.objects.bulk_create(
        different,
        batch_size=1000,
        update_conflicts=True,
        unique_fields=["folded"],
        update_fields=["shown", "number", "near"],
    )
    if gone or different:
        touch("funding")
    return len(different)


def _words_of(calls):
    """{folded word: (its most frequent spelling, in how many calls)}"""
    spellings = Counter()
    for texts in calls.values_list(*READ).iterator(chunk_size=500):
        spellings.update(set(WORD.findall(" ".join(texts))))
    words = {}
    for spelling, number in spellings.most_common():
        shown, so_far = words.get(fold(spelling), (spelling, 0))
        words[fold(spelling)] = shown, so_far + number
    return words


def suggestions(words):
    """Up to three searches that may have been meant, the likeliest first; none if we know every word."""
    typed = [fold(word) for word in WORD.findall(words)][:MOST_WORDS]
    near = {form for word in typed for form in shortened(word)}
    found = SearchWord.objects.filter(Q(folded__in=typed) | Q(near__overlap=sorted(near)))
    rows = list(found.order_by("-number", "folded").values_list("folded", "shown")[:MOST_CANDIDATES])
    known = {folded for folded, _shown in rows}
    meant = {word: _nearest(word, rows) for word in typed if word not in known}
    if not any(meant.values()):
        return []

    def corrected(place):
        def replace(match):
            choices = meant.get(fold(match[0])) or [match[0]]
            return choices[min(place, len(choices) - 1)]

        return WORD.sub(replace, words)

    return list(dict.fromkeys(map(corrected, range(SHOWN))))


def _nearest(word, rows):
    """The spellings that are one slip away, or else two; the more frequent first."""
    forms = shortened(word)
    near = [(distance(word, folded), shown) for folded, shown in rows if forms & shortened(folded)]
    return [shown for _distance, shown in sorted(near, key=lambda pair: pair[0])][:SHOWN]


def fold(word):
    """Without capitals and accents, as the search compares."""
    plain = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))[:60]


def shortened(word):
    """The word and all that is left of it when one letter is taken out."""
    return {word, *(word[:place] + word[place + 1 :] for place in range(len(word)))}


def distance(one, other):
    """How many slips lie between two words; two letters in the wrong order are one."""
    before, above = [], list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        here = [row]
        for column, counterpart in enumerate(other, 1):
            best = min(above[column] + 1, here[-1] + 1, above[column - 1] + (letter != counterpart))
            if row > 1 and column > 1 and (letter, one[row - 2]) == (other[column - 2], counterpart):
                best = min(best, before[column - 2] + 1)
            here.append(best)
        before, above = above, here
    return above[-1]
