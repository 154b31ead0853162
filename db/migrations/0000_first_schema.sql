CREATE TABLE "act_proposal" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "act_proposal_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"policy_id" text collate "C" NOT NULL,
	"nonce" bigint NOT NULL,
	"act" jsonb NOT NULL,
	"text" text NOT NULL,
	"reason" text NOT NULL,
	"proposed_by" uuid NOT NULL,
	"withdrawn_by" uuid,
	"withdrawn_at" timestamp with time zone,
	"send_asked_by" uuid,
	"send_asked_at" timestamp with time zone,
	"tx_hash" text collate "C",
	"tx_bytes" text collate "C",
	"input_tx_hash" text collate "C",
	"input_index" integer,
	"valid_until_slot" bigint,
	"last_broadcast_height" bigint,
	"last_outcome" text,
	"written_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "act_signature" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "act_signature_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"text" text NOT NULL,
	"public_key" text collate "C" NOT NULL,
	"envelope" jsonb NOT NULL,
	"via" text NOT NULL,
	"user_id" uuid NOT NULL,
	"written_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "asset_utxo" (
	"asset_id" integer NOT NULL,
	"tx_hash" text collate "C" NOT NULL,
	"output_index" integer NOT NULL,
	"address_id" integer NOT NULL,
	"quantity" numeric(39, 0) NOT NULL,
	"created_height" bigint NOT NULL,
	"spent_height" bigint,
	"spent_tx_hash" text collate "C",
	CONSTRAINT "asset_utxo_asset_id_tx_hash_output_index_pk" PRIMARY KEY("asset_id","tx_hash","output_index")
);
--> statement-breakpoint
CREATE TABLE "pool_utxo" (
	"tx_hash" text collate "C" NOT NULL,
	"output_index" integer NOT NULL,
	"address" text collate "C" NOT NULL,
	"lovelace" bigint NOT NULL,
	"datum" text collate "C",
	"plan" text collate "C",
	"status" text,
	"commitment" text collate "C",
	"nonce" bigint,
	"previous_tx_hash" text collate "C",
	"previous_index" integer,
	"deposited_lovelace" bigint,
	"act_lovelace" bigint,
	"output" jsonb NOT NULL,
	"created_height" bigint NOT NULL,
	"spent_height" bigint,
	"spent_tx_hash" text collate "C",
	CONSTRAINT "pool_utxo_tx_hash_output_index_pk" PRIMARY KEY("tx_hash","output_index")
);
--> statement-breakpoint
CREATE TABLE "audit_check" (
	"id" integer PRIMARY KEY NOT NULL,
	"state" text NOT NULL,
	"mac" text collate "C" NOT NULL,
	"written_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit_event" (
	"sequence" bigint PRIMARY KEY NOT NULL,
	"actor" text NOT NULL,
	"action" text NOT NULL,
	"subject" text NOT NULL,
	"details" jsonb NOT NULL,
	"at_ms" bigint NOT NULL,
	"previous_hash" text collate "C" NOT NULL,
	"hash" text collate "C" NOT NULL,
	"key_id" text collate "C" NOT NULL,
	"mac" text collate "C" NOT NULL,
	"written_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "audit_event_hash_unique" UNIQUE("hash")
);
--> statement-breakpoint
CREATE TABLE "block_header" (
	"height" bigint PRIMARY KEY NOT NULL,
	"hash" text collate "C" NOT NULL,
	"previous_hash" text collate "C",
	"slot" bigint NOT NULL,
	"time_ms" bigint NOT NULL,
	CONSTRAINT "block_header_hash_unique" UNIQUE("hash")
);
--> statement-breakpoint
CREATE TABLE "source_state" (
	"id" text PRIMARY KEY DEFAULT 'scan' NOT NULL,
	"height" bigint NOT NULL,
	"hash" text collate "C" NOT NULL,
	"slot" bigint NOT NULL,
	"time_ms" bigint NOT NULL,
	"tip_height" bigint NOT NULL,
	"tip_time_ms" bigint NOT NULL,
	"read_at" timestamp with time zone DEFAULT now() NOT NULL,
	"contradiction" jsonb,
	"tries" integer DEFAULT 0 NOT NULL,
	"next_read_at" timestamp with time zone,
	"audited_height" bigint DEFAULT 0 NOT NULL,
	"audited_at" timestamp with time zone,
	"difference" jsonb
);
--> statement-breakpoint
CREATE TABLE "call_limit" (
	"key" varchar(255) PRIMARY KEY NOT NULL,
	"points" integer DEFAULT 0 NOT NULL,
	"expire" bigint
);
--> statement-breakpoint
CREATE TABLE "chain_hold" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "chain_hold_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"held_at" timestamp with time zone NOT NULL,
	"troubles" jsonb NOT NULL,
	"well_since" timestamp with time zone,
	"asked_by" uuid,
	"asked_why" text,
	"released_at" timestamp with time zone,
	"accepted" jsonb DEFAULT '[]'::jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "chain_rollback" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "chain_rollback_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"from_height" bigint NOT NULL,
	"to_height" bigint NOT NULL,
	"written_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "chain_sight" (
	"id" integer PRIMARY KEY NOT NULL,
	"newest_height" bigint NOT NULL,
	"newest_at" timestamp with time zone NOT NULL,
	"behind_since" timestamp with time zone,
	"looked_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "chain_transaction" (
	"hash" text collate "C" PRIMARY KEY NOT NULL,
	"height" bigint NOT NULL,
	"block_hash" text collate "C" NOT NULL,
	"slot" bigint NOT NULL,
	"time_ms" bigint NOT NULL,
	"valid" boolean NOT NULL,
	"runs_scripts" boolean NOT NULL,
	"subjects" integer[] NOT NULL,
	"outputs" text NOT NULL,
	"spends" text[] NOT NULL
);
--> statement-breakpoint
CREATE TABLE "earlier_output" (
	"tx_hash" text collate "C" NOT NULL,
	"output_index" integer NOT NULL,
	"address_id" integer NOT NULL,
	"lovelace" bigint NOT NULL,
	CONSTRAINT "earlier_output_tx_hash_output_index_pk" PRIMARY KEY("tx_hash","output_index")
);
--> statement-breakpoint
CREATE TABLE "tx_bytes" (
	"id" text collate "C" PRIMARY KEY NOT NULL,
	"bytes" text collate "C" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "tx_bytes_missing" (
	"id" text collate "C" PRIMARY KEY NOT NULL,
	"tries" integer DEFAULT 1 NOT NULL,
	"ask_again_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "approval" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "approval_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"day_index" integer NOT NULL,
	"plan_digest" text collate "C" NOT NULL,
	"deadline_ms" bigint NOT NULL,
	"role" text NOT NULL,
	"public_key" text collate "C" NOT NULL,
	"text" text NOT NULL,
	"envelope" jsonb NOT NULL,
	"via" text NOT NULL,
	"user_id" text,
	"written_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "attempt" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"day_index" integer NOT NULL,
	"kind" text NOT NULL,
	"batch_no" integer NOT NULL,
	"state" text NOT NULL,
	"tx_hash" text collate "C" NOT NULL,
	"tx_bytes" text collate "C" NOT NULL,
	"fee_lovelace" bigint NOT NULL,
	"valid_until_slot" bigint NOT NULL,
	"input_tx_hash" text collate "C" NOT NULL,
	"input_index" integer NOT NULL,
	"next_pool" jsonb NOT NULL,
	"broadcasts" integer DEFAULT 0 NOT NULL,
	"first_broadcast_ms" bigint,
	"last_broadcast_height" bigint,
	"last_outcome" text,
	"ledger_height" bigint,
	"ledger_hash" text collate "C",
	"written_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "attempt_tx_hash_unique" UNIQUE("tx_hash")
);
--> statement-breakpoint
CREATE TABLE "batch" (
	"day_index" integer NOT NULL,
	"batch_no" integer NOT NULL,
	"lovelace" bigint NOT NULL,
	"outputs" integer NOT NULL,
	"commitment" text collate "C" NOT NULL,
	"next" text collate "C" NOT NULL,
	CONSTRAINT "batch_day_index_batch_no_pk" PRIMARY KEY("day_index","batch_no")
);
--> statement-breakpoint
CREATE TABLE "day" (
	"day_index" integer PRIMARY KEY NOT NULL,
	"state" text NOT NULL,
	"state_since_ms" bigint NOT NULL,
	"snapshot_id" text collate "C",
	"doubt" jsonb,
	"line_set_id" integer,
	"report_hash" text collate "C",
	"plan_digest" text collate "C",
	"commitment" text collate "C",
	"deadline_ms" bigint,
	"signed_for" jsonb,
	"total_lovelace" bigint,
	"outputs" integer,
	"batches" integer,
	"stop_reason" jsonb,
	"frozen_from" text,
	"findings" jsonb,
	"closing" jsonb,
	"written_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "day_line_set_id_unique" UNIQUE("line_set_id")
);
--> statement-breakpoint
CREATE TABLE "day_transition" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "day_transition_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"day_index" integer NOT NULL,
	"from_state" text,
	"to_state" text NOT NULL,
	"at_ms" bigint NOT NULL,
	"detail" text,
	"written_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "line_set" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "line_set_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"day_index" integer NOT NULL,
	"hash" text collate "C",
	"lines" integer NOT NULL,
	"is_whole" boolean DEFAULT false NOT NULL,
	"claims" integer DEFAULT 0 NOT NULL,
	"written_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "line_set_hash_unique" UNIQUE("hash")
);
--> statement-breakpoint
CREATE TABLE "reward_line" (
	"set_id" integer NOT NULL,
	"address" text collate "C" NOT NULL,
	"identity" text collate "C" NOT NULL,
	"quantity" numeric(39, 0) NOT NULL,
	"earned_lovelace" bigint NOT NULL,
	"opening_lovelace" bigint NOT NULL,
	"payout_lovelace" bigint NOT NULL,
	"carried_lovelace" bigint NOT NULL,
	"reason" text NOT NULL,
	"batch_no" integer,
	CONSTRAINT "reward_line_set_id_address_pk" PRIMARY KEY("set_id","address"),
	CONSTRAINT "reward_line_balances" CHECK (earned_lovelace + opening_lovelace = payout_lovelace + carried_lovelace),
	CONSTRAINT "reward_line_not_negative" CHECK (earned_lovelace >= 0 and payout_lovelace >= 0 and carried_lovelace >= 0)
);
--> statement-breakpoint
CREATE TABLE "snapshot" (
	"id" text collate "C" PRIMARY KEY NOT NULL,
	"day_index" integer NOT NULL,
	"hash" text collate "C" NOT NULL,
	"height" bigint NOT NULL,
	"slot" bigint NOT NULL,
	"time_ms" bigint NOT NULL,
	"scan_epoch" integer NOT NULL,
	"rules_version" integer NOT NULL,
	"rules_hash" text collate "C" NOT NULL,
	"settings_hash" text collate "C" NOT NULL,
	"previous_report_hash" text collate "C",
	"open_plan" text collate "C",
	"open_left" text collate "C",
	"opening_hash" text collate "C" NOT NULL,
	"free_pool_lovelace" bigint NOT NULL,
	"reserved" text[] NOT NULL,
	"daily_limit_lovelace" numeric(39, 0) NOT NULL,
	"max_fee_lovelace" bigint NOT NULL,
	"coins_per_utxo_byte" bigint NOT NULL,
	"parameters_hash" text collate "C" NOT NULL,
	"closing" jsonb,
	"audit_head" jsonb NOT NULL,
	"written_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "delivery" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "delivery_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"message_id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"channel" text NOT NULL,
	"key" text NOT NULL,
	"message" jsonb NOT NULL,
	"incident_id" integer,
	"state" text DEFAULT 'waiting' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"queued_at" timestamp with time zone NOT NULL,
	"next_try_at" timestamp with time zone NOT NULL,
	"problem" text,
	"ended_at" timestamp with time zone,
	"written_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "address" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "address_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"text" text collate "C" NOT NULL,
	CONSTRAINT "address_text_unique" UNIQUE("text")
);
--> statement-breakpoint
CREATE TABLE "identity" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "identity_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"text" text collate "C" NOT NULL,
	CONSTRAINT "identity_text_unique" UNIQUE("text")
);
--> statement-breakpoint
CREATE TABLE "engine_look" (
	"instance" text NOT NULL,
	"part" text NOT NULL,
	"state" text NOT NULL,
	"fact" text NOT NULL,
	"next" text,
	"looked_at" timestamp with time zone NOT NULL,
	CONSTRAINT "engine_look_instance_part_pk" PRIMARY KEY("instance","part")
);
--> statement-breakpoint
CREATE TABLE "engine_pause" (
	"id" integer PRIMARY KEY NOT NULL,
	"user_id" uuid,
	"reason" text NOT NULL,
	"words" jsonb,
	"checked_by" uuid,
	"written_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "followed" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "followed_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"read_height" bigint NOT NULL,
	"checked_height" bigint DEFAULT -1 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "incident" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "incident_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"priority" integer NOT NULL,
	"state" text NOT NULL,
	"title" text NOT NULL,
	"fact" text NOT NULL,
	"next" text,
	"public_text" text,
	"cause_id" integer,
	"began_at" timestamp with time zone NOT NULL,
	"opened_at" timestamp with time zone NOT NULL,
	"last_seen_at" timestamp with time zone NOT NULL,
	"well_since" timestamp with time zone,
	"comebacks" integer DEFAULT 0 NOT NULL,
	"acknowledged_at" timestamp with time zone,
	"acknowledged_by" text,
	"acknowledged_why" text,
	"resolved_at" timestamp with time zone,
	"resolved_by" text,
	"post_mortem" text
);
--> statement-breakpoint
CREATE TABLE "incident_entry" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "incident_entry_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"incident_id" integer NOT NULL,
	"kind" text NOT NULL,
	"state" text,
	"actor" text NOT NULL,
	"text" text NOT NULL,
	"is_public" boolean DEFAULT false NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"written_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "incident_look" (
	"id" integer PRIMARY KEY NOT NULL,
	"looked_at" timestamp with time zone NOT NULL,
	"unknown" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "incident_suspect" (
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"first_seen_at" timestamp with time zone NOT NULL,
	"last_seen_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ledger_account" (
	"account" text PRIMARY KEY NOT NULL,
	"balance_lovelace" bigint DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ledger_entry" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "ledger_entry_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"reference" text collate "C" NOT NULL,
	"kind" text NOT NULL,
	"account" text NOT NULL,
	"lovelace" bigint NOT NULL,
	"written_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "metric_sample" (
	"name" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"value" double precision NOT NULL,
	CONSTRAINT "metric_sample_name_at_pk" PRIMARY KEY("name","at")
);
--> statement-breakpoint
CREATE TABLE "probe" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "probe_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"instance" text NOT NULL,
	"door" text NOT NULL,
	"status" integer,
	"duration_ms" integer NOT NULL,
	"fault" text,
	"problem" text,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "upkeep" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "upkeep_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"what" text NOT NULL,
	"done_at" timestamp with time zone NOT NULL,
	"actor" text NOT NULL,
	"note" text NOT NULL,
	"written_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "operator_output" (
	"tx_hash" text collate "C" NOT NULL,
	"output_index" integer NOT NULL,
	"address" text collate "C" NOT NULL,
	"lovelace" bigint NOT NULL,
	"seen_height" bigint NOT NULL,
	"spent_tx_hash" text collate "C",
	"spent_at" timestamp with time zone,
	CONSTRAINT "operator_output_tx_hash_output_index_pk" PRIMARY KEY("tx_hash","output_index")
);
--> statement-breakpoint
CREATE TABLE "own_transaction" (
	"tx_hash" text collate "C" PRIMARY KEY NOT NULL,
	"actor" text NOT NULL,
	"why" text NOT NULL,
	"written_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "heartbeat" (
	"minute" timestamp with time zone PRIMARY KEY NOT NULL,
	"is_alive" boolean DEFAULT false NOT NULL,
	"requests" integer DEFAULT 0 NOT NULL,
	"errors" integer DEFAULT 0 NOT NULL,
	"visits" integer DEFAULT 0 NOT NULL,
	"failed_visits" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "job_run" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "job_run_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"job" text NOT NULL,
	"result" text NOT NULL,
	"detail" text,
	"stopped_day" integer,
	"started_at" timestamp with time zone NOT NULL,
	"duration_ms" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "outbox_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"event" text NOT NULL,
	"payload" jsonb NOT NULL,
	"delivered_at" timestamp with time zone,
	"written_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "participation" (
	"rule_id" integer NOT NULL,
	"tx_hash" text collate "C" NOT NULL,
	"height" bigint NOT NULL,
	"time_ms" bigint NOT NULL,
	"identity_id" integer,
	"reason" text,
	"lovelace" bigint NOT NULL,
	"known_height" bigint,
	"looked_at" timestamp with time zone,
	CONSTRAINT "participation_rule_id_tx_hash_pk" PRIMARY KEY("rule_id","tx_hash"),
	CONSTRAINT "participation_says_who_or_why" CHECK (identity_id is not null or reason is not null)
);
--> statement-breakpoint
CREATE TABLE "failed_try" (
	"minute" timestamp with time zone NOT NULL,
	"user_id" uuid NOT NULL,
	"tries" integer NOT NULL,
	CONSTRAINT "failed_try_minute_user_id_pk" PRIMARY KEY("minute","user_id")
);
--> statement-breakpoint
CREATE TABLE "invitation" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"user_id" uuid NOT NULL,
	"sets" text NOT NULL,
	"token_hash" text collate "C" NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	"failed_logins" integer DEFAULT 0 NOT NULL,
	"locked_until" timestamp with time zone,
	"written_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "invitation_token_hash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "known_device" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"user_id" uuid NOT NULL,
	"token_hash" text collate "C" NOT NULL,
	"failed_logins" integer DEFAULT 0 NOT NULL,
	"locked_until" timestamp with time zone,
	"used_at" timestamp with time zone DEFAULT now() NOT NULL,
	"written_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "person_request" (
	"user_id" uuid PRIMARY KEY NOT NULL,
	"what" text NOT NULL,
	"role" text,
	"requested_by" uuid,
	"written_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "recovery_code" (
	"user_id" uuid NOT NULL,
	"code_hash" text collate "C" NOT NULL,
	"used_at" timestamp with time zone,
	"written_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "recovery_code_user_id_code_hash_pk" PRIMARY KEY("user_id","code_hash")
);
--> statement-breakpoint
CREATE TABLE "session" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"user_id" uuid NOT NULL,
	"token_hash" text collate "C" NOT NULL,
	"level" integer NOT NULL,
	"confirmed_at" timestamp with time zone,
	"expires_at" timestamp with time zone NOT NULL,
	"user_agent" text,
	"failed_logins" integer DEFAULT 0 NOT NULL,
	"locked_until" timestamp with time zone,
	"written_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "session_token_hash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "totp_secret" (
	"user_id" uuid PRIMARY KEY NOT NULL,
	"secret" text NOT NULL,
	"last_step" bigint,
	"written_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "user" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"role" text NOT NULL,
	"password_hash" text,
	"approver_key" text collate "C",
	"encrypted_key" text,
	"disabled" boolean DEFAULT false NOT NULL,
	"enrolled_at" timestamp with time zone,
	"failed_logins" integer DEFAULT 0 NOT NULL,
	"locked_until" timestamp with time zone,
	"written_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "user_email_unique" UNIQUE("email"),
	CONSTRAINT "user_approver_key_unique" UNIQUE("approver_key")
);
--> statement-breakpoint
CREATE TABLE "person_channel" (
	"user_id" uuid PRIMARY KEY NOT NULL,
	"way" text NOT NULL,
	"telegram_chat" text,
	"wants" text NOT NULL,
	"written_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "person_channel_reachable" CHECK ("person_channel"."way" <> 'telegram' or "person_channel"."telegram_chat" is not null)
);
--> statement-breakpoint
CREATE TABLE "pool" (
	"policy_id" text collate "C" PRIMARY KEY NOT NULL,
	"seed_tx_hash" text collate "C" NOT NULL,
	"seed_output_index" integer NOT NULL,
	"address" text NOT NULL,
	"pool_script_tx_hash" text collate "C" NOT NULL,
	"pool_script_index" integer NOT NULL,
	"governor_script_tx_hash" text collate "C" NOT NULL,
	"governor_script_index" integer NOT NULL,
	"settings" text collate "C" NOT NULL,
	"deploy_tx_hash" text collate "C" NOT NULL,
	"start_hash" text collate "C" NOT NULL,
	"start_height" bigint NOT NULL,
	"known_height" bigint NOT NULL,
	"written_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "pool_settings" (
	"settings_hash" text collate "C" PRIMARY KEY NOT NULL,
	"settings" text collate "C" NOT NULL,
	"written_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "proposal" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "proposal_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"kind" text NOT NULL,
	"hash" text collate "C" NOT NULL,
	"document" jsonb NOT NULL,
	"from_day" integer,
	"reason" text NOT NULL,
	"proposed_by" uuid NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"ended_by" uuid,
	"ended_at" timestamp with time zone,
	"version" integer,
	"written_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "refusal" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "refusal_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"kind" text NOT NULL,
	"day_index" integer NOT NULL,
	"transition_id" integer NOT NULL,
	"who" text NOT NULL,
	"problem" text NOT NULL,
	"times" integer DEFAULT 1 NOT NULL,
	"first_at" timestamp with time zone NOT NULL,
	"last_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "register" (
	"id" integer PRIMARY KEY NOT NULL,
	"height" bigint,
	"hash" text collate "C",
	"time_ms" bigint,
	"scan_epoch" integer,
	"rules_version" integer,
	"day_index" integer,
	"players" integer DEFAULT 0 NOT NULL,
	"holders" integer DEFAULT 0 NOT NULL,
	"next_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "register_entry" (
	"place" text collate "C" PRIMARY KEY NOT NULL,
	"address" text collate "C",
	"plays" integer NOT NULL,
	"plays_in_window" integer NOT NULL,
	"first_height" bigint,
	"first_ms" bigint,
	"held" numeric(39, 0) NOT NULL,
	"counted" numeric(39, 0) NOT NULL,
	"not_counted" numeric(39, 0) NOT NULL
);
--> statement-breakpoint
CREATE TABLE "replay_checkpoint" (
	"hash" text collate "C" PRIMARY KEY NOT NULL,
	"snapshot_id" text collate "C" NOT NULL,
	"replay_key" text collate "C" NOT NULL,
	"parts" text[] NOT NULL,
	"written_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "replay_part" (
	"hash" text collate "C" PRIMARY KEY NOT NULL,
	"body" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "report" (
	"hash" text collate "C" PRIMARY KEY NOT NULL,
	"day_index" integer NOT NULL,
	"manifest" text NOT NULL,
	"part_hashes" text[] NOT NULL,
	"facts" jsonb NOT NULL,
	"written_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "report_part" (
	"hash" text collate "C" PRIMARY KEY NOT NULL,
	"body" text NOT NULL,
	"written_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "settlement" (
	"day_index" integer PRIMARY KEY NOT NULL,
	"transactions" jsonb NOT NULL,
	"paid_lovelace" bigint NOT NULL,
	"fee_lovelace" bigint NOT NULL,
	"confirmed_at_ms" bigint NOT NULL,
	"written_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "resume" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "resume_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"day_index" integer NOT NULL,
	"signed_for" jsonb NOT NULL,
	"deadline_ms" bigint NOT NULL,
	"tail" text collate "C" NOT NULL,
	"user_id" text NOT NULL,
	"reason" text NOT NULL,
	"ended_because" text,
	"written_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "round_turn" (
	"id" integer PRIMARY KEY NOT NULL,
	"holder" text NOT NULL,
	"free_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "operations_version" (
	"version" integer PRIMARY KEY NOT NULL,
	"document" jsonb NOT NULL,
	"author" text NOT NULL,
	"written_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rules_version" (
	"version" integer PRIMARY KEY NOT NULL,
	"hash" text collate "C" NOT NULL,
	"document" jsonb NOT NULL,
	"from_day" integer NOT NULL,
	"author" text NOT NULL,
	"written_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "rules_version_hash_unique" UNIQUE("hash")
);
--> statement-breakpoint
CREATE TABLE "scan_revision" (
	"epoch" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "scan_revision_epoch_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"from_height" bigint NOT NULL,
	"written_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "agreed_history" (
	"witness" text collate "C" NOT NULL,
	"game_id" integer NOT NULL,
	"height" bigint NOT NULL,
	"scan_epoch" integer NOT NULL,
	CONSTRAINT "agreed_history_witness_game_id_pk" PRIMARY KEY("witness","game_id")
);
--> statement-breakpoint
CREATE TABLE "second_opinion" (
	"snapshot_id" text collate "C" PRIMARY KEY NOT NULL,
	"opinion" jsonb NOT NULL,
	"asked_height" bigint NOT NULL,
	"written_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sign_request" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "sign_request_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"day_index" integer NOT NULL,
	"what" text NOT NULL,
	"digest" text collate "C" NOT NULL,
	"deadline_ms" bigint NOT NULL,
	"signed_for" jsonb NOT NULL,
	"text" text NOT NULL,
	"requested_ms" bigint NOT NULL,
	"asked" integer DEFAULT 0 NOT NULL,
	"refused" integer DEFAULT 0 NOT NULL,
	"ended_because" text,
	"written_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "source_health" (
	"name" text PRIMARY KEY NOT NULL,
	"server" text NOT NULL,
	"place" integer NOT NULL,
	"has_bytes" boolean NOT NULL,
	"state" text DEFAULT 'good' NOT NULL,
	"reason" text,
	"since_ms" bigint NOT NULL,
	"next_try_ms" bigint,
	"circuit" jsonb,
	"good_probes" integer DEFAULT 0 NOT NULL,
	"differing" integer DEFAULT 0 NOT NULL,
	"tip_height" bigint,
	"tip_hash" text collate "C",
	"tip_time_ms" bigint,
	"looked_at_ms" bigint DEFAULT 0 NOT NULL,
	"chosen_ms" bigint
);
--> statement-breakpoint
CREATE TABLE "given_up_deposit" (
	"tx_hash" text collate "C" PRIMARY KEY NOT NULL,
	"top_up_id" uuid NOT NULL,
	"tx_bytes" text collate "C" NOT NULL,
	"input_tx_hash" text collate "C" NOT NULL,
	"input_index" integer NOT NULL,
	"valid_until_slot" bigint NOT NULL,
	"valid_until_ms" bigint NOT NULL,
	"fee_lovelace" bigint NOT NULL,
	"sent_height" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "top_up" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"user_id" uuid NOT NULL,
	"lovelace" bigint NOT NULL,
	"tokens" numeric(39, 0) NOT NULL,
	"addresses" jsonb NOT NULL,
	"change_address" text NOT NULL,
	"state" text DEFAULT 'ASKED' NOT NULL,
	"asked_ms" bigint NOT NULL,
	"since_ms" bigint NOT NULL,
	"detail" text NOT NULL,
	"tx_hash" text collate "C",
	"tx_bytes" text collate "C",
	"input_tx_hash" text collate "C",
	"input_index" integer,
	"valid_until_slot" bigint,
	"valid_until_ms" bigint,
	"fee_lovelace" bigint,
	"signers" jsonb,
	"signatures" jsonb,
	"sent_height" bigint,
	"last_sent_height" bigint,
	"written_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "act_proposal" ADD CONSTRAINT "act_proposal_proposed_by_user_id_fk" FOREIGN KEY ("proposed_by") REFERENCES "public"."user"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "act_proposal" ADD CONSTRAINT "act_proposal_withdrawn_by_user_id_fk" FOREIGN KEY ("withdrawn_by") REFERENCES "public"."user"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "act_proposal" ADD CONSTRAINT "act_proposal_send_asked_by_user_id_fk" FOREIGN KEY ("send_asked_by") REFERENCES "public"."user"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "act_signature" ADD CONSTRAINT "act_signature_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "chain_hold" ADD CONSTRAINT "chain_hold_asked_by_user_id_fk" FOREIGN KEY ("asked_by") REFERENCES "public"."user"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "approval" ADD CONSTRAINT "approval_day_index_day_day_index_fk" FOREIGN KEY ("day_index") REFERENCES "public"."day"("day_index") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attempt" ADD CONSTRAINT "attempt_day_index_day_day_index_fk" FOREIGN KEY ("day_index") REFERENCES "public"."day"("day_index") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "batch" ADD CONSTRAINT "batch_day_index_day_day_index_fk" FOREIGN KEY ("day_index") REFERENCES "public"."day"("day_index") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "day" ADD CONSTRAINT "day_snapshot_id_snapshot_id_fk" FOREIGN KEY ("snapshot_id") REFERENCES "public"."snapshot"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "day" ADD CONSTRAINT "day_line_set_id_line_set_id_fk" FOREIGN KEY ("line_set_id") REFERENCES "public"."line_set"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "day_transition" ADD CONSTRAINT "day_transition_day_index_day_day_index_fk" FOREIGN KEY ("day_index") REFERENCES "public"."day"("day_index") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "line_set" ADD CONSTRAINT "line_set_day_index_day_day_index_fk" FOREIGN KEY ("day_index") REFERENCES "public"."day"("day_index") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "snapshot" ADD CONSTRAINT "snapshot_day_index_day_day_index_fk" FOREIGN KEY ("day_index") REFERENCES "public"."day"("day_index") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "snapshot" ADD CONSTRAINT "snapshot_rules_version_rules_version_version_fk" FOREIGN KEY ("rules_version") REFERENCES "public"."rules_version"("version") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_incident_id_incident_id_fk" FOREIGN KEY ("incident_id") REFERENCES "public"."incident"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "engine_pause" ADD CONSTRAINT "engine_pause_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "engine_pause" ADD CONSTRAINT "engine_pause_checked_by_user_id_fk" FOREIGN KEY ("checked_by") REFERENCES "public"."user"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incident" ADD CONSTRAINT "incident_cause_id_incident_id_fk" FOREIGN KEY ("cause_id") REFERENCES "public"."incident"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incident_entry" ADD CONSTRAINT "incident_entry_incident_id_incident_id_fk" FOREIGN KEY ("incident_id") REFERENCES "public"."incident"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitation" ADD CONSTRAINT "invitation_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "known_device" ADD CONSTRAINT "known_device_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "person_request" ADD CONSTRAINT "person_request_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "person_request" ADD CONSTRAINT "person_request_requested_by_user_id_fk" FOREIGN KEY ("requested_by") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recovery_code" ADD CONSTRAINT "recovery_code_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session" ADD CONSTRAINT "session_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "totp_secret" ADD CONSTRAINT "totp_secret_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "person_channel" ADD CONSTRAINT "person_channel_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proposal" ADD CONSTRAINT "proposal_proposed_by_user_id_fk" FOREIGN KEY ("proposed_by") REFERENCES "public"."user"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proposal" ADD CONSTRAINT "proposal_ended_by_user_id_fk" FOREIGN KEY ("ended_by") REFERENCES "public"."user"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refusal" ADD CONSTRAINT "refusal_day_index_day_day_index_fk" FOREIGN KEY ("day_index") REFERENCES "public"."day"("day_index") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refusal" ADD CONSTRAINT "refusal_transition_id_day_transition_id_fk" FOREIGN KEY ("transition_id") REFERENCES "public"."day_transition"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "replay_checkpoint" ADD CONSTRAINT "replay_checkpoint_snapshot_id_snapshot_id_fk" FOREIGN KEY ("snapshot_id") REFERENCES "public"."snapshot"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report" ADD CONSTRAINT "report_day_index_day_day_index_fk" FOREIGN KEY ("day_index") REFERENCES "public"."day"("day_index") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "settlement" ADD CONSTRAINT "settlement_day_index_day_day_index_fk" FOREIGN KEY ("day_index") REFERENCES "public"."day"("day_index") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "resume" ADD CONSTRAINT "resume_day_index_day_day_index_fk" FOREIGN KEY ("day_index") REFERENCES "public"."day"("day_index") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "second_opinion" ADD CONSTRAINT "second_opinion_snapshot_id_snapshot_id_fk" FOREIGN KEY ("snapshot_id") REFERENCES "public"."snapshot"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sign_request" ADD CONSTRAINT "sign_request_day_index_day_day_index_fk" FOREIGN KEY ("day_index") REFERENCES "public"."day"("day_index") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "given_up_deposit" ADD CONSTRAINT "given_up_deposit_top_up_id_top_up_id_fk" FOREIGN KEY ("top_up_id") REFERENCES "public"."top_up"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "top_up" ADD CONSTRAINT "top_up_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "act_proposal_one_open" ON "act_proposal" USING btree ("text") WHERE withdrawn_at is null;--> statement-breakpoint
CREATE INDEX "act_proposal_nonce" ON "act_proposal" USING btree ("nonce");--> statement-breakpoint
CREATE UNIQUE INDEX "act_signature_once" ON "act_signature" USING btree ("text","public_key");--> statement-breakpoint
CREATE INDEX "asset_utxo_address" ON "asset_utxo" USING btree ("address_id");--> statement-breakpoint
CREATE INDEX "pool_utxo_created" ON "pool_utxo" USING btree ("created_height");--> statement-breakpoint
CREATE INDEX "pool_utxo_spent" ON "pool_utxo" USING btree ("spent_height");--> statement-breakpoint
CREATE INDEX "pool_utxo_plan" ON "pool_utxo" USING btree ("plan","created_height");--> statement-breakpoint
CREATE INDEX "pool_utxo_nonce" ON "pool_utxo" USING btree ("nonce");--> statement-breakpoint
CREATE INDEX "pool_utxo_act" ON "pool_utxo" USING btree ("created_height") WHERE act_lovelace is not null;--> statement-breakpoint
CREATE INDEX "pool_utxo_deposited" ON "pool_utxo" USING btree ("created_height") WHERE deposited_lovelace is not null;--> statement-breakpoint
CREATE INDEX "block_header_time" ON "block_header" USING btree ("time_ms");--> statement-breakpoint
CREATE UNIQUE INDEX "chain_hold_one_open" ON "chain_hold" USING btree ((true)) WHERE "chain_hold"."released_at" is null;--> statement-breakpoint
CREATE INDEX "chain_rollback_recent" ON "chain_rollback" USING btree ("written_at");--> statement-breakpoint
CREATE INDEX "chain_transaction_height" ON "chain_transaction" USING btree ("height");--> statement-breakpoint
CREATE UNIQUE INDEX "approval_once" ON "approval" USING btree ("day_index","text","public_key");--> statement-breakpoint
CREATE UNIQUE INDEX "attempt_one_live" ON "attempt" USING btree ("day_index","batch_no") WHERE kind in ('commit','pay') and state in ('BUILT','BROADCAST','IN_LEDGER','CONFIRMED','FINAL');--> statement-breakpoint
CREATE UNIQUE INDEX "attempt_one_live_end" ON "attempt" USING btree ("input_tx_hash","input_index") WHERE kind in ('expire','resume') and state in ('BUILT','BROADCAST','IN_LEDGER','CONFIRMED','FINAL');--> statement-breakpoint
CREATE INDEX "attempt_open" ON "attempt" USING btree ("state","day_index") WHERE state in ('BUILT','BROADCAST','IN_LEDGER','CONFIRMED');--> statement-breakpoint
CREATE INDEX "attempt_landed" ON "attempt" USING btree ("ledger_height") WHERE state in ('IN_LEDGER','CONFIRMED');--> statement-breakpoint
CREATE INDEX "attempt_sent" ON "attempt" USING btree ("first_broadcast_ms");--> statement-breakpoint
CREATE INDEX "attempt_day" ON "attempt" USING btree ("day_index","batch_no");--> statement-breakpoint
CREATE INDEX "day_unended" ON "day" USING btree ("day_index") WHERE state not in ('FINAL','CARRIED','CLOSED');--> statement-breakpoint
CREATE INDEX "day_plan" ON "day" USING btree ("plan_digest");--> statement-breakpoint
CREATE INDEX "day_transition_day" ON "day_transition" USING btree ("day_index","id");--> statement-breakpoint
CREATE INDEX "line_set_day" ON "line_set" USING btree ("day_index");--> statement-breakpoint
CREATE INDEX "reward_line_identity" ON "reward_line" USING btree ("identity","set_id");--> statement-breakpoint
CREATE INDEX "reward_line_batch" ON "reward_line" USING btree ("set_id","batch_no") WHERE batch_no is not null;--> statement-breakpoint
CREATE INDEX "reward_line_carried" ON "reward_line" USING btree ("set_id") WHERE carried_lovelace > 0;--> statement-breakpoint
CREATE INDEX "snapshot_day" ON "snapshot" USING btree ("day_index");--> statement-breakpoint
CREATE UNIQUE INDEX "delivery_once" ON "delivery" USING btree ("channel","key");--> statement-breakpoint
CREATE INDEX "delivery_waiting" ON "delivery" USING btree ("channel","id") WHERE "delivery"."state" = 'waiting';--> statement-breakpoint
CREATE INDEX "delivery_of_incident" ON "delivery" USING btree ("incident_id");--> statement-breakpoint
CREATE INDEX "delivery_recent" ON "delivery" USING btree ("queued_at");--> statement-breakpoint
CREATE INDEX "delivery_ended" ON "delivery" USING btree ("state","ended_at");--> statement-breakpoint
CREATE UNIQUE INDEX "followed_once" ON "followed" USING btree ("kind","subject");--> statement-breakpoint
CREATE UNIQUE INDEX "incident_one_open" ON "incident" USING btree ("kind","subject") WHERE "incident"."resolved_at" is null;--> statement-breakpoint
CREATE INDEX "incident_recent" ON "incident" USING btree ("opened_at");--> statement-breakpoint
CREATE INDEX "incident_over" ON "incident" USING btree ("resolved_at");--> statement-breakpoint
CREATE INDEX "incident_of_cause" ON "incident" USING btree ("cause_id");--> statement-breakpoint
CREATE INDEX "incident_entry_of" ON "incident_entry" USING btree ("incident_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "incident_suspect_one" ON "incident_suspect" USING btree ("kind","subject");--> statement-breakpoint
CREATE UNIQUE INDEX "ledger_entry_once" ON "ledger_entry" USING btree ("reference","kind","account");--> statement-breakpoint
CREATE INDEX "probe_recent" ON "probe" USING btree ("at");--> statement-breakpoint
CREATE INDEX "upkeep_recent" ON "upkeep" USING btree ("what","done_at");--> statement-breakpoint
CREATE INDEX "operator_output_address" ON "operator_output" USING btree ("address");--> statement-breakpoint
CREATE INDEX "job_run_recent" ON "job_run" USING btree ("job","started_at");--> statement-breakpoint
CREATE INDEX "outbox_waiting" ON "outbox" USING btree ("id") WHERE delivered_at is null;--> statement-breakpoint
CREATE INDEX "participation_identity" ON "participation" USING btree ("rule_id","identity_id","height");--> statement-breakpoint
CREATE INDEX "participation_height" ON "participation" USING btree ("height");--> statement-breakpoint
CREATE INDEX "participation_late" ON "participation" USING btree ("known_height") WHERE known_height is null or known_height > height;--> statement-breakpoint
CREATE UNIQUE INDEX "invitation_one_open" ON "invitation" USING btree ("user_id") WHERE used_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "known_device_once" ON "known_device" USING btree ("user_id","token_hash");--> statement-breakpoint
CREATE UNIQUE INDEX "proposal_one_open" ON "proposal" USING btree ("kind") WHERE state = 'open';--> statement-breakpoint
CREATE UNIQUE INDEX "proposal_version" ON "proposal" USING btree ("kind","version") WHERE version is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "refusal_once" ON "refusal" USING btree ("day_index","transition_id","kind","who");--> statement-breakpoint
CREATE INDEX "register_entry_players" ON "register_entry" USING btree ("first_height","place") WHERE first_height is not null;--> statement-breakpoint
CREATE INDEX "register_entry_holders" ON "register_entry" USING btree ("held","place") WHERE held > 0;--> statement-breakpoint
CREATE INDEX "register_entry_address" ON "register_entry" USING btree ("address");--> statement-breakpoint
CREATE INDEX "settlement_confirmed" ON "settlement" USING btree ("confirmed_at_ms");--> statement-breakpoint
CREATE UNIQUE INDEX "resume_one_open" ON "resume" USING btree ("day_index","tail") WHERE ended_because is null;--> statement-breakpoint
CREATE INDEX "scan_revision_height" ON "scan_revision" USING btree ("from_height","epoch");--> statement-breakpoint
CREATE UNIQUE INDEX "sign_request_once" ON "sign_request" USING btree ("digest","deadline_ms");--> statement-breakpoint
CREATE INDEX "sign_request_day" ON "sign_request" USING btree ("day_index");--> statement-breakpoint
CREATE INDEX "sign_request_state" ON "sign_request" USING btree ("signed_for");--> statement-breakpoint
CREATE UNIQUE INDEX "source_health_one_chosen" ON "source_health" USING btree ((true)) WHERE "source_health"."chosen_ms" is not null;--> statement-breakpoint
CREATE INDEX "given_up_deposit_top_up" ON "given_up_deposit" USING btree ("top_up_id");--> statement-breakpoint
CREATE UNIQUE INDEX "top_up_one_open" ON "top_up" USING btree ("user_id") WHERE state not in ('DONE', 'ENDED');