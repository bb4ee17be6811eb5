CREATE TABLE "blocked_sender" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "blocked_sender_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"email" text NOT NULL,
	"reason" text,
	"active" boolean DEFAULT true NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "alias" ADD COLUMN "hourly_limit" integer;--> statement-breakpoint
ALTER TABLE "incoming_mail" ADD COLUMN "authentication" jsonb;--> statement-breakpoint
CREATE UNIQUE INDEX "blocked_sender_email_key" ON "blocked_sender" USING btree ("email");