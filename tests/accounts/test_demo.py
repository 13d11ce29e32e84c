import subprocess
import sys

import pytest
from django.utils import timezone

from accounts import demo
from accounts.models import Membership, Organisation, User
from accounts.roles import Role
from core.models import JournalEntry

pytestmark = pytest.mark.django_db
ROLES = {
    "sachbearbeitung": Role.CASE_OFFICER,
    "leitung": Role.HEAD,
    "wirtschaftsfoerderung": Role.ECONOMIC_DEVELOPMENT,
    "verein": Role.ASSOCIATION_ADMIN,
    "verein-mitglied": Role.ASSOCIATION_EDITOR,
    "schule": Role.SCHOOL,
    "unternehmen": Role.BUSINESS,
    "ratsmitglied-a": Role.COUNCILLOR,
    "ratsmitglied-b": Role.COUNCILLOR,
    "fraktion": Role.GROUP_MANAGER,
    "arbeitskreis": Role.WORKING_GROUP,
    "steuerungsteam": Role.STEERING_TEAM,
    "partnerstadt-nevers": Role.PARTNER_CITY,
    "fachamt": Role.SPECIALIST_OFFICE,
    "stadtvorstand": Role.EXECUTIVE,
    "ratsbuero": Role.COUNCIL_OFFICE,
    "datenschutz": Role.DATA_PROTECTION,
    "verwaltung": Role.ADMIN,
    "buergerin": Role.CITIZEN,
}


@pytest.fixture
def people():
    return demo.seed(timezone.localdate())


def test_every_role_has_somebody(people):
    assert {
        key: ROLES[key] in User.objects.get(pk=one.pk).roles for key, one in people.items()
    } == dict.fromkeys(ROLES, True)
    assert set(Role) == set(ROLES.values())


def test_the_two_councillors_belong_to_different_groups(people):
    groups = [people[key].memberships.get().organisation for key in ("ratsmitglied-a", "ratsmitglied-b")]

    assert groups[0] != groups[1]


@pytest.mark.parametrize("key", ROLES)
def test_one_click_signs_in_as_any_role(client, people, key):
    answer = client.post("/konto/demo/", {"konto": key})

    expected = "/fr/mein-bereich/" if key == "partnerstadt-nevers" else "/mein-bereich/"
    assert answer.headers["Location"] == expected
    assert int(client.session["_auth_user_id"]) == people[key].pk
    assert client.get("/konto/").status_code == 200


def test_the_page_lists_all_roles_with_a_sentence(client, people):
    page = client.get("/konto/demo/").content.decode()

    assert [key for key in ROLES if f'value="{key}"' not in page] == []
    assert "Erika Beispiel pflegt Partnerschaften" in page.replace("</span>", "").replace("<span>", "")


@pytest.mark.parametrize("key", ["", "admin", "verein'", "../verein"])
def test_unknown_roles_are_not_found(client, people, key):
    assert client.post("/konto/demo/", {"konto": key}).status_code == 404


def test_changing_the_role_ends_the_session_before(client, people):
    client.post("/konto/demo/", {"konto": "verein"})
    before = client.session.session_key

    client.post("/konto/demo/", {"konto": "leitung"})

    assert client.session.session_key != before
    assert int(client.session["_auth_user_id"]) == people["leitung"].pk


def test_without_the_demo_the_page_is_not_there(client, people, settings):
    settings.DEMO = False

    assert client.get("/konto/demo/").status_code == 404
    assert client.post("/konto/demo/", {"konto": "verwaltung"}).status_code == 404


def test_production_does_not_even_route_it():
    """Impossible with production settings, whatever the environment says."""
    script = (
        "import django; django.setup();"
        "from django.conf import settings; from django.urls import reverse, NoReverseMatch\n"
        "try: reverse('accounts:demo'); print('routed')\n"
        "except NoReverseMatch: print('absent', settings.DEMO)"
    )
    environment = {
        "PATH": "/usr/bin:/bin",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "STAEDTEBRUECKE_MODE": "production",
        "SECRET_KEY": "kein-echter-Schluessel-0123456789-abcdefghijklmnopqrstuvwxyz-ABC",
        "ALLOWED_HOSTS": "partner.example.org",
        "DATABASE_URL": "postgres://portal@127.0.0.1:1/portal",
        "REDIS_URL": "redis://127.0.0.1:1/0",
        "EMAIL_URL": "smtp://mail.example.org:25",
        "SITE_URL": "https://partner.example.org",
        "STAEDTEBRUECKE_TESTING": "0",
    }

    told = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True)
    refused = subprocess.run(
        [sys.executable, "-c", script], env=environment | {"DEMO": "1"}, capture_output=True, text=True
    )

    assert told.stdout.strip() == "absent False", told.stderr[-500:]
    assert refused.returncode != 0


def test_seeding_twice_makes_nobody_twice(people):
    demo.seed(timezone.localdate())

    assert (User.objects.count(), Membership.objects.count()) == (len(ROLES), len(ROLES) - 1)


def test_everybody_invented_is_marked_and_at_example_org(people):
    assert User.objects.filter(is_example=True, email__endswith="@example.org").count() == len(ROLES)
    assert [
        name for name in Organisation.objects.values_list("name", flat=True) if "(Demo)" not in name
    ] == []
    assert not any(one.has_usable_password() for one in User.objects.all())


def test_removing_leaves_no_trace(client, people):
    client.post("/konto/demo/", {"konto": "verein"})
    client.post(
        "/konto/organisationen/freundschaftskreis-nevers-demo/bearbeiten/",
        {"name": "Neu", "version": 1, "publicness": "public"},
    )

    removed = demo.remove()

    assert removed == {"people": len(ROLES), "organisations": len(demo.DEMO_ORGANISATIONS)}
    left = [
        User.objects.count(),
        Organisation.objects.count(),
        Membership.objects.count(),
        JournalEntry.objects.count(),
    ]
    assert left == [0, 0, 0, 0]
    assert client.get("/konto/").status_code == 302
