CREATE TABLE "refused_recipient" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "refused_recipient_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"address" text NOT NULL,
	"reason" text NOT NULL,
	"attempts" integer NOT NULL,
	"last_at" timestamp (3) with time zone NOT NULL,
	"last_sender" text NOT NULL,
	"last_client_ip" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "refused_recipient_reason_check" CHECK ("refused_recipient"."reason" in ('unknown_address', 'foreign_domain'))
);
--> statement-breakpoint
ALTER TABLE "incoming_mail" ADD COLUMN "client_ip" text;--> statement-breakpoint
ALTER TABLE "incoming_mail" ADD COLUMN "client_name" text;--> statement-breakpoint
CREATE UNIQUE INDEX "refused_recipient_key" ON "refused_recipient" USING btree ("address","reason");--> statement-breakpoint
CREATE INDEX "refused_recipient_last_idx" ON "refused_recipient" USING btree ("last_at","id");