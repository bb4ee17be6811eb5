CREATE TABLE "attachment_link" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "attachment_link_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"attachment_id" integer NOT NULL,
	"email_id" integer,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"revoked_at" timestamp (3) with time zone,
	"downloads" integer DEFAULT 0 NOT NULL,
	"last_download_at" timestamp (3) with time zone,
	"created_by" integer,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "dkim_key" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "dkim_key_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"domain" text NOT NULL,
	"selector" text NOT NULL,
	"algorithm" text NOT NULL,
	"private_key_sealed" text NOT NULL,
	"public_key" text NOT NULL,
	"active" boolean DEFAULT true NOT NULL,
	"last_used_at" timestamp (3) with time zone,
	"created_by" integer,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "dkim_key_algorithm_check" CHECK ("dkim_key"."algorithm" in ('rsa-2048', 'ed25519'))
);
--> statement-breakpoint
CREATE TABLE "dmarc_policy" (
	"domain" text PRIMARY KEY NOT NULL,
	"policy" text,
	"record" text,
	"error" text,
	"checked_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "oauth_grant" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "oauth_grant_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"provider" text NOT NULL,
	"outgoing_server_id" integer,
	"incoming_server_id" integer,
	"account" text NOT NULL,
	"access_token_sealed" text,
	"access_token_expires_at" timestamp (3) with time zone,
	"refresh_token_sealed" text NOT NULL,
	"grant_expires_at" timestamp (3) with time zone,
	"refreshed_at" timestamp (3) with time zone,
	"last_error" text,
	"last_error_at" timestamp (3) with time zone,
	"created_by" integer,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "oauth_grant_provider_check" CHECK ("oauth_grant"."provider" in ('google', 'microsoft')),
	CONSTRAINT "oauth_grant_one_server_check" CHECK (num_nonnulls("oauth_grant"."outgoing_server_id", "oauth_grant"."incoming_server_id") = 1)
);
--> statement-breakpoint
CREATE TABLE "oauth_request" (
	"state_hash" text PRIMARY KEY NOT NULL,
	"provider" text NOT NULL,
	"outgoing_server_id" integer,
	"incoming_server_id" integer,
	"code_verifier_sealed" text NOT NULL,
	"user_id" integer NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "outgoing_server_usage" (
	"server_id" integer NOT NULL,
	"unit" text NOT NULL,
	"window_start" timestamp (3) with time zone NOT NULL,
	"used" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "outgoing_server_usage_server_id_unit_window_start_pk" PRIMARY KEY("server_id","unit","window_start"),
	CONSTRAINT "outgoing_server_usage_unit_check" CHECK ("outgoing_server_usage"."unit" in ('minute', 'day'))
);
--> statement-breakpoint
ALTER TABLE "delivery" ADD COLUMN "quota_reserved_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "delivery" ADD COLUMN "captured" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "email" ADD COLUMN "delay_notice_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "email" ADD COLUMN "failure_notice_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "instance" ADD COLUMN "identity" text;--> statement-breakpoint
ALTER TABLE "instance" ADD COLUMN "capture_since" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "instance" ADD COLUMN "claimed_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "instance" ADD COLUMN "claimed_by" integer;--> statement-breakpoint
ALTER TABLE "sandbox_message" ADD COLUMN "captured_server_name" text;--> statement-breakpoint
ALTER TABLE "attachment_link" ADD CONSTRAINT "attachment_link_attachment_id_attachment_id_fk" FOREIGN KEY ("attachment_id") REFERENCES "public"."attachment"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "oauth_grant" ADD CONSTRAINT "oauth_grant_outgoing_server_id_outgoing_server_id_fk" FOREIGN KEY ("outgoing_server_id") REFERENCES "public"."outgoing_server"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "oauth_grant" ADD CONSTRAINT "oauth_grant_incoming_server_id_incoming_server_id_fk" FOREIGN KEY ("incoming_server_id") REFERENCES "public"."incoming_server"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "attachment_link_attachment_idx" ON "attachment_link" USING btree ("attachment_id");--> statement-breakpoint
CREATE INDEX "attachment_link_email_idx" ON "attachment_link" USING btree ("email_id");--> statement-breakpoint
CREATE UNIQUE INDEX "dkim_key_domain_selector_key" ON "dkim_key" USING btree ("domain","selector");--> statement-breakpoint
CREATE UNIQUE INDEX "oauth_grant_outgoing_server_key" ON "oauth_grant" USING btree ("outgoing_server_id");--> statement-breakpoint
CREATE UNIQUE INDEX "oauth_grant_incoming_server_key" ON "oauth_grant" USING btree ("incoming_server_id");