CREATE TABLE "applicant" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "applicant_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
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
	"expected_salary" numeric(14, 2),
	"available_from" date,
	"job_id" integer,
	"search_text" text GENERATED ALWAYS AS (lower(name || ' ' || coalesce(email_from, '') || ' ' || coalesce(contact_name, '') || ' ' || coalesce(phone, ''))) STORED,
	CONSTRAINT "applicant_stage_check" CHECK ("applicant"."stage" in ('new', 'screening', 'interview', 'offer', 'hired', 'refused'))
);
--> statement-breakpoint
CREATE TABLE "job_position" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "job_position_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"name" text NOT NULL,
	"company_id" integer NOT NULL,
	"leader_id" integer,
	"active" boolean DEFAULT true NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "project" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "project_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"name" text NOT NULL,
	"company_id" integer NOT NULL,
	"leader_id" integer,
	"active" boolean DEFAULT true NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "task" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "task_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
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
	"deadline" date,
	"assignee_ids" integer[] DEFAULT '{}' NOT NULL,
	"project_id" integer,
	"search_text" text GENERATED ALWAYS AS (lower(name || ' ' || coalesce(email_from, '') || ' ' || coalesce(contact_name, '') || ' ' || coalesce(phone, ''))) STORED,
	CONSTRAINT "task_stage_check" CHECK ("task"."stage" in ('new', 'in_progress', 'review', 'done', 'cancelled'))
);
--> statement-breakpoint
ALTER TABLE "applicant" ADD CONSTRAINT "applicant_contact_id_contact_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."contact"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "applicant" ADD CONSTRAINT "applicant_owner_id_user_account_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."user_account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "applicant" ADD CONSTRAINT "applicant_company_id_company_id_fk" FOREIGN KEY ("company_id") REFERENCES "public"."company"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "applicant" ADD CONSTRAINT "applicant_job_id_job_position_id_fk" FOREIGN KEY ("job_id") REFERENCES "public"."job_position"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "job_position" ADD CONSTRAINT "job_position_company_id_company_id_fk" FOREIGN KEY ("company_id") REFERENCES "public"."company"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "job_position" ADD CONSTRAINT "job_position_leader_id_user_account_id_fk" FOREIGN KEY ("leader_id") REFERENCES "public"."user_account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "project" ADD CONSTRAINT "project_company_id_company_id_fk" FOREIGN KEY ("company_id") REFERENCES "public"."company"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "project" ADD CONSTRAINT "project_leader_id_user_account_id_fk" FOREIGN KEY ("leader_id") REFERENCES "public"."user_account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "task" ADD CONSTRAINT "task_contact_id_contact_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."contact"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "task" ADD CONSTRAINT "task_owner_id_user_account_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."user_account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "task" ADD CONSTRAINT "task_company_id_company_id_fk" FOREIGN KEY ("company_id") REFERENCES "public"."company"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "task" ADD CONSTRAINT "task_project_id_project_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."project"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "applicant_stage_idx" ON "applicant" USING btree ("company_id","stage","id");--> statement-breakpoint
CREATE INDEX "applicant_email_idx" ON "applicant" USING btree ("email_normalised");--> statement-breakpoint
CREATE INDEX "applicant_job_idx" ON "applicant" USING btree ("job_id","id");--> statement-breakpoint
CREATE INDEX "task_stage_idx" ON "task" USING btree ("company_id","stage","id");--> statement-breakpoint
CREATE INDEX "task_email_idx" ON "task" USING btree ("email_normalised");--> statement-breakpoint
CREATE INDEX "task_project_idx" ON "task" USING btree ("project_id","id");--> statement-breakpoint
-- Substring search where the server offers pg_trgm, else prefixes: see 0001.
DO $$
BEGIN
  CREATE INDEX task_search_idx ON task USING gin (search_text gin_trgm_ops);
  CREATE INDEX applicant_search_idx ON applicant USING gin (search_text gin_trgm_ops);
EXCEPTION
  WHEN undefined_object THEN
    CREATE INDEX task_search_idx ON task (search_text text_pattern_ops);
    CREATE INDEX applicant_search_idx ON applicant (search_text text_pattern_ops);
END
$$;
