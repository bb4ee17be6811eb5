CREATE TABLE "mailbox_range" (
	"folder_id" integer NOT NULL,
	"first_uid" bigint NOT NULL,
	"last_uid" bigint NOT NULL,
	"disposition" text NOT NULL,
	"reason" text,
	CONSTRAINT "mailbox_range_folder_id_first_uid_pk" PRIMARY KEY("folder_id","first_uid"),
	CONSTRAINT "mailbox_range_disposition_check" CHECK ("mailbox_range"."disposition" in ('pending', 'stored', 'duplicate', 'refused', 'read_before', 'gone', 'absent')),
	CONSTRAINT "mailbox_range_order_check" CHECK ("mailbox_range"."first_uid" between 1 and "mailbox_range"."last_uid")
);
--> statement-breakpoint
ALTER TABLE "mailbox_folder" DROP CONSTRAINT "mailbox_folder_key";--> statement-breakpoint
ALTER TABLE "mailbox_folder" ALTER COLUMN "cursor_uid" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "mailbox_folder" ALTER COLUMN "cursor_uid" SET DATA TYPE bigint USING "cursor_uid"::bigint;--> statement-breakpoint
ALTER TABLE "mailbox_folder" ALTER COLUMN "cursor_uid" SET DEFAULT 1;--> statement-breakpoint
ALTER TABLE "incoming_mail" ADD COLUMN "folder_id" integer;--> statement-breakpoint
ALTER TABLE "incoming_mail" ADD COLUMN "uid" bigint;--> statement-breakpoint
ALTER TABLE "incoming_server" ADD COLUMN "watch_until" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "incoming_server" ADD COLUMN "watch_owner" text;--> statement-breakpoint
ALTER TABLE "incoming_server" ADD COLUMN "push_state" text;--> statement-breakpoint
ALTER TABLE "incoming_server" ADD COLUMN "push_since" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "incoming_server" ADD COLUMN "push_error" text;--> statement-breakpoint
ALTER TABLE "mailbox_folder" ADD COLUMN "account" text;--> statement-breakpoint
UPDATE "mailbox_folder" SET "account" = coalesce(s."username", '') || '@' || lower(coalesce(s."host", '')) FROM "incoming_server" s WHERE s."id" = "incoming_server_id";--> statement-breakpoint
ALTER TABLE "mailbox_folder" ALTER COLUMN "account" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "mailbox_folder" ADD COLUMN "uid_next" bigint;--> statement-breakpoint
ALTER TABLE "mailbox_folder" ADD COLUMN "checked_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "mailbox_folder" ADD COLUMN "closed_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "mailbox_folder" ADD COLUMN "suspects" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "mailbox_range" ADD CONSTRAINT "mailbox_range_folder_id_mailbox_folder_id_fk" FOREIGN KEY ("folder_id") REFERENCES "public"."mailbox_folder"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "mailbox_range_disposition_idx" ON "mailbox_range" USING btree ("folder_id","disposition","first_uid");--> statement-breakpoint
CREATE UNIQUE INDEX "incoming_mail_uid_key" ON "incoming_mail" USING btree ("folder_id","uid");--> statement-breakpoint
CREATE UNIQUE INDEX "mailbox_folder_key" ON "mailbox_folder" USING btree ("incoming_server_id","account","folder","uid_validity") WHERE "mailbox_folder"."closed_at" is null;--> statement-breakpoint
CREATE INDEX "mailbox_folder_server_idx" ON "mailbox_folder" USING btree ("incoming_server_id","id");--> statement-breakpoint
INSERT INTO "mailbox_range" ("folder_id", "first_uid", "last_uid", "disposition") SELECT f."id", (r->>'from')::bigint, (r->>'to')::bigint, r->>'disposition' FROM "mailbox_folder" f, jsonb_array_elements(f."ranges") r;--> statement-breakpoint
UPDATE "incoming_mail" m SET "folder_id" = k."folder_id", "uid" = k."uid" FROM (SELECT min(m2."id") AS "id", min(f."id") AS "folder_id", split_part(m2."source_key", ':', 2)::bigint AS "uid" FROM "incoming_mail" m2 JOIN "mailbox_folder" f ON f."incoming_server_id" = m2."incoming_server_id" AND f."uid_validity" = split_part(m2."source_key", ':', 1) WHERE m2."source" = 'imap' AND m2."source_key" ~ '^[0-9]{1,18}:[0-9]{1,18}$' GROUP BY m2."incoming_server_id", m2."source_key" HAVING count(DISTINCT f."id") = 1) k WHERE m."id" = k."id";--> statement-breakpoint
ALTER TABLE "mailbox_folder" DROP COLUMN "ranges";--> statement-breakpoint
ALTER TABLE "incoming_server" ADD CONSTRAINT "incoming_server_push_state_check" CHECK ("incoming_server"."push_state" in ('on', 'not_offered', 'reconnecting'));