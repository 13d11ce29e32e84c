"""When two spellings are the same name: case, accents, blanks and the order of the parts aside."""

import re
import unicodedata

# Letters that Unicode does not take apart
PLAIN = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "ı": "i", "þ": "th"})


def normalised(text):
    """ "  Élodie  DUPONT-Müller" becomes "elodie dupont muller"; other scripts keep their letters."""
    folded = unicodedata.normalize("NFKD", text.casefold()).translate(PLAIN)
    plain = "".join(character for character in folded if not unicodedata.combining(character))
    return " ".join(re.findall(r"\w+", plain))


def name_key(given_name, family_name):
    """The same for "Marie Curie" and "Curie Marie"; empty for no name."""
    return " ".join(sorted(normalised(f"{given_name} {family_name}").split()))
