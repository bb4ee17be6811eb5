ALTER TABLE "sandbox_message" ADD COLUMN "email_id" integer;--> statement-breakpoint
ALTER TABLE "sandbox_message" ADD COLUMN "released_at" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX "sandbox_message_captured_idx" ON "sandbox_message" USING btree ("created_at") WHERE "sandbox_message"."captured_server_name" is not null;