ALTER TABLE "incoming_server" ADD COLUMN "oauth_provider" text;--> statement-breakpoint
ALTER TABLE "oauth_grant" ADD COLUMN "refused_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "outgoing_server" ADD COLUMN "oauth_provider" text;