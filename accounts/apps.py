from importlib import import_module

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _

from core import desk, outbox, retention


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Personen und Organisationen"

    def ready(self):
        import_module("accounts.permissions")
        rows = import_module("accounts.desk")
        desk.register_rows("founding", rows.founding_rows, rows.show_founding)
        desk.register_rows("joining", rows.joining_rows, rows.show_joining)
        outbox.offer_topic("membership", _("Meine Organisationen"))
        outbox.offer_topic("account", _("Mein Konto"), mandatory=True)
        for term in import_module("accounts.retention").TERMS:
            retention.register(term)
        import_module("accounts.own_data")
        autodiscover_modules("personal_data")
