from django.db import migrations


class Migration(migrations.Migration):
    """The table of the cache that stands in for Redis, as `createcachetable` makes it."""

    dependencies = [("core", "0001_initial")]

    operations = [
        migrations.RunSQL(
            """
            CREATE TABLE "core_fallback_cache" (
                "cache_key" varchar(255) NOT NULL PRIMARY KEY,
                "value" text NOT NULL,
                "expires" timestamp with time zone NOT NULL
            );
            CREATE INDEX "core_fallback_cache_expires" ON "core_fallback_cache" ("expires");
            """,
            'DROP TABLE "core_fallback_cache"',
        )
    ]
