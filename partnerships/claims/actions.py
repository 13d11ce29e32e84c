"""What people and the clock do with files, answers and claims: one verb, one transaction, one trace."""

import logging

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.attachments import check_quota, check_upload, describe
from core.journal import record
from partnerships.actions import NotNow
from partnerships.claims import cases, columns, importing, outside, reading, wikidata
from partnerships.models import ClaimSource, ImportFile, ImportMapping, ImportRun

logger = logging.getLogger(__name__)
State = ImportRun.State
# Read as data and never shown, so that only their reader says whether they fit
DATA_TYPES = {
    ".csv": "text/csv",
    ".txt": "text/plain",
    ".tsv": "text/tab-separated-values",
    ".gexf": "application/xml",
    ".json": "application/json",
    ".geojson": "application/geo+json",
}
AT_ONCE = 2_000
WIKIDATA = "wikidata"
MOST_VANISHED = 0.5


def upload(source, file, *, by):
    """Keep a file as a run of its source; ValidationError says what is wrong with the file."""
    check_quota(by, file)
    media_type = check_upload(file, data=DATA_TYPES)
    if media_type not in (*DATA_TYPES.values(),) and not file.name.lower().endswith(".xlsx"):
        raise ValidationError(
            _("Diese Art von Datei lesen wir nicht. Möglich sind CSV, TSV, XLSX, GEXF und JSON.")
        )
    file.seek(0)
    try:
        table = reading.read(file.name, file.read())
    except reading.Unreadable as wrong:
        raise ValidationError(str(wrong)) from wrong
    finally:
        file.seek(0)
    return _keep_upload(source, file, media_type, table, by)


@transaction.atomic
def _keep_upload(source, file, media_type, table, by):
    if source.pk is None:
        source.save(force_insert=True)
    kept = describe(ImportFile(title=source.title, uploaded_by=by), file, media_type)
    run = ImportRun.objects.create(
        source=source,
        filename=kept.filename,
        sha256=kept.sha256,
        headers=table.headers,
        rows=len(table.rows),
        mapping=columns.guess(table.headers),
        report={"warnings": table.warnings[:50], "preview": [row.values for row in table.rows[:5]]},
        started_by=by,
    )
    kept.run, kept.file = run, file
    kept.save(force_insert=True)
    record("claims.uploaded", run, by=by, changes={"file": (None, kept.filename)})
    return run


def _move(run, states, to):
    run = ImportRun.objects.select_for_update(of=["self"]).select_related("source").get(pk=run.pk)
    if run.state not in states:
        raise NotNow(_("In ihrem jetzigen Stand geht das mit dieser Datei nicht. Laden Sie die Seite neu."))
    run.state, run.message = to, ""
    run.save(update_fields=["state", "message"])
    return run


@transaction.atomic
def map_columns(run, mapping, *, save_as="", by):
    """Say which column means what, and have the file compared; a name keeps the mapping for the next file."""
    if not any(mapping.get(f"{kind}_b") for kind in ("name", "wikidata", "geonames")):
        raise NotNow(_("Wählen Sie die Spalte mit dem Namen des zweiten Ortes."))
    run = _move(run, (State.UPLOADED, State.CHECKED, State.FAILED), State.CHECKING)
    run.mapping = {role: header for role, header in mapping.items() if role in columns.ROLES and header}
    run.save(update_fields=["mapping"])
    if save_as:
        ImportMapping.objects.update_or_create(name=save_as, defaults={"columns": run.mapping})
    record("claims.mapped", run, by=by)
    return run


def check(run):
    """Compare a file with what is known, and write down what would change."""
    try:
        plan = _plan_of(run)
    except (reading.Unreadable, FileNotFoundError) as wrong:
        return _fail(run, str(wrong) or _("Die Datei ist nicht mehr da."))
    importing_report = importing.sample_of(plan)
    with transaction.atomic():
        importing.keep_problems(run, plan.problems[: reading.LIMITS.problems])
        run.counts = plan.counts
        run.report = run.report | importing_report | {"all_problems": len(plan.problems)}
        run.state, run.step, run.message = State.CHECKED, "", ""
        run.save(update_fields=["counts", "report", "state", "step", "message"])
    return run


def _fail(run, message):
    run.state, run.message, run.finished_at, run.step = State.FAILED, message[:500], timezone.now(), ""
    run.save(update_fields=["state", "message", "finished_at", "step"])
    logger.warning("import of claims failed", extra={"run": run.pk, "cause": message[:100]})
    return run


def _plan_of(run):
    def tell(step, done):
        ImportRun.objects.filter(pk=run.pk).update(step=step, done_rows=done)

    if run.source.kind == ClaimSource.Kind.KNOWLEDGE_BASE:
        statements = wikidata.read_answer(
            run.parameters["answer"], run.parameters["city"], importing.home_mention()
        )
        return importing.make_plan(run.source, statements, only_of_home=True, tell=tell)
    tell(_("Datei lesen"), 0)
    kept = ImportFile.objects.filter(run=run).first()
    if kept is None:
        raise reading.Unreadable(_("Die Datei ist nicht mehr da. Laden Sie sie noch einmal hoch."))
    with kept.file.open("rb") as file:
        table = reading.read(kept.filename, file.read())
    found = [columns.statement_of(row, run.mapping, importing.home_mention()) for row in table.rows]
    statements = [one for one in found if isinstance(one, columns.Statement)]
    problems = table.problems + [one for one in found if isinstance(one, reading.Problem)]
    return importing.make_plan(run.source, statements, problems=problems, tell=tell)


@transaction.atomic
def start_taking_over(run, *, by):
    run = _move(run, (State.CHECKED,), State.APPLYING)
    record("claims.taking_over", run, by=by)
    return run


def apply(run, *, by=None, today=None):
    """Write what the comparison has shown; a second time nothing changes."""
    try:
        plan = _plan_of(run)
    except (reading.Unreadable, wikidata.StrangeAnswer, FileNotFoundError) as wrong:
        return _fail(run, str(wrong))
    if not plan.new and not plan.changed and not plan.unchanged and not plan.returned:
        return _fail(run, _("Keine Zeile ist lesbar. Der Bestand bleibt, wie er ist."))
    with transaction.atomic():
        ImportRun.objects.filter(pk=run.pk).update(step=_("Schreiben"), done_rows=run.rows)
        new, changed = importing.take_over(run, plan, today=today or timezone.localdate(), by=by)
        cases.sort_into_cases(new, changed)
        run.counts, run.state, run.step = plan.counts, State.DONE, ""
        run.finished_at = timezone.now()
        run.save(update_fields=["counts", "state", "step", "finished_at"])
    return run


@transaction.atomic
def discard(run, *, by):
    run = _move(run, (State.UPLOADED, State.CHECKED, State.FAILED), State.DISCARDED)
    run.finished_at = timezone.now()
    run.save(update_fields=["finished_at"])
    record("claims.discarded", run, by=by)
    return run


# -- Wikidata -----------------------------------------------------------------------------------


def wikidata_source():
    return ClaimSource.objects.get_or_create(
        key=WIKIDATA,
        defaults={
            "title": "Wikidata",
            "kind": ClaimSource.Kind.KNOWLEDGE_BASE,
            "url": "https://www.wikidata.org/",
            "licence": wikidata.LICENCE,
            "attribution": "Wikidata",
        },
    )[0]


@transaction.atomic
def switch_watching(source, *, by):
    """Ask every week, or no longer."""
    source = ClaimSource.objects.select_for_update().get(pk=source.pk)
    before, source.is_watched = source.is_watched, not source.is_watched
    source.save(update_fields=["is_watched"])
    record("claims.watching_switched", source, by=by, changes={"is_watched": (before, source.is_watched)})
    return source


def ask_wikidata(city, *, body=None, fetch=None, by=None, now=None):
    """Ask about one city and take over what is believable; the run, or NotNow with what was wrong.

    `body` is a recorded answer. An empty or strange answer, or one that no longer names half of what we know,
    changes nothing.
    """
    source, now = wikidata_source(), now or timezone.now()
    try:
        body = body if body is not None else outside.ask(city, fetch=fetch)
        statements = wikidata.read_answer(body, city, importing.home_mention())
    except (outside.Away, wikidata.StrangeAnswer) as wrong:
        ClaimSource.objects.filter(pk=source.pk).update(asked_at=now, trouble=str(wrong)[:300])
        raise NotNow(_("Wikidata: %s") % wrong) from wrong
    text = body.decode() if isinstance(body, bytes) else body
    run = ImportRun.objects.create(
        source=source,
        filename=f"{city}.json",
        parameters={"city": city, "answer": text},
        rows=len(statements),
        state=State.CHECKING,
        started_by=by,
    )
    check(run)
    known = run.counts["unchanged"] + run.counts["changed"] + run.counts["vanished"]
    ClaimSource.objects.filter(pk=source.pk).update(asked_at=now, trouble="")
    if known and run.counts["vanished"] > MOST_VANISHED * known:
        run.message = _(
            "Mehr als die Hälfte der Angaben fehlt. Bitte prüfen Sie die Antwort vor dem Übernehmen."
        )
        run.save(update_fields=["message"])
        return run
    return apply(run, by=by)


def ask_every_week(*, fetch=None):
    """The weekly question, if somebody has switched it on; trouble is kept at the source for staff to see."""
    home = importing.home_mention()
    if not outside.is_switched_on() or not home.wikidata or not wikidata_source().is_watched:
        return None
    try:
        return ask_wikidata(home.wikidata, fetch=fetch)
    except NotNow as reason:
        logger.warning("wikidata", extra={"cause": str(reason)[:200]})
        return None
