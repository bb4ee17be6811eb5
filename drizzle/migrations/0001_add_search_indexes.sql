-- Substring search needs pg_trgm. Where the server does not offer it, search falls back to prefixes
-- (text_pattern_ops below) and the console says so.
DO $$
BEGIN
  CREATE EXTENSION IF NOT EXISTS pg_trgm;
  CREATE INDEX email_search_idx ON email USING gin (search_text gin_trgm_ops);
  CREATE INDEX incoming_mail_search_idx ON incoming_mail USING gin (search_text gin_trgm_ops);
  CREATE INDEX contact_search_idx ON contact USING gin (search_text gin_trgm_ops);
  CREATE INDEX lead_search_idx ON lead USING gin (search_text gin_trgm_ops);
EXCEPTION
  WHEN undefined_file OR insufficient_privilege OR feature_not_supported OR undefined_object THEN
    CREATE INDEX email_search_idx ON email (search_text text_pattern_ops);
    CREATE INDEX incoming_mail_search_idx ON incoming_mail (search_text text_pattern_ops);
    CREATE INDEX contact_search_idx ON contact (search_text text_pattern_ops);
    CREATE INDEX lead_search_idx ON lead (search_text text_pattern_ops);
END
$$;
