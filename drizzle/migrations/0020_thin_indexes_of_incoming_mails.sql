DROP INDEX "incoming_mail_outcome_idx";--> statement-breakpoint
DROP INDEX "incoming_mail_unprocessed_idx";--> statement-breakpoint
DROP INDEX "incoming_mail_server_idx";--> statement-breakpoint
DROP INDEX "incoming_mail_sender_idx";--> statement-breakpoint
CREATE INDEX "incoming_mail_outcome_idx" ON "incoming_mail" USING btree ("outcome","received_at","id") WHERE "incoming_mail"."outcome" is not null;--> statement-breakpoint
CREATE INDEX "incoming_mail_unprocessed_idx" ON "incoming_mail" USING btree ("received_at","id") WHERE "incoming_mail"."outcome" is null;--> statement-breakpoint
CREATE INDEX "incoming_mail_server_idx" ON "incoming_mail" USING btree ("incoming_server_id","received_at","id") WHERE "incoming_mail"."incoming_server_id" is not null;--> statement-breakpoint
CREATE INDEX "incoming_mail_sender_idx" ON "incoming_mail" USING btree ("sender","received_at","id") WHERE "incoming_mail"."sender" is not null;