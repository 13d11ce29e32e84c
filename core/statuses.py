"""One vocabulary of states: every badge has a word and an icon, never a colour alone."""

from django.utils.translation import gettext_lazy as _

TONES = {
    "default": "draft idea discarded archived planned superseded converted silent closed ended unused",
    "info": (
        "submitted in_review open forthcoming announced exploring negotiating in_progress new requested"
        " invited expected initiated running pending"
    ),
    "success": (
        "active published done decided approved confirmed adopted ok green complete completed accepted sent"
    ),
    "warning": (
        "query dormant suspended stale late missing unconfirmed waiting proposed postponed"
        " incomplete unknown yellow"
    ),
    "danger": "rejected expired failed error cancelled withdrawn quarantined blocked urgent refused dead red",
}
TONE_OF = {code: tone for tone, codes in TONES.items() for code in codes.split()}
ICON_OF = {
    "default": "kern-icon--draft",
    "info": "kern-icon--info",
    "success": "kern-icon--success",
    "warning": "kern-icon--warning",
    "danger": "kern-icon--danger",
}
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
    "late": _("überfällig"),
    "waiting": _("zu prüfen"),
}


def badge(code, word="", tone=""):
    """What a badge shows: its word, its tone (a code the vocabulary does not know is neutral), its icon."""
    tone = tone or TONE_OF.get(str(code), "default")
    return {"word": word or WORDS.get(str(code), code), "tone": tone, "icon": ICON_OF[tone]}
