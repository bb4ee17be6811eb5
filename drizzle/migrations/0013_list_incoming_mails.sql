DROP INDEX "incoming_mail_source_idx";--> statement-breakpoint
DROP INDEX "incoming_mail_outcome_idx";--> statement-breakpoint
ALTER TABLE "incoming_mail" ADD COLUMN "sender" text GENERATED ALWAYS AS (lower(coalesce(substring(from_address from '<([^<>]*)>'), from_address))) STORED;--> statement-breakpoint
CREATE INDEX "incoming_mail_received_idx" ON "incoming_mail" USING btree ("received_at","id");--> statement-breakpoint
CREATE INDEX "incoming_mail_server_idx" ON "incoming_mail" USING btree ("incoming_server_id","received_at","id");--> statement-breakpoint
CREATE INDEX "incoming_mail_sender_idx" ON "incoming_mail" USING btree ("sender","received_at","id");--> statement-breakpoint
CREATE INDEX "incoming_mail_outcome_idx" ON "incoming_mail" USING btree ("outcome","received_at","id");