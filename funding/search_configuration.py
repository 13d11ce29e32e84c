"""German and English full text that folds accents: "Varazdin" finds "Varaždin", "Stadte" finds "Städte"."""

CREATE = """
CREATE EXTENSION IF NOT EXISTS unaccent;
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_ts_config WHERE cfgname = 'funding_de') THEN
    CREATE TEXT SEARCH CONFIGURATION funding_de (COPY = german);
    ALTER TEXT SEARCH CONFIGURATION funding_de
      ALTER MAPPING FOR hword, hword_part, word WITH unaccent, german_stem;
  END IF;
  IF NOT EXISTS (SELECT FROM pg_ts_config WHERE cfgname = 'funding_en') THEN
    CREATE TEXT SEARCH CONFIGURATION funding_en (COPY = english);
    ALTER TEXT SEARCH CONFIGURATION funding_en
      ALTER MAPPING FOR hword, hword_part, word WITH unaccent, english_stem;
  END IF;
END $$;
"""
DROP = """
DROP TEXT SEARCH CONFIGURATION IF EXISTS funding_de;
DROP TEXT SEARCH CONFIGURATION IF EXISTS funding_en;
"""
