ALTER TABLE "blob" ADD COLUMN "kept_at" timestamp (3) with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
CREATE INDEX "attachment_sha256_idx" ON "attachment" USING btree ("sha256");--> statement-breakpoint
CREATE INDEX "incoming_mail_sha256_idx" ON "incoming_mail" USING btree ("sha256");--> statement-breakpoint
CREATE INDEX "sandbox_message_sha256_idx" ON "sandbox_message" USING btree ("sha256");