"""Ask sources of funding calls now, or take over recorded answers as if they had just come."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from funding.claims import Busy
from funding.management.commands.parse_calls import moment
from funding.models import FeedRun, FeedSource
from funding.polling import poll, take_recorded

RECORDED = "aufgezeichnet"
FAILURE, PARTIAL = 1, 2


class Command(BaseCommand):
    help = (
        "Ask the named sources (all that are switched on, without a name) in the foreground. With --file the "
        "recorded search answers, or files with one record per line, are taken over as if fetched at --at. "
        "Exit code 0: all taken over, 2: some of it, 1: nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("sources", nargs="*", metavar="SOURCE", help="key of a source, see feed_status")
        parser.add_argument("--file", nargs="+", default=[], metavar="PATH", dest="files")
        parser.add_argument("--at", type=moment, metavar="ISO", help="moment of the poll, UTC without zone")

    def handle(self, *args, sources, files, at, **options):
        runs = self._from_files(sources, files, at) if files else self._from_sources(sources, at)
        for run in runs:
            self.stdout.write(
                f"{run.source.key}: {run.state} {run.cause}".rstrip()
                + f" total={run.total} rows={run.rows} new={run.new} changed={run.changed}"
                + f" unchanged={run.unchanged} archived={run.archived}"
                + f" quarantined={run.quarantined} held_back={run.held_back}"
            )
        self._finish(runs, is_file=bool(files))

    def _from_sources(self, keys, at):
        sources = FeedSource.objects.filter(kind__in=FeedSource.ASKED).order_by("key")
        sources = [find(key) for key in keys] if keys else list(sources.filter(is_enabled=True))
        if not sources:
            raise CommandError("There is no source to ask: run seed_demo, or enter one.")
        runs = []
        for source in sources:
            if not source.is_asked:
                raise CommandError(f"{source.key} has no address to ask.")
            try:
                runs.append(poll(source, now=at))
            except Busy:
                self.stderr.write(f"{source.key}: another worker is asking it")
        return runs

    def _from_files(self, keys, files, at):
        if len(keys) > 1:
            raise CommandError("Recorded answers belong to one source: name at most one.")
        source = find(keys[0]) if keys else recorded_source()
        bodies = [read(path) for path in files]
        try:
            return [take_recorded(source, bodies, now=at or timezone.now())]
        except Busy as busy:
            raise CommandError(f"{source.key}: another worker is asking it") from busy

    def _finish(self, runs, *, is_file):
        good = [run for run in runs if run.state in FeedRun.TAKEN_OVER]
        whole = good if is_file else [run for run in good if run.state == FeedRun.State.COMPLETE]
        words = "failure" if not good else "success" if len(whole) == len(runs) else "partial"
        new, changed = sum(run.new for run in good), sum(run.changed for run in good)
        line = f"{words}: {len(good)} of {len(runs)} sources taken over, {new} new, {changed} changed calls"
        if words == "success":
            self.stdout.write(line)
            return
        causes = ", ".join(f"{run.source.key} {run.cause or run.state}" for run in runs if run not in whole)
        raise CommandError(f"{line} ({causes})", returncode=PARTIAL if good else FAILURE)


def find(key):
    source = FeedSource.objects.filter(key=key).first()
    if source is None:
        known = ", ".join(FeedSource.objects.order_by("key").values_list("key", flat=True)) or "none"
        raise CommandError(f"There is no source {key!r}. Known: {known}.")
    return source


def recorded_source():
    return FeedSource.objects.get_or_create(
        key=RECORDED, defaults={"name": "Aufgezeichnete Antworten", "kind": FeedSource.Kind.RECORDED}
    )[0]


def read(path):
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}") from error
