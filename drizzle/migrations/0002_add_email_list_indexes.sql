CREATE INDEX "email_server_idx" ON "email" USING btree ("server_id","id");--> statement-breakpoint
CREATE INDEX "email_created_at_idx" ON "email" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "email_failure_idx" ON "email" USING btree ("failure_type","id") WHERE "email"."failure_type" is not null;--> statement-breakpoint
-- Bodies and traces move out of the row, so that searches and counts read a third of the pages.
ALTER TABLE "email" SET (toast_tuple_target = 768);
