"""Contract 4.1 of reliability.md: what `seed_audit` makes, and where it refuses."""

import io
import json

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.management import CommandError, call_command

from accounts.models import User
from accounts.roles import NEED_SECOND_FACTOR, Role
from funding.models import Call
from partnerships.models import Partnership

pytestmark = pytest.mark.django_db


def seeded():
    out = io.StringIO()
    call_command("seed_audit", stdout=out)
    document, _newline, summary = out.getvalue().strip().rpartition("\n")
    return json.loads(document)["accounts"], summary


def test_there_is_an_account_for_every_role_and_it_can_sign_in():
    accounts, summary = seeded()

    assert {role for account in accounts for role in account["roles"]} == set(map(str, Role))
    assert summary.startswith(f"{len(accounts)} accounts")
    first = accounts[0]
    assert User.objects.get(email=first["email"]).check_password(first["password"])


def test_second_factors_are_known_for_those_who_need_one():
    accounts, _summary = seeded()
    needing = [account for account in accounts if set(account["roles"]) & set(map(str, NEED_SECOND_FACTOR))]

    assert needing and all(account["totp_seed"] for account in needing)
    account = needing[0]
    stored = Authenticator.objects.get(user__email=account["email"], type=Authenticator.Type.TOTP)
    code = format_hotp_value(hotp_value(account["totp_seed"], next(yield_hotp_counters_from_time())))
    assert TOTP(stored).validate_code(code)


def test_a_second_run_changes_nothing_that_is_told():
    once, twice = seeded(), seeded()

    assert once == twice
    assert (Partnership.objects.count(), Call.objects.count()) == (23, 20)


@pytest.mark.parametrize("hosts", [["partner.example.org"], ["localhost", "partner.example.org"]])
def test_production_with_a_real_host_is_refused(settings, hosts):
    settings.IN_PRODUCTION, settings.ALLOWED_HOSTS = True, hosts

    with pytest.raises(CommandError, match="loopback"):
        call_command("seed_audit")

    assert not User.objects.exists()


def test_production_on_loopback_is_allowed(settings):
    settings.IN_PRODUCTION, settings.ALLOWED_HOSTS = True, ["localhost", "testserver"]

    assert seeded()[0]
