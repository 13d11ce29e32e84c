import json

from django.core.management.base import BaseCommand

from portal import permission_table


class Command(BaseCommand):
    help = "Print the declared permissions: URL name, method, role, relation, state, allowed."

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="one JSON document instead of lines")

    def handle(self, *args, **options):
        rows = permission_table.rows()
        if options["json"]:
            self.stdout.write(_as_json(rows))
        else:
            for row in rows:
                self.stdout.write("\t".join(str(value) for value in row.values()))
        self.stderr.write(f"{len(rows)} answers for {len(permission_table.table())} addresses.")


def _as_json(rows):
    return json.dumps({"rows": rows}, ensure_ascii=False, indent=None)
