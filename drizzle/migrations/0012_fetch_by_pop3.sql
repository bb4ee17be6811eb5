CREATE TABLE "pop3_mail" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "pop3_mail_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"incoming_server_id" integer NOT NULL,
	"uidl" text NOT NULL,
	"size" bigint NOT NULL,
	"disposition" text DEFAULT 'pending' NOT NULL,
	"refusal" text,
	"incoming_mail_id" integer,
	"sha256" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "pop3_mail_key" UNIQUE("incoming_server_id","uidl"),
	CONSTRAINT "pop3_mail_disposition_check" CHECK ("pop3_mail"."disposition" in ('pending', 'stored', 'refused'))
);
--> statement-breakpoint
CREATE TABLE "pop3_mailbox" (
	"incoming_server_id" integer PRIMARY KEY NOT NULL,
	"seen" integer DEFAULT 0 NOT NULL,
	"stored_and_gone" integer DEFAULT 0 NOT NULL,
	"gone_untaken" integer DEFAULT 0 NOT NULL,
	"listed_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "incoming_server" ADD COLUMN "leave_on_server" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "pop3_mail" ADD CONSTRAINT "pop3_mail_incoming_server_id_incoming_server_id_fk" FOREIGN KEY ("incoming_server_id") REFERENCES "public"."incoming_server"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pop3_mailbox" ADD CONSTRAINT "pop3_mailbox_incoming_server_id_incoming_server_id_fk" FOREIGN KEY ("incoming_server_id") REFERENCES "public"."incoming_server"("id") ON DELETE cascade ON UPDATE no action;