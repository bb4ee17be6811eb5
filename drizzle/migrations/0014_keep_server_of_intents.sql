ALTER TABLE "delivery" ADD COLUMN "intent_server_id" integer;--> statement-breakpoint
-- Room for the intent on the page of its row, so that no index has to be written with it.
ALTER TABLE "delivery" SET (fillfactor = 80);
