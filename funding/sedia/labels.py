"""Codes of the portal with our own labels: the facet labels of the source are damaged.

Codes: recorded facet answers of 2026-03-13 to 2026-08-22 and the records themselves; German names: the
Commission's German programme pages. An unknown code is kept as it is and counted on the health page.
"""

from funding.sedia.records import Coded, Status

# code: (short name, German, English)
PROGRAMMES = {
    "43251589": (
        "CERV",
        "Bürgerinnen und Bürger, Gleichstellung, Rechte und Werte",
        "Citizens, Equality, Rights and Values",
    ),
    "43353764": ("Erasmus+", "Erasmus+", "Erasmus+"),
    "43251814": ("Creative Europe", "Kreatives Europa", "Creative Europe"),
    "43252405": ("LIFE", "Umwelt- und Klimapolitik", "Environment and Climate Action"),
    "43254037": ("ESC", "Europäisches Solidaritätskorps", "European Solidarity Corps"),
    "43252386": ("Justice", "Justiz", "Justice"),
    "43254019": ("ESF+", "Europäischer Sozialfonds Plus", "European Social Fund Plus"),
    "43252517": ("SOCPL", "Sozialpolitische Befugnisse", "Social Prerogatives"),
    "43252476": ("SMP", "Binnenmarktprogramm", "Single Market Programme"),
    "43152860": ("Digital Europe", "Digitales Europa", "Digital Europe"),
    "43108390": ("Horizon Europe", "Horizont Europa", "Horizon Europe"),
    "43251567": ("CEF", "Connecting Europe", "Connecting Europe Facility"),
    "44416173": ("I3", "Interregionale Innovationsinvestitionen", "Interregional Innovation Investments"),
    "43637601": (
        "PPPA",
        "Pilotprojekte und vorbereitende Maßnahmen",
        "Pilot Projects and Preparatory Actions",
    ),
    "43697167": ("EP", "Europäisches Parlament", "European Parliament"),
    "46324255": ("ERDF-TA", "Technische Hilfe des EFRE", "ERDF Technical Assistance"),
    "44773133": (
        "IMREG",
        "Informationsmaßnahmen zur Kohäsionspolitik",
        "Information Measures for Cohesion Policy",
    ),
    "43392145": (
        "EMFAF",
        "Meeres-, Fischerei- und Aquakulturfonds",
        "Maritime, Fisheries and Aquaculture Fund",
    ),
    "43298203": ("UCPM", "Katastrophenschutzverfahren der Union", "Union Civil Protection Mechanism"),
    "43332642": ("EU4Health", "EU4Health", "EU4Health"),
    "44773066": ("JTM", "Mechanismus für einen gerechten Übergang", "Just Transition Mechanism"),
    "43089234": ("Innovation Fund", "Innovationsfonds", "Innovation Fund"),
    "43253967": ("RENEWFM", "Finanzierung erneuerbarer Energie", "Renewable Energy Financing Mechanism"),
    "43252368": ("ISF", "Fonds für die innere Sicherheit", "Internal Security Fund"),
    "43251842": ("EUAF", "Betrugsbekämpfungsprogramm", "Union Anti-fraud Programme"),
    "43252433": ("Pericles IV", "Pericles IV", "Pericles IV"),
    "43252449": ("RFCS", "Forschungsfonds für Kohle und Stahl", "Research Fund for Coal and Steel"),
    "43298664": ("AGRIP", "Absatzförderung für Agrarerzeugnisse", "Promotion of Agricultural Products"),
    "43298916": ("Euratom", "Euratom", "Euratom"),
    "44181033": ("EDF", "Europäischer Verteidigungsfonds", "European Defence Fund"),
    "45532249": ("EU bodies", "Einrichtungen und Agenturen der EU", "EU bodies and agencies"),
    "45876777": ("NDICI", "Europa in der Welt", "Global Europe"),
    "43251882": ("IMCAP", "Informationen zur Gemeinsamen Agrarpolitik", "Information on Agricultural Policy"),
    "111111": ("PROSPECT", "Maßnahmen im Außenbereich", "EU External Action"),
    "42810547": ("Europe Direct", "Europe Direct", "Europe Direct"),
    "31045243": ("H2020", "Horizont 2020", "Horizon 2020"),
    "31059643": ("COSME", "COSME", "COSME"),
    "31076817": ("REC", "Rechte, Gleichstellung und Unionsbürgerschaft", "Rights, Equality and Citizenship"),
    "31061266": ("3HP", "Drittes Gesundheitsprogramm", "Third Health Programme"),
}

TOWN_TWINNING, NETWORK_OF_TOWNS = "43437872", "43437677"
TWINNING_STRANDS = frozenset({TOWN_TWINNING, NETWORK_OF_TOWNS})

# programmeDivision inside CERV: (German, English)
STRANDS = {
    TOWN_TWINNING: ("Städtepartnerschaften", "Town Twinning"),
    NETWORK_OF_TOWNS: ("Städtenetze", "Networks of Towns"),
    "43437664": ("Europäisches Gedenken", "European Remembrance"),
    "43422715": ("Bürgerbeteiligung (2023)", "Citizens' engagement (2023)"),
    "43437669": ("Bürgerbeteiligung und Teilhabe", "Citizens' Engagement and Participation"),
    "43437691": ("Werte der Union", "Union Values"),
    "43422759": ("Daphne (Schutz vor Gewalt)", "Daphne (combating violence)"),
    "43422652": ("Gleichstellung", "Equality"),
    "43422647": ("Gleichstellung der Geschlechter", "Gender equality"),
    "43422688": ("Datenschutz", "Data protection"),
    "43422638": ("Nationale Roma-Kontaktstellen", "National Roma contact points"),
    "46608924": ("Rechte des Kindes", "Rights of the child"),
    "44187987": ("Grundrechtecharta", "Charter of Fundamental Rights"),
}

STATUSES = {
    "31094501": Status.FORTHCOMING,
    "31094502": Status.OPEN,
    "31094503": Status.CLOSED,
}
PROCEDURES = {
    "31094504": "single-stage",
    "31094505": "two-stage",
    "31094506": "multiple cut-off",
    "47164190": "continuous",
}


def programme(code):
    known = PROGRAMMES.get(code)
    return Coded(code, known[0] if known else "")


def programme_label(code, language="de"):
    """The full name, or the code itself when we do not know it."""
    return _in_language(PROGRAMMES[code][1:], language) if code in PROGRAMMES else code


def strand_label(code, language="de"):
    return _in_language(STRANDS[code], language) if code in STRANDS else code


def _in_language(names, language):
    return names[0] if language == "de" else names[1]
