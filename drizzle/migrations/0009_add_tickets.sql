CREATE TABLE "helpdesk_team" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "helpdesk_team_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"name" text NOT NULL,
	"company_id" integer NOT NULL,
	"leader_id" integer,
	"active" boolean DEFAULT true NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ticket" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "ticket_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"name" text NOT NULL,
	"contact_id" integer,
	"contact_name" text,
	"email_from" text,
	"email_normalised" text,
	"email_cc" text,
	"phone" text,
	"description" text,
	"priority" integer DEFAULT 0 NOT NULL,
	"owner_id" integer,
	"company_id" integer NOT NULL,
	"bounce_count" integer DEFAULT 0 NOT NULL,
	"active" boolean DEFAULT true NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"stage" text DEFAULT 'new' NOT NULL,
	"team_id" integer,
	"search_text" text GENERATED ALWAYS AS (lower(name || ' ' || coalesce(email_from, '') || ' ' || coalesce(contact_name, '') || ' ' || coalesce(phone, ''))) STORED,
	CONSTRAINT "ticket_stage_check" CHECK ("ticket"."stage" in ('new', 'in_progress', 'waiting', 'solved', 'cancelled'))
);
--> statement-breakpoint
ALTER TABLE "helpdesk_team" ADD CONSTRAINT "helpdesk_team_company_id_company_id_fk" FOREIGN KEY ("company_id") REFERENCES "public"."company"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "helpdesk_team" ADD CONSTRAINT "helpdesk_team_leader_id_user_account_id_fk" FOREIGN KEY ("leader_id") REFERENCES "public"."user_account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ticket" ADD CONSTRAINT "ticket_contact_id_contact_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."contact"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ticket" ADD CONSTRAINT "ticket_owner_id_user_account_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."user_account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ticket" ADD CONSTRAINT "ticket_company_id_company_id_fk" FOREIGN KEY ("company_id") REFERENCES "public"."company"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ticket" ADD CONSTRAINT "ticket_team_id_helpdesk_team_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."helpdesk_team"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "ticket_stage_idx" ON "ticket" USING btree ("company_id","stage","id");--> statement-breakpoint
CREATE INDEX "ticket_email_idx" ON "ticket" USING btree ("email_normalised");--> statement-breakpoint
CREATE INDEX "ticket_team_idx" ON "ticket" USING btree ("team_id","id");--> statement-breakpoint
-- Substring search where the server offers pg_trgm, else prefixes: see 0001.
DO $$
BEGIN
  CREATE INDEX ticket_search_idx ON ticket USING gin (search_text gin_trgm_ops);
EXCEPTION
  WHEN undefined_object THEN
    CREATE INDEX ticket_search_idx ON ticket (search_text text_pattern_ops);
END
$$;
