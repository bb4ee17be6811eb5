-- Alerts about refused mails named a server and a number; they name the books too now, as each folder has the same numbers.
WITH old AS (
  SELECT a."id", s."id" AS "server_id", CASE WHEN a."key" ~ '^[0-9]{1,9}:[0-9]{1,10}$' THEN split_part(a."key", ':', 2)::bigint END AS "uid"
  FROM "alert" a JOIN "incoming_server" s ON s."type" = 'imap' AND split_part(a."key", ':', 1) = s."id"::text
  WHERE a."kind" = 'incoming-mail-refused' AND a."resolved_at" IS NULL
)
UPDATE "alert" a SET "key" = f."incoming_server_id" || ':' || f."id" || ':' || old."uid"
FROM old JOIN "mailbox_folder" f ON f."incoming_server_id" = old."server_id" AND f."closed_at" IS NULL
JOIN "mailbox_range" r ON r."folder_id" = f."id" AND r."disposition" = 'refused' AND old."uid" BETWEEN r."first_uid" AND r."last_uid"
WHERE a."id" = old."id";--> statement-breakpoint
-- The others are about mails that were taken since, or are gone.
UPDATE "alert" a SET "resolved_at" = now(), "updated_at" = now() FROM "incoming_server" s
WHERE a."kind" = 'incoming-mail-refused' AND a."resolved_at" IS NULL AND a."key" ~ '^[0-9]{1,9}:[0-9]{1,10}$'
AND s."type" = 'imap' AND split_part(a."key", ':', 1) = s."id"::text;
