CREATE TABLE "pool_settings" (
	"settings_hash" text PRIMARY KEY NOT NULL,
	"settings" text NOT NULL,
	"written_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
-- A pool of before the governor is another contract: the version that runs says so when it meets it.
ALTER TABLE "pool" ADD COLUMN "governor_script_index" integer NOT NULL DEFAULT 1;
--> statement-breakpoint
ALTER TABLE "pool" ALTER COLUMN "governor_script_index" DROP DEFAULT;
