"""Why a run ended as it did, and what the portal does now, in words for staff.

The codes come from feed errors and from the judgement of a scan; a test finds each of them here.
"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funding.models import FeedRun

CAUSES = {
    "aborted": gettext_lazy("Der Abruf ist abgebrochen."),
    "error": gettext_lazy("Im Portal ist ein Fehler aufgetreten."),
    "dns": gettext_lazy("Der Name der Quelle ist nicht zu finden."),
    "connect": gettext_lazy("Die Quelle ist nicht erreichbar."),
    "connect-timeout": gettext_lazy("Die Quelle nimmt keine Verbindung an."),
    "connection": gettext_lazy("Die Verbindung ist abgebrochen."),
    "timeout": gettext_lazy("Die Quelle hat aufgehört zu antworten."),
    "deadline": gettext_lazy("Die Antwort hat zu lange gedauert."),
    "tls": gettext_lazy("Die verschlüsselte Verbindung kam nicht zustande."),
    "truncated": gettext_lazy("Die Antwort ist unvollständig."),
    "redirects": gettext_lazy("Die Quelle leitet zu oft weiter."),
    "downgrade": gettext_lazy("Die Quelle leitet auf eine unverschlüsselte Adresse um."),
    "not-https": gettext_lazy("Die Adresse ist nicht verschlüsselt."),
    "not-allowed": gettext_lazy("Die Adresse steht nicht auf der Liste der erlaubten Adressen."),
    "address": gettext_lazy("Die Adresse führt in ein internes Netz."),
    "odd-address": gettext_lazy("Die Adresse ist ungewöhnlich geschrieben."),
    "scheme": gettext_lazy("Die Adresse beginnt nicht mit https."),
    "too-large": gettext_lazy("Die Antwort ist größer als erlaubt."),
    "packing": gettext_lazy("Die Antwort ist anders gepackt als verlangt."),
    "encoding": gettext_lazy("Der Zeichensatz der Antwort stimmt nicht."),
    "html": gettext_lazy("Statt Daten kam eine Internetseite."),
    "not-json": gettext_lazy("Die Antwort hat nicht die gewohnte Form."),
    "not-xml": gettext_lazy("Die Antwort ist kein lesbares XML."),
    "dtd": gettext_lazy("Die Antwort enthält Anweisungen, die das Portal nicht annimmt."),
    "envelope": gettext_lazy("Die Antwort hat nicht den gewohnten Aufbau."),
    "warnings": gettext_lazy("Die Quelle schickt Warnungen mit."),
    "page-not-echoed": gettext_lazy("Die Quelle hat eine andere Seite geschickt als verlangt."),
    "mixed-files": gettext_lazy("Suchantworten und einzelne Datensätze sind gemischt."),
    "empty": gettext_lazy("Die Seite zeigt keinen Text."),
    "no-page": gettext_lazy("Es kam keine Seite an."),
    "suspicious": gettext_lazy("Die Antwort ist nicht glaubhaft."),
    "unreadable": gettext_lazy("Zu viele Datensätze sind unlesbar."),
    "rejected": gettext_lazy("Die Liste hat sich während des Abrufs geändert."),
    "not-modified": gettext_lazy("unverändert"),
    "replay": gettext_lazy("gespeicherte Antworten neu gelesen"),
    "records": gettext_lazy("einzelne Datensätze"),
}
COUNTED = {
    "repeated-rows": gettext_lazy("%(n)s Zeilen kamen doppelt, so viele fehlen."),
    "missing-rows": gettext_lazy("%(n)s Zeilen fehlen."),
}
HTTP = {
    "401": gettext_lazy("Die Quelle verweigert den Zugang (HTTP %(code)s)."),
    "403": gettext_lazy("Die Quelle verweigert den Zugang (HTTP %(code)s)."),
    "404": gettext_lazy("Unter der Adresse liegt nichts mehr (HTTP %(code)s)."),
    "410": gettext_lazy("Unter der Adresse liegt nichts mehr (HTTP %(code)s)."),
    "429": gettext_lazy("Die Quelle nimmt gerade keine weiteren Abrufe an (HTTP %(code)s)."),
}
NEXT_STEPS = {
    FeedRun.State.FAILED: gettext_lazy("Das Portal versucht es von selbst wieder."),
    FeedRun.State.REJECTED: gettext_lazy(
        "Nichts wurde übernommen. Das Portal versucht es von selbst wieder."
    ),
    FeedRun.State.REFUSED: gettext_lazy(
        "Das Portal ruft die Adresse so nicht ab. Sagen Sie bitte der technischen Verwaltung Bescheid."
    ),
}


def what_happened(cause):
    """One sentence for a stored code; a code that nobody knows is named."""
    head, _colon, number = cause.partition(":")
    if head in COUNTED:
        return COUNTED[head] % {"n": number}
    if cause.startswith("http-"):
        return _http(cause.removeprefix("http-"))
    if not cause or cause in CAUSES:
        return str(CAUSES.get(cause, ""))
    return _("Unbekannte Ursache: %(cause)s.") % {"cause": cause}


def what_comes(run):
    """What the portal does after a run that brought nothing, or what one can do."""
    return str(NEXT_STEPS.get(run.state, ""))


def _http(code):
    if code.startswith("5"):
        return _("Die Quelle hat selbst eine Störung (HTTP %(code)s).") % {"code": code}
    words = HTTP.get(code) or _("Die Quelle antwortet mit einer Fehlermeldung (HTTP %(code)s).")
    return words % {"code": code}
