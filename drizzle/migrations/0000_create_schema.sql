CREATE TABLE "alert" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "alert_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"severity" text NOT NULL,
	"title" text NOT NULL,
	"detail" text NOT NULL,
	"link" text,
	"resolved_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "alias_domain" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "alias_domain_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"name" text NOT NULL,
	"catchall" text DEFAULT 'catchall' NOT NULL,
	"bounce" text DEFAULT 'bounce' NOT NULL,
	"default_from" text DEFAULT 'notifications' NOT NULL,
	"sequence" integer DEFAULT 10 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "alias_domain_bounce_key" UNIQUE("name","bounce"),
	CONSTRAINT "alias_domain_catchall_key" UNIQUE("name","catchall")
);
--> statement-breakpoint
CREATE TABLE "alias" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "alias_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"local_part" text,
	"alias_domain_id" integer,
	"model" text NOT NULL,
	"owner_model" text,
	"owner_id" integer,
	"record_id" integer,
	"defaults" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"contact_policy" text DEFAULT 'everyone' NOT NULL,
	"require_verified_sender" boolean DEFAULT false NOT NULL,
	"accept_automatic" boolean DEFAULT true NOT NULL,
	"match_local_part_only" boolean DEFAULT false NOT NULL,
	"bounced_content" text,
	"status" text DEFAULT 'not_tested' NOT NULL,
	"created_by" integer,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "alias_contact_policy_check" CHECK ("alias"."contact_policy" in ('everyone', 'partners', 'followers', 'employees')),
	CONSTRAINT "alias_status_check" CHECK ("alias"."status" in ('not_tested', 'valid', 'invalid'))
);
--> statement-breakpoint
CREATE TABLE "audit_event" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "audit_event_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"actor_kind" text NOT NULL,
	"user_id" integer,
	"action" text NOT NULL,
	"target_type" text NOT NULL,
	"target_id" text NOT NULL,
	"before" jsonb,
	"after" jsonb
);
--> statement-breakpoint
CREATE TABLE "attachment" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "attachment_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"name" text NOT NULL,
	"content_type" text NOT NULL,
	"size" integer NOT NULL,
	"sha256" text NOT NULL,
	"content_id" text,
	"model" text,
	"record_id" integer,
	"message_id" integer,
	"created_by" integer,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "blob" (
	"sha256" text PRIMARY KEY NOT NULL,
	"size" integer NOT NULL,
	"encoding" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "blob_chunk" (
	"sha256" text NOT NULL,
	"seq" integer NOT NULL,
	"data" "bytea" NOT NULL,
	CONSTRAINT "blob_chunk_sha256_seq_pk" PRIMARY KEY("sha256","seq")
);
--> statement-breakpoint
CREATE TABLE "company" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "company_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"name" text NOT NULL,
	"alias_domain_id" integer,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "contact" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "contact_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"name" text NOT NULL,
	"email" text,
	"email_normalised" text,
	"phone" text,
	"job_title" text,
	"organisation" text,
	"note" text,
	"company_id" integer,
	"bounce_count" integer DEFAULT 0 NOT NULL,
	"active" boolean DEFAULT true NOT NULL,
	"search_text" text GENERATED ALWAYS AS (lower(name || ' ' || coalesce(email, '') || ' ' || coalesce(organisation, '') || ' ' || coalesce(phone, ''))) STORED,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "delivery" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "delivery_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"email_id" integer NOT NULL,
	"recipient" text NOT NULL,
	"recipient_name" text DEFAULT '' NOT NULL,
	"contact_id" integer,
	"copy" integer DEFAULT 0 NOT NULL,
	"header_to" text,
	"personalisation" jsonb,
	"state" text DEFAULT 'queued' NOT NULL,
	"stage" text,
	"lane" integer DEFAULT 0 NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"lease_until" timestamp (3) with time zone,
	"lease_epoch" integer DEFAULT 0 NOT NULL,
	"server_id" integer,
	"smtp_reply" text,
	"failure_type" text,
	"reason" text,
	"intent_at" timestamp (3) with time zone,
	"first_attempt_at" timestamp (3) with time zone,
	"sent_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "delivery_state_check" CHECK ("delivery"."state" in ('queued', 'sending', 'sent', 'deferred', 'failed', 'bounced', 'unknown', 'cancelled', 'suppressed')),
	CONSTRAINT "delivery_stage_check" CHECK ("delivery"."stage" in ('connect', 'tls', 'auth', 'mail', 'rcpt', 'data', 'intent', 'dot', 'done'))
);
--> statement-breakpoint
CREATE TABLE "delivery_attempt" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "delivery_attempt_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"delivery_id" integer NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"finished_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"server_id" integer,
	"server_name" text NOT NULL,
	"stage" text NOT NULL,
	"result" text NOT NULL,
	"smtp_reply" text,
	"reason" text,
	"transcript" text
);
--> statement-breakpoint
CREATE TABLE "email" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "email_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"state" text DEFAULT 'outgoing' NOT NULL,
	"lane" integer DEFAULT 0 NOT NULL,
	"subject" text DEFAULT '' NOT NULL,
	"from_address" text,
	"to_addresses" text DEFAULT '' NOT NULL,
	"cc_addresses" text DEFAULT '' NOT NULL,
	"reply_to" text,
	"body_html" text DEFAULT '' NOT NULL,
	"body_text" text,
	"headers" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"attachment_ids" integer[] DEFAULT '{}'::integer[] NOT NULL,
	"message_id" text NOT NULL,
	"references" text,
	"null_sender" boolean DEFAULT false NOT NULL,
	"thread_message_id" integer,
	"model" text,
	"record_id" integer,
	"company_id" integer,
	"forced_server_id" integer,
	"server_id" integer,
	"header_from" text,
	"envelope_from" text,
	"trace" jsonb,
	"failure_type" text,
	"failure_reason" text,
	"scheduled_at" timestamp (3) with time zone,
	"sent_at" timestamp (3) with time zone,
	"created_by" integer,
	"search_text" text GENERATED ALWAYS AS (lower(subject || ' ' || coalesce(from_address, '') || ' ' || to_addresses || ' ' || cc_addresses)) STORED,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "email_state_check" CHECK ("email"."state" in ('outgoing', 'sending', 'sent', 'failed', 'cancelled'))
);
--> statement-breakpoint
CREATE TABLE "idempotency_key" (
	"key" text NOT NULL,
	"user_id" integer NOT NULL,
	"request_hash" text NOT NULL,
	"status" integer,
	"response" jsonb,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "idempotency_key_user_id_key_pk" PRIMARY KEY("user_id","key")
);
--> statement-breakpoint
CREATE TABLE "automatic_answer" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "automatic_answer_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"recipient" text NOT NULL,
	"kind" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "incoming_mail" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "incoming_mail_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"received_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"source" text NOT NULL,
	"incoming_server_id" integer,
	"source_key" text,
	"sha256" text NOT NULL,
	"size" integer NOT NULL,
	"envelope_from" text,
	"envelope_to" text,
	"outcome" text,
	"reason" text,
	"from_address" text,
	"to_addresses" text,
	"subject" text,
	"message_id" text,
	"trace" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"routes" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"processed_at" timestamp (3) with time zone,
	"search_text" text GENERATED ALWAYS AS (lower(coalesce(subject, '') || ' ' || coalesce(from_address, '') || ' ' || coalesce(to_addresses, ''))) STORED,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "incoming_mail_outcome_check" CHECK ("incoming_mail"."outcome" in ('duplicate', 'loop_reply_ignored', 'bounce_processed', 'auto_reply', 'reply_posted', 'record_created', 'record_updated', 'bounced_policy', 'bounced_alias_config', 'bounced_catchall', 'bounced_loop', 'spam', 'report_logged', 'complaint', 'no_op', 'quarantined', 'failed')),
	CONSTRAINT "incoming_mail_source_check" CHECK ("incoming_mail"."source" in ('imap', 'pop3', 'lmtp', 'smtp', 'http', 'pipe', 'sandbox'))
);
--> statement-breakpoint
CREATE TABLE "incoming_mail_key" (
	"key" text PRIMARY KEY NOT NULL,
	"incoming_mail_id" integer NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "incoming_server" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "incoming_server_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"name" text NOT NULL,
	"type" text DEFAULT 'imap' NOT NULL,
	"host" text,
	"port" integer,
	"encryption" text DEFAULT 'tls_strict' NOT NULL,
	"authentication" text DEFAULT 'login' NOT NULL,
	"username" text,
	"password_sealed" text,
	"password_set_at" timestamp (3) with time zone,
	"address" text,
	"folder" text DEFAULT 'INBOX' NOT NULL,
	"model" text,
	"keep_original" boolean DEFAULT false NOT NULL,
	"keep_attachments" boolean DEFAULT true NOT NULL,
	"trusted_authserv" text,
	"priority" integer DEFAULT 5 NOT NULL,
	"active" boolean DEFAULT true NOT NULL,
	"state" text DEFAULT 'draft' NOT NULL,
	"last_fetch_at" timestamp (3) with time zone,
	"last_error_at" timestamp (3) with time zone,
	"last_error" text,
	"failure_count" integer DEFAULT 0 NOT NULL,
	"lease_until" timestamp (3) with time zone,
	"lease_owner" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "incoming_server_type_check" CHECK ("incoming_server"."type" in ('imap', 'pop3', 'push')),
	CONSTRAINT "incoming_server_state_check" CHECK ("incoming_server"."state" in ('draft', 'confirmed')),
	CONSTRAINT "incoming_server_encryption_check" CHECK ("incoming_server"."encryption" in ('none', 'starttls', 'starttls_strict', 'tls', 'tls_strict'))
);
--> statement-breakpoint
CREATE TABLE "mailbox_folder" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "mailbox_folder_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"incoming_server_id" integer NOT NULL,
	"folder" text NOT NULL,
	"uid_validity" text NOT NULL,
	"cursor_uid" text DEFAULT '1' NOT NULL,
	"ranges" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "mailbox_folder_key" UNIQUE("incoming_server_id","folder","uid_validity")
);
--> statement-breakpoint
CREATE TABLE "instance" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"secret_fingerprint" text NOT NULL,
	"setup_code" text,
	"setup_at" timestamp (3) with time zone,
	"own_server_used_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "instance_single_row_check" CHECK ("instance"."id" = 1)
);
--> statement-breakpoint
CREATE TABLE "process_heartbeat" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"host" text NOT NULL,
	"pid" integer NOT NULL,
	"started_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"heartbeat_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "lead" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "lead_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"name" text NOT NULL,
	"contact_id" integer,
	"contact_name" text,
	"email_from" text,
	"email_normalised" text,
	"email_cc" text,
	"phone" text,
	"description" text,
	"stage" text DEFAULT 'new' NOT NULL,
	"priority" integer DEFAULT 0 NOT NULL,
	"expected_revenue" numeric(14, 2),
	"owner_id" integer,
	"team_id" integer,
	"company_id" integer NOT NULL,
	"bounce_count" integer DEFAULT 0 NOT NULL,
	"active" boolean DEFAULT true NOT NULL,
	"search_text" text GENERATED ALWAYS AS (lower(name || ' ' || coalesce(email_from, '') || ' ' || coalesce(contact_name, '') || ' ' || coalesce(phone, ''))) STORED,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "lead_stage_check" CHECK ("lead"."stage" in ('new', 'qualified', 'proposition', 'won', 'lost'))
);
--> statement-breakpoint
CREATE TABLE "sales_team" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "sales_team_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"name" text NOT NULL,
	"company_id" integer NOT NULL,
	"leader_id" integer,
	"active" boolean DEFAULT true NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "follower" (
	"model" text NOT NULL,
	"record_id" integer NOT NULL,
	"contact_id" integer NOT NULL,
	"subtypes" text[] DEFAULT array['discussions']::text[] NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "follower_model_record_id_contact_id_pk" PRIMARY KEY("model","record_id","contact_id")
);
--> statement-breakpoint
CREATE TABLE "message" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "message_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"model" text,
	"record_id" integer,
	"sequence" integer DEFAULT 0 NOT NULL,
	"kind" text NOT NULL,
	"internal" boolean DEFAULT false NOT NULL,
	"author_contact_id" integer,
	"author_name" text,
	"author_email" text,
	"subject" text,
	"body_html" text DEFAULT '' NOT NULL,
	"visible_html" text,
	"message_id" text NOT NULL,
	"parent_id" integer,
	"incoming_to" jsonb,
	"incoming_cc" jsonb,
	"incoming_mail_id" integer,
	"recipients" jsonb,
	"created_by" integer,
	"scheduled_at" timestamp (3) with time zone,
	"edited_at" timestamp (3) with time zone,
	"deleted_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "message_kind_check" CHECK ("message"."kind" in ('comment', 'note', 'email', 'auto'))
);
--> statement-breakpoint
CREATE TABLE "notification" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "notification_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"message_id" integer NOT NULL,
	"contact_id" integer,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"channel" text NOT NULL,
	"delivery_id" integer,
	"failure_type" text,
	"reason" text,
	"ignored_at" timestamp (3) with time zone,
	"read_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "thread" (
	"model" text NOT NULL,
	"record_id" integer NOT NULL,
	"last_sequence" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "thread_model_record_id_pk" PRIMARY KEY("model","record_id")
);
--> statement-breakpoint
CREATE TABLE "outgoing_server" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "outgoing_server_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"name" text NOT NULL,
	"from_filter" text,
	"priority" integer DEFAULT 10 NOT NULL,
	"host" text NOT NULL,
	"port" integer NOT NULL,
	"encryption" text DEFAULT 'starttls_strict' NOT NULL,
	"authentication" text DEFAULT 'login' NOT NULL,
	"username" text,
	"password_sealed" text,
	"password_set_at" timestamp (3) with time zone,
	"active" boolean DEFAULT true NOT NULL,
	"debug_log" boolean DEFAULT false NOT NULL,
	"concurrency" integer DEFAULT 5 NOT NULL,
	"max_message_size_mb" real,
	"per_minute_limit" integer,
	"per_day_limit" integer,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "outgoing_server_encryption_check" CHECK ("outgoing_server"."encryption" in ('none', 'starttls', 'starttls_strict', 'tls', 'tls_strict')),
	CONSTRAINT "outgoing_server_authentication_check" CHECK ("outgoing_server"."authentication" in ('none', 'login', 'oauth2'))
);
--> statement-breakpoint
CREATE TABLE "outgoing_server_breaker" (
	"server_id" integer PRIMARY KEY NOT NULL,
	"state" text DEFAULT 'closed' NOT NULL,
	"failures" integer DEFAULT 0 NOT NULL,
	"first_failure_at" timestamp (3) with time zone,
	"opened_at" timestamp (3) with time zone,
	"next_probe_at" timestamp (3) with time zone,
	"probes" integer DEFAULT 0 NOT NULL,
	"reason" text,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sandbox_message" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "sandbox_message_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"envelope_from" text NOT NULL,
	"recipients" jsonb NOT NULL,
	"from_address" text,
	"subject" text,
	"message_id" text,
	"sha256" text NOT NULL,
	"size" integer NOT NULL,
	"read_at" timestamp (3) with time zone,
	"replied_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "scheduled_action" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "scheduled_action_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"key" text NOT NULL,
	"name" text NOT NULL,
	"active" boolean DEFAULT true NOT NULL,
	"interval_number" integer NOT NULL,
	"interval_unit" text NOT NULL,
	"next_run_at" timestamp (3) with time zone NOT NULL,
	"last_run_at" timestamp (3) with time zone,
	"last_status" text,
	"last_duration_ms" integer,
	"priority" integer DEFAULT 5 NOT NULL,
	"failure_count" integer DEFAULT 0 NOT NULL,
	"first_failure_at" timestamp (3) with time zone,
	"lease_until" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "scheduled_action_key_unique" UNIQUE("key"),
	CONSTRAINT "scheduled_action_unit_check" CHECK ("scheduled_action"."interval_unit" in ('minutes', 'hours', 'days', 'weeks', 'months'))
);
--> statement-breakpoint
CREATE TABLE "scheduled_action_run" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "scheduled_action_run_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"action_id" integer NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"finished_at" timestamp (3) with time zone,
	"status" text,
	"done" integer DEFAULT 0 NOT NULL,
	"remaining" integer DEFAULT 0 NOT NULL,
	"log" text DEFAULT '' NOT NULL,
	"started_by" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "api_key" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "api_key_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"name" text NOT NULL,
	"prefix" text NOT NULL,
	"key_hash" text NOT NULL,
	"scopes" text[] NOT NULL,
	"user_id" integer NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"last_used_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone,
	CONSTRAINT "api_key_keyHash_unique" UNIQUE("key_hash")
);
--> statement-breakpoint
CREATE TABLE "rate_limit" (
	"key" text PRIMARY KEY NOT NULL,
	"window_start" timestamp (3) with time zone NOT NULL,
	"count" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "session" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"user_id" integer NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"last_seen_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"user_agent" text,
	"ip_address" text
);
--> statement-breakpoint
CREATE TABLE "user_token" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"user_id" integer NOT NULL,
	"kind" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "blacklist" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "blacklist_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"email" text NOT NULL,
	"reason" text,
	"active" boolean DEFAULT true NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "gateway_allow_list" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "gateway_allow_list_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"email" text NOT NULL,
	"reason" text,
	"active" boolean DEFAULT true NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "system_parameter" (
	"key" text PRIMARY KEY NOT NULL,
	"value" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_by" integer
);
--> statement-breakpoint
CREATE TABLE "user_account" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "user_account_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"contact_id" integer NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"password_hash" text,
	"role" text DEFAULT 'user' NOT NULL,
	"notification" text DEFAULT 'email' NOT NULL,
	"signature" text,
	"time_zone" text,
	"developer_mode" boolean DEFAULT false NOT NULL,
	"active" boolean DEFAULT true NOT NULL,
	"last_sign_in_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "user_account_role_check" CHECK ("user_account"."role" in ('administrator', 'template_editor', 'user')),
	CONSTRAINT "user_account_notification_check" CHECK ("user_account"."notification" in ('email', 'inbox'))
);
--> statement-breakpoint
CREATE TABLE "user_company" (
	"user_id" integer NOT NULL,
	"company_id" integer NOT NULL,
	CONSTRAINT "user_company_user_id_company_id_pk" PRIMARY KEY("user_id","company_id")
);
--> statement-breakpoint
ALTER TABLE "alias" ADD CONSTRAINT "alias_alias_domain_id_alias_domain_id_fk" FOREIGN KEY ("alias_domain_id") REFERENCES "public"."alias_domain"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attachment" ADD CONSTRAINT "attachment_sha256_blob_sha256_fk" FOREIGN KEY ("sha256") REFERENCES "public"."blob"("sha256") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "company" ADD CONSTRAINT "company_alias_domain_id_alias_domain_id_fk" FOREIGN KEY ("alias_domain_id") REFERENCES "public"."alias_domain"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contact" ADD CONSTRAINT "contact_company_id_company_id_fk" FOREIGN KEY ("company_id") REFERENCES "public"."company"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_email_id_email_id_fk" FOREIGN KEY ("email_id") REFERENCES "public"."email"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "delivery_attempt" ADD CONSTRAINT "delivery_attempt_delivery_id_delivery_id_fk" FOREIGN KEY ("delivery_id") REFERENCES "public"."delivery"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incoming_mail" ADD CONSTRAINT "incoming_mail_sha256_blob_sha256_fk" FOREIGN KEY ("sha256") REFERENCES "public"."blob"("sha256") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incoming_mail_key" ADD CONSTRAINT "incoming_mail_key_incoming_mail_id_incoming_mail_id_fk" FOREIGN KEY ("incoming_mail_id") REFERENCES "public"."incoming_mail"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mailbox_folder" ADD CONSTRAINT "mailbox_folder_incoming_server_id_incoming_server_id_fk" FOREIGN KEY ("incoming_server_id") REFERENCES "public"."incoming_server"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lead" ADD CONSTRAINT "lead_contact_id_contact_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."contact"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lead" ADD CONSTRAINT "lead_owner_id_user_account_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."user_account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lead" ADD CONSTRAINT "lead_team_id_sales_team_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."sales_team"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lead" ADD CONSTRAINT "lead_company_id_company_id_fk" FOREIGN KEY ("company_id") REFERENCES "public"."company"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sales_team" ADD CONSTRAINT "sales_team_company_id_company_id_fk" FOREIGN KEY ("company_id") REFERENCES "public"."company"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sales_team" ADD CONSTRAINT "sales_team_leader_id_user_account_id_fk" FOREIGN KEY ("leader_id") REFERENCES "public"."user_account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "follower" ADD CONSTRAINT "follower_contact_id_contact_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."contact"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message" ADD CONSTRAINT "message_author_contact_id_contact_id_fk" FOREIGN KEY ("author_contact_id") REFERENCES "public"."contact"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notification" ADD CONSTRAINT "notification_message_id_message_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."message"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notification" ADD CONSTRAINT "notification_contact_id_contact_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."contact"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sandbox_message" ADD CONSTRAINT "sandbox_message_sha256_blob_sha256_fk" FOREIGN KEY ("sha256") REFERENCES "public"."blob"("sha256") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scheduled_action_run" ADD CONSTRAINT "scheduled_action_run_action_id_scheduled_action_id_fk" FOREIGN KEY ("action_id") REFERENCES "public"."scheduled_action"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_user_id_user_account_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user_account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session" ADD CONSTRAINT "session_user_id_user_account_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user_account"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_token" ADD CONSTRAINT "user_token_user_id_user_account_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user_account"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_account" ADD CONSTRAINT "user_account_contact_id_contact_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."contact"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_company" ADD CONSTRAINT "user_company_user_id_user_account_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user_account"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_company" ADD CONSTRAINT "user_company_company_id_company_id_fk" FOREIGN KEY ("company_id") REFERENCES "public"."company"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "alert_open_key" ON "alert" USING btree ("kind","key") WHERE "alert"."resolved_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "alias_address_key" ON "alias" USING btree ("local_part",coalesce("alias_domain_id", 0)) WHERE "alias"."local_part" is not null;--> statement-breakpoint
CREATE INDEX "alias_owner_idx" ON "alias" USING btree ("owner_model","owner_id");--> statement-breakpoint
CREATE INDEX "audit_event_target_idx" ON "audit_event" USING btree ("target_type","target_id","id");--> statement-breakpoint
CREATE INDEX "attachment_message_idx" ON "attachment" USING btree ("message_id");--> statement-breakpoint
CREATE INDEX "attachment_record_idx" ON "attachment" USING btree ("model","record_id");--> statement-breakpoint
CREATE INDEX "contact_email_idx" ON "contact" USING btree ("email_normalised");--> statement-breakpoint
CREATE INDEX "contact_name_idx" ON "contact" USING btree ("name","id");--> statement-breakpoint
CREATE INDEX "delivery_email_idx" ON "delivery" USING btree ("email_id");--> statement-breakpoint
CREATE INDEX "delivery_due_idx" ON "delivery" USING btree ("lane","next_attempt_at","id") WHERE "delivery"."state" in ('queued', 'deferred');--> statement-breakpoint
CREATE INDEX "delivery_sending_idx" ON "delivery" USING btree ("lease_until") WHERE "delivery"."state" = 'sending';--> statement-breakpoint
CREATE INDEX "delivery_failed_idx" ON "delivery" USING btree ("failure_type","id") WHERE "delivery"."state" in ('failed', 'bounced', 'unknown');--> statement-breakpoint
CREATE INDEX "delivery_recipient_idx" ON "delivery" USING btree ("recipient","id");--> statement-breakpoint
CREATE INDEX "delivery_attempt_delivery_idx" ON "delivery_attempt" USING btree ("delivery_id");--> statement-breakpoint
CREATE INDEX "email_state_idx" ON "email" USING btree ("state","id");--> statement-breakpoint
CREATE INDEX "email_record_idx" ON "email" USING btree ("model","record_id");--> statement-breakpoint
CREATE INDEX "email_thread_message_idx" ON "email" USING btree ("thread_message_id") WHERE "email"."thread_message_id" is not null;--> statement-breakpoint
CREATE INDEX "email_message_id_idx" ON "email" USING btree ("message_id");--> statement-breakpoint
CREATE INDEX "automatic_answer_recipient_idx" ON "automatic_answer" USING btree ("recipient","created_at");--> statement-breakpoint
CREATE INDEX "incoming_mail_outcome_idx" ON "incoming_mail" USING btree ("outcome","id");--> statement-breakpoint
CREATE INDEX "incoming_mail_unprocessed_idx" ON "incoming_mail" USING btree ("id") WHERE "incoming_mail"."outcome" is null;--> statement-breakpoint
CREATE INDEX "incoming_mail_source_idx" ON "incoming_mail" USING btree ("incoming_server_id","id");--> statement-breakpoint
CREATE INDEX "incoming_server_priority_idx" ON "incoming_server" USING btree ("priority","id");--> statement-breakpoint
CREATE INDEX "lead_stage_idx" ON "lead" USING btree ("company_id","stage","id");--> statement-breakpoint
CREATE INDEX "lead_email_idx" ON "lead" USING btree ("email_normalised");--> statement-breakpoint
CREATE INDEX "lead_team_idx" ON "lead" USING btree ("team_id","id");--> statement-breakpoint
CREATE INDEX "follower_contact_idx" ON "follower" USING btree ("contact_id");--> statement-breakpoint
CREATE INDEX "message_thread_idx" ON "message" USING btree ("model","record_id","sequence");--> statement-breakpoint
CREATE UNIQUE INDEX "message_message_id_key" ON "message" USING btree ("message_id");--> statement-breakpoint
CREATE INDEX "message_parent_idx" ON "message" USING btree ("parent_id");--> statement-breakpoint
CREATE INDEX "message_incoming_mail_idx" ON "message" USING btree ("incoming_mail_id") WHERE "message"."incoming_mail_id" is not null;--> statement-breakpoint
CREATE INDEX "notification_message_idx" ON "notification" USING btree ("message_id");--> statement-breakpoint
CREATE UNIQUE INDEX "notification_contact_key" ON "notification" USING btree ("message_id","contact_id") WHERE "notification"."contact_id" is not null;--> statement-breakpoint
CREATE INDEX "notification_delivery_idx" ON "notification" USING btree ("delivery_id") WHERE "notification"."delivery_id" is not null;--> statement-breakpoint
CREATE INDEX "notification_inbox_idx" ON "notification" USING btree ("contact_id","id") WHERE "notification"."channel" = 'inbox' and "notification"."read_at" is null;--> statement-breakpoint
CREATE INDEX "outgoing_server_priority_idx" ON "outgoing_server" USING btree ("priority","id");--> statement-breakpoint
CREATE INDEX "sandbox_message_message_id_idx" ON "sandbox_message" USING btree ("message_id");--> statement-breakpoint
CREATE INDEX "scheduled_action_due_idx" ON "scheduled_action" USING btree ("next_run_at");--> statement-breakpoint
CREATE INDEX "scheduled_action_run_action_idx" ON "scheduled_action_run" USING btree ("action_id","id");--> statement-breakpoint
CREATE INDEX "session_user_idx" ON "session" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "session_expires_idx" ON "session" USING btree ("expires_at");--> statement-breakpoint
CREATE UNIQUE INDEX "blacklist_email_key" ON "blacklist" USING btree ("email");--> statement-breakpoint
CREATE UNIQUE INDEX "gateway_allow_list_email_key" ON "gateway_allow_list" USING btree ("email");--> statement-breakpoint
CREATE UNIQUE INDEX "user_account_email_key" ON "user_account" USING btree ("email");--> statement-breakpoint
CREATE INDEX "user_account_contact_idx" ON "user_account" USING btree ("contact_id");