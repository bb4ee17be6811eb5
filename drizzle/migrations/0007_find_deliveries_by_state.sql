DROP INDEX "delivery_email_idx";--> statement-breakpoint
CREATE INDEX "delivery_email_state_idx" ON "delivery" USING btree ("email_id","state");