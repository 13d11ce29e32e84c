"""One vocabulary of states: every badge has a word and an icon, never a colour alone."""

from django.utils.translation import gettext_lazy as _

TONES = {
    "default": "draft idea idee entwurf verworfen discarded entfallen archived archiv planned geplant superseded",
    "info": (
        "submitted eingereicht in_review pruefung open offen forthcoming angekuendigt announced exploring sondierung"
        " negotiating verhandlung in_progress new neu requested invited expected erwartet initiated running pending"
    ),
    "success": (
        "active aktiv published veroeffentlicht done erledigt decided beschlossen approved bewilligt confirmed"
        " bestaetigt adopted ok healthy completed accepted"
    ),
    "warning": "query rueckfrage dormant ruhend suspended ausgesetzt stale late missing unconfirmed waiting postponed",
    "danger": (
        "rejected abgelehnt expired abgelaufen ended beendet closed geschlossen failed error cancelled withdrawn"
        " quarantined blocked urgent"
    ),
}
TONE_OF = {code: tone for tone, codes in TONES.items() for code in codes.split()}
ICON_OF = {"default": "draft", "info": "info", "success": "success", "warning": "warning", "danger": "danger"}
WORDS = {
    "draft": _("Entwurf"),
    "submitted": _("eingereicht"),
    "in_review": _("in Prüfung"),
    "query": _("Rückfrage"),
    "published": _("veröffentlicht"),
    "done": _("erledigt"),
    "decided": _("beschlossen"),
    "rejected": _("abgelehnt"),
    "expired": _("abgelaufen"),
    "dormant": _("ruhend"),
    "initiated": _("in Anbahnung"),
    "active": _("aktiv"),
    "open": _("offen"),
    "closed": _("geschlossen"),
    "forthcoming": _("angekündigt"),
    "expected": _("erwartet"),
    "failed": _("fehlgeschlagen"),
    "ok": _("in Ordnung"),
    "new": _("neu"),
    "urgent": _("dringend"),
}


def badge(code, word="", tone=""):
    """What a badge shows: its word, its tone (a code the vocabulary does not know is neutral), its icon."""
    tone = tone or TONE_OF.get(str(code), "default")
    return {"word": word or WORDS.get(str(code), code), "tone": tone, "icon": ICON_OF[tone]}
