"""Show how every source of funding calls is doing."""

import json

from django.core.management.base import BaseCommand

from funding.models import FeedSource
from funding.status_report import report_sources


class Command(BaseCommand):
    help = "One line per source with its health and last run; --json prints everything as one JSON object."

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true")

    def handle(self, *args, json: bool, **options):
        sources = report_sources()
        if json:
            self.stdout.write(dumps({"sources": sources, "health": worst(sources)}))
            return
        for source in sources:
            last = source["last_run"] or {}
            self.stdout.write(
                f"{source['health']:6} {source['key']:30} last {last.get('state', 'never')}"
                f" {last.get('finished_at') or ''} next {source['next_run_at'] or '-'}"
            )
        self.stdout.write(f"{len(sources)} sources, {worst(sources)}")


def worst(sources):
    order = list(FeedSource.Health.values)
    return max(
        (source["health"] for source in sources if source["is_enabled"]), key=order.index, default="green"
    )


def dumps(value):
    return json.dumps(value, ensure_ascii=False, indent=1)
