DROP INDEX "delivery_failed_idx";--> statement-breakpoint
ALTER TABLE "alert" ADD COLUMN "mailed_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "delivery" ADD COLUMN "reply_class" text GENERATED ALWAYS AS (coalesce(replace(substring(smtp_reply from '^[0-9]{3}(?:[ -][245][.][0-9]{1,3}[.][0-9]{1,3})?'), '-', ' '), '')) STORED;--> statement-breakpoint
ALTER TABLE "delivery" ADD COLUMN "noticed_at" timestamp (3) with time zone;--> statement-breakpoint
-- Whoever sent the mails that have failed so far was able to see it.
UPDATE "delivery" SET "noticed_at" = now() WHERE "state" in ('failed', 'bounced', 'unknown');--> statement-breakpoint
ALTER TABLE "user_account" ADD COLUMN "alert_mails" boolean DEFAULT true NOT NULL;--> statement-breakpoint
CREATE INDEX "delivery_failure_group_idx" ON "delivery" USING btree ("failure_type","server_id","reply_class","id","email_id","updated_at") WHERE "delivery"."state" in ('failed', 'bounced', 'unknown');--> statement-breakpoint
CREATE INDEX "delivery_unnoticed_idx" ON "delivery" USING btree ("updated_at") WHERE "delivery"."state" in ('failed', 'bounced', 'unknown') and "delivery"."noticed_at" is null;--> statement-breakpoint
CREATE INDEX "email_sent_at_idx" ON "email" USING btree ("sent_at") WHERE "email"."sent_at" is not null;--> statement-breakpoint
CREATE INDEX "email_scheduled_at_idx" ON "email" USING btree ("scheduled_at") WHERE "email"."scheduled_at" is not null;--> statement-breakpoint
CREATE INDEX "email_company_idx" ON "email" USING btree ("company_id","id");--> statement-breakpoint
CREATE INDEX "email_unnoticed_idx" ON "email" USING btree (coalesce("scheduled_at", "created_at")) WHERE "email"."delay_notice_at" is null and "email"."state" in ('outgoing', 'failed') and ("email"."thread_message_id" is not null or ("email"."lane" = 0 and "email"."created_by" is not null));