-- The schema that db/migrations make, so that a change shows in review. Written by: npm run db:golden

create table act_proposal (
  id integer not null generated always as identity,
  policy_id text not null,
  nonce bigint not null,
  act jsonb not null,
  text text not null,
  reason text not null,
  proposed_by uuid not null,
  withdrawn_by uuid,
  withdrawn_at timestamp with time zone,
  send_asked_by uuid,
  send_asked_at timestamp with time zone,
  tx_hash text,
  tx_bytes text,
  input_tx_hash text,
  input_index integer,
  valid_until_slot bigint,
  last_broadcast_height bigint,
  last_outcome text,
  written_at timestamp with time zone not null default now(),
  constraint act_proposal_pkey PRIMARY KEY (id),
  constraint act_proposal_proposed_by_user_id_fk FOREIGN KEY (proposed_by) REFERENCES "user"(id),
  constraint act_proposal_send_asked_by_user_id_fk FOREIGN KEY (send_asked_by) REFERENCES "user"(id),
  constraint act_proposal_withdrawn_by_user_id_fk FOREIGN KEY (withdrawn_by) REFERENCES "user"(id)
);
CREATE INDEX act_proposal_nonce ON public.act_proposal USING btree (nonce);
CREATE UNIQUE INDEX act_proposal_one_open ON public.act_proposal USING btree (text) WHERE (withdrawn_at IS NULL);

create table act_signature (
  id integer not null generated always as identity,
  text text not null,
  public_key text not null,
  envelope jsonb not null,
  via text not null,
  user_id uuid not null,
  written_at timestamp with time zone not null default now(),
  constraint act_signature_pkey PRIMARY KEY (id),
  constraint act_signature_user_id_user_id_fk FOREIGN KEY (user_id) REFERENCES "user"(id)
);
CREATE UNIQUE INDEX act_signature_once ON public.act_signature USING btree (text, public_key);

create table address (
  id integer not null generated always as identity,
  text text not null,
  constraint address_pkey PRIMARY KEY (id),
  constraint address_text_unique UNIQUE (text)
);

create table agreed_history (
  witness text not null,
  game_id integer not null,
  height bigint not null,
  scan_epoch integer not null,
  constraint agreed_history_witness_game_id_pk PRIMARY KEY (witness, game_id)
);

create table approval (
  id integer not null generated always as identity,
  day_index integer not null,
  plan_digest text not null,
  deadline_ms bigint not null,
  role text not null,
  public_key text not null,
  text text not null,
  envelope jsonb not null,
  via text not null,
  user_id text,
  written_at timestamp with time zone not null default now(),
  constraint approval_pkey PRIMARY KEY (id),
  constraint approval_day_index_day_day_index_fk FOREIGN KEY (day_index) REFERENCES day(day_index)
);
CREATE UNIQUE INDEX approval_once ON public.approval USING btree (day_index, text, public_key);

create table asset_utxo (
  asset_id integer not null,
  tx_hash text not null,
  output_index integer not null,
  address_id integer not null,
  quantity numeric(39,0) not null,
  created_height bigint not null,
  spent_height bigint,
  spent_tx_hash text,
  constraint asset_utxo_asset_id_tx_hash_output_index_pk PRIMARY KEY (asset_id, tx_hash, output_index)
);
CREATE INDEX asset_utxo_address ON public.asset_utxo USING btree (address_id);

create table attempt (
  id uuid not null default gen_random_uuid(),
  day_index integer not null,
  kind text not null,
  batch_no integer not null,
  state text not null,
  tx_hash text not null,
  tx_bytes text not null,
  fee_lovelace bigint not null,
  valid_until_slot bigint not null,
  input_tx_hash text not null,
  input_index integer not null,
  next_pool jsonb not null,
  broadcasts integer not null default 0,
  first_broadcast_ms bigint,
  last_broadcast_height bigint,
  last_outcome text,
  ledger_height bigint,
  ledger_hash text,
  written_at timestamp with time zone not null default now(),
  constraint attempt_pkey PRIMARY KEY (id),
  constraint attempt_day_index_day_day_index_fk FOREIGN KEY (day_index) REFERENCES day(day_index),
  constraint attempt_tx_hash_unique UNIQUE (tx_hash)
);
CREATE INDEX attempt_day ON public.attempt USING btree (day_index, batch_no);
CREATE INDEX attempt_landed ON public.attempt USING btree (ledger_height) WHERE (state = ANY (ARRAY['IN_LEDGER'::text, 'CONFIRMED'::text]));
CREATE UNIQUE INDEX attempt_one_live ON public.attempt USING btree (day_index, batch_no) WHERE ((kind = ANY (ARRAY['commit'::text, 'pay'::text])) AND (state = ANY (ARRAY['BUILT'::text, 'BROADCAST'::text, 'IN_LEDGER'::text, 'CONFIRMED'::text, 'FINAL'::text])));
CREATE UNIQUE INDEX attempt_one_live_end ON public.attempt USING btree (input_tx_hash, input_index) WHERE ((kind = ANY (ARRAY['expire'::text, 'resume'::text])) AND (state = ANY (ARRAY['BUILT'::text, 'BROADCAST'::text, 'IN_LEDGER'::text, 'CONFIRMED'::text, 'FINAL'::text])));
CREATE INDEX attempt_open ON public.attempt USING btree (state, day_index) WHERE (state = ANY (ARRAY['BUILT'::text, 'BROADCAST'::text, 'IN_LEDGER'::text, 'CONFIRMED'::text]));
CREATE INDEX attempt_sent ON public.attempt USING btree (first_broadcast_ms);

create table audit_check (
  id integer not null,
  state text not null,
  mac text not null,
  written_at timestamp with time zone not null default now(),
  constraint audit_check_pkey PRIMARY KEY (id)
);

create table audit_event (
  sequence bigint not null,
  actor text not null,
  action text not null,
  subject text not null,
  details jsonb not null,
  at_ms bigint not null,
  previous_hash text not null,
  hash text not null,
  key_id text not null,
  mac text not null,
  written_at timestamp with time zone not null default now(),
  constraint audit_event_pkey PRIMARY KEY (sequence),
  constraint audit_event_hash_unique UNIQUE (hash)
);

create table batch (
  day_index integer not null,
  batch_no integer not null,
  lovelace bigint not null,
  outputs integer not null,
  commitment text not null,
  next text not null,
  constraint batch_day_index_batch_no_pk PRIMARY KEY (day_index, batch_no),
  constraint batch_day_index_day_day_index_fk FOREIGN KEY (day_index) REFERENCES day(day_index)
);

create table block_header (
  height bigint not null,
  hash text not null,
  previous_hash text,
  slot bigint not null,
  time_ms bigint not null,
  constraint block_header_pkey PRIMARY KEY (height),
  constraint block_header_hash_unique UNIQUE (hash)
);
CREATE INDEX block_header_time ON public.block_header USING btree (time_ms);

create table call_limit (
  key character varying(255) not null,
  points integer not null default 0,
  expire bigint,
  constraint call_limit_pkey PRIMARY KEY (key)
);

create table chain_hold (
  id integer not null generated always as identity,
  held_at timestamp with time zone not null,
  troubles jsonb not null,
  well_since timestamp with time zone,
  asked_by uuid,
  asked_why text,
  released_at timestamp with time zone,
  accepted jsonb not null default '[]'::jsonb,
  constraint chain_hold_pkey PRIMARY KEY (id),
  constraint chain_hold_asked_by_user_id_fk FOREIGN KEY (asked_by) REFERENCES "user"(id)
);
CREATE UNIQUE INDEX chain_hold_one_open ON public.chain_hold USING btree ((true)) WHERE (released_at IS NULL);

create table chain_rollback (
  id integer not null generated always as identity,
  from_height bigint not null,
  to_height bigint not null,
  written_at timestamp with time zone not null default now(),
  constraint chain_rollback_pkey PRIMARY KEY (id)
);
CREATE INDEX chain_rollback_recent ON public.chain_rollback USING btree (written_at);

create table chain_sight (
  id integer not null,
  newest_height bigint not null,
  newest_at timestamp with time zone not null,
  behind_since timestamp with time zone,
  looked_at timestamp with time zone not null,
  constraint chain_sight_pkey PRIMARY KEY (id)
);

create table chain_transaction (
  hash text not null,
  height bigint not null,
  block_hash text not null,
  slot bigint not null,
  time_ms bigint not null,
  valid boolean not null,
  runs_scripts boolean not null,
  subjects integer[] not null,
  outputs text not null,
  spends text[] not null,
  constraint chain_transaction_pkey PRIMARY KEY (hash)
);
CREATE INDEX chain_transaction_height ON public.chain_transaction USING btree (height);

create table day (
  day_index integer not null,
  state text not null,
  state_since_ms bigint not null,
  snapshot_id text,
  doubt jsonb,
  line_set_id integer,
  report_hash text,
  plan_digest text,
  commitment text,
  deadline_ms bigint,
  signed_for jsonb,
  total_lovelace bigint,
  outputs integer,
  batches integer,
  stop_reason jsonb,
  frozen_from text,
  findings jsonb,
  closing jsonb,
  written_at timestamp with time zone not null default now(),
  constraint day_pkey PRIMARY KEY (day_index),
  constraint day_line_set_id_line_set_id_fk FOREIGN KEY (line_set_id) REFERENCES line_set(id),
  constraint day_line_set_id_unique UNIQUE (line_set_id),
  constraint day_snapshot_id_snapshot_id_fk FOREIGN KEY (snapshot_id) REFERENCES snapshot(id)
);
CREATE INDEX day_plan ON public.day USING btree (plan_digest);
CREATE INDEX day_unended ON public.day USING btree (day_index) WHERE (state <> ALL (ARRAY['FINAL'::text, 'CARRIED'::text, 'CLOSED'::text]));

create table day_transition (
  id integer not null generated always as identity,
  day_index integer not null,
  from_state text,
  to_state text not null,
  at_ms bigint not null,
  detail text,
  written_at timestamp with time zone not null default now(),
  constraint day_transition_pkey PRIMARY KEY (id),
  constraint day_transition_day_index_day_day_index_fk FOREIGN KEY (day_index) REFERENCES day(day_index)
);
CREATE INDEX day_transition_day ON public.day_transition USING btree (day_index, id);

create table delivery (
  id integer not null generated always as identity,
  message_id uuid not null default gen_random_uuid(),
  channel text not null,
  key text not null,
  message jsonb not null,
  incident_id integer,
  state text not null default 'waiting'::text,
  attempts integer not null default 0,
  queued_at timestamp with time zone not null,
  next_try_at timestamp with time zone not null,
  problem text,
  ended_at timestamp with time zone,
  written_at timestamp with time zone not null default now(),
  constraint delivery_pkey PRIMARY KEY (id),
  constraint delivery_incident_id_incident_id_fk FOREIGN KEY (incident_id) REFERENCES incident(id) ON DELETE CASCADE
);
CREATE INDEX delivery_ended ON public.delivery USING btree (state, ended_at);
CREATE INDEX delivery_of_incident ON public.delivery USING btree (incident_id);
CREATE UNIQUE INDEX delivery_once ON public.delivery USING btree (channel, key);
CREATE INDEX delivery_recent ON public.delivery USING btree (queued_at);
CREATE INDEX delivery_waiting ON public.delivery USING btree (channel, id) WHERE (state = 'waiting'::text);

create table earlier_output (
  tx_hash text not null,
  output_index integer not null,
  address_id integer not null,
  lovelace bigint not null,
  constraint earlier_output_tx_hash_output_index_pk PRIMARY KEY (tx_hash, output_index)
);

create table engine_look (
  instance text not null,
  part text not null,
  state text not null,
  fact text not null,
  next text,
  looked_at timestamp with time zone not null,
  constraint engine_look_instance_part_pk PRIMARY KEY (instance, part)
);

create table engine_pause (
  id integer not null,
  user_id uuid,
  reason text not null,
  words jsonb,
  checked_by uuid,
  written_at timestamp with time zone not null default now(),
  constraint engine_pause_pkey PRIMARY KEY (id),
  constraint engine_pause_checked_by_user_id_fk FOREIGN KEY (checked_by) REFERENCES "user"(id),
  constraint engine_pause_user_id_user_id_fk FOREIGN KEY (user_id) REFERENCES "user"(id)
);

create table failed_try (
  minute timestamp with time zone not null,
  user_id uuid not null,
  tries integer not null,
  constraint failed_try_minute_user_id_pk PRIMARY KEY (minute, user_id)
);

create table followed (
  id integer not null generated always as identity,
  kind text not null,
  subject text not null,
  read_height bigint not null,
  checked_height bigint not null default '-1'::integer,
  constraint followed_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX followed_once ON public.followed USING btree (kind, subject);

create table given_up_deposit (
  tx_hash text not null,
  top_up_id uuid not null,
  tx_bytes text not null,
  input_tx_hash text not null,
  input_index integer not null,
  valid_until_slot bigint not null,
  valid_until_ms bigint not null,
  fee_lovelace bigint not null,
  sent_height bigint not null,
  constraint given_up_deposit_pkey PRIMARY KEY (tx_hash),
  constraint given_up_deposit_top_up_id_top_up_id_fk FOREIGN KEY (top_up_id) REFERENCES top_up(id) ON DELETE CASCADE
);
CREATE INDEX given_up_deposit_top_up ON public.given_up_deposit USING btree (top_up_id);

create table heartbeat (
  minute timestamp with time zone not null,
  is_alive boolean not null default false,
  requests integer not null default 0,
  errors integer not null default 0,
  visits integer not null default 0,
  failed_visits integer not null default 0,
  constraint heartbeat_pkey PRIMARY KEY (minute)
);

create table identity (
  id integer not null generated always as identity,
  text text not null,
  constraint identity_pkey PRIMARY KEY (id),
  constraint identity_text_unique UNIQUE (text)
);

create table incident (
  id integer not null generated always as identity,
  kind text not null,
  subject text not null,
  priority integer not null,
  state text not null,
  title text not null,
  fact text not null,
  next text,
  public_text text,
  cause_id integer,
  began_at timestamp with time zone not null,
  opened_at timestamp with time zone not null,
  last_seen_at timestamp with time zone not null,
  well_since timestamp with time zone,
  comebacks integer not null default 0,
  acknowledged_at timestamp with time zone,
  acknowledged_by text,
  acknowledged_why text,
  resolved_at timestamp with time zone,
  resolved_by text,
  post_mortem text,
  constraint incident_pkey PRIMARY KEY (id),
  constraint incident_cause_id_incident_id_fk FOREIGN KEY (cause_id) REFERENCES incident(id)
);
CREATE INDEX incident_of_cause ON public.incident USING btree (cause_id);
CREATE UNIQUE INDEX incident_one_open ON public.incident USING btree (kind, subject) WHERE (resolved_at IS NULL);
CREATE INDEX incident_over ON public.incident USING btree (resolved_at);
CREATE INDEX incident_recent ON public.incident USING btree (opened_at);

create table incident_entry (
  id integer not null generated always as identity,
  incident_id integer not null,
  kind text not null,
  state text,
  actor text not null,
  text text not null,
  is_public boolean not null default false,
  at timestamp with time zone not null,
  written_at timestamp with time zone not null default now(),
  constraint incident_entry_pkey PRIMARY KEY (id),
  constraint incident_entry_incident_id_incident_id_fk FOREIGN KEY (incident_id) REFERENCES incident(id) ON DELETE CASCADE
);
CREATE INDEX incident_entry_of ON public.incident_entry USING btree (incident_id, id);

create table incident_look (
  id integer not null,
  looked_at timestamp with time zone not null,
  unknown jsonb not null,
  constraint incident_look_pkey PRIMARY KEY (id)
);

create table incident_suspect (
  kind text not null,
  subject text not null,
  first_seen_at timestamp with time zone not null,
  last_seen_at timestamp with time zone not null
);
CREATE UNIQUE INDEX incident_suspect_one ON public.incident_suspect USING btree (kind, subject);

create table invitation (
  id uuid not null default gen_random_uuid(),
  user_id uuid not null,
  sets text not null,
  token_hash text not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  failed_logins integer not null default 0,
  locked_until timestamp with time zone,
  written_at timestamp with time zone not null default now(),
  constraint invitation_pkey PRIMARY KEY (id),
  constraint invitation_token_hash_unique UNIQUE (token_hash),
  constraint invitation_user_id_user_id_fk FOREIGN KEY (user_id) REFERENCES "user"(id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX invitation_one_open ON public.invitation USING btree (user_id) WHERE (used_at IS NULL);

create table job_run (
  id integer not null generated always as identity,
  job text not null,
  result text not null,
  detail text,
  stopped_day integer,
  started_at timestamp with time zone not null,
  duration_ms integer not null,
  constraint job_run_pkey PRIMARY KEY (id)
);
CREATE INDEX job_run_recent ON public.job_run USING btree (job, started_at);

create table known_device (
  id uuid not null default gen_random_uuid(),
  user_id uuid not null,
  token_hash text not null,
  failed_logins integer not null default 0,
  locked_until timestamp with time zone,
  used_at timestamp with time zone not null default now(),
  written_at timestamp with time zone not null default now(),
  constraint known_device_pkey PRIMARY KEY (id),
  constraint known_device_user_id_user_id_fk FOREIGN KEY (user_id) REFERENCES "user"(id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX known_device_once ON public.known_device USING btree (user_id, token_hash);

create table ledger_account (
  account text not null,
  balance_lovelace bigint not null default 0,
  constraint ledger_account_pkey PRIMARY KEY (account)
);

create table ledger_entry (
  id integer not null generated always as identity,
  reference text not null,
  kind text not null,
  account text not null,
  lovelace bigint not null,
  written_at timestamp with time zone not null default now(),
  constraint ledger_entry_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX ledger_entry_once ON public.ledger_entry USING btree (reference, kind, account);

create table line_set (
  id integer not null generated always as identity,
  day_index integer not null,
  hash text,
  lines integer not null,
  is_whole boolean not null default false,
  claims integer not null default 0,
  written_at timestamp with time zone not null default now(),
  constraint line_set_pkey PRIMARY KEY (id),
  constraint line_set_day_index_day_day_index_fk FOREIGN KEY (day_index) REFERENCES day(day_index),
  constraint line_set_hash_unique UNIQUE (hash)
);
CREATE INDEX line_set_day ON public.line_set USING btree (day_index);

create table metric_sample (
  name text not null,
  at timestamp with time zone not null,
  value double precision not null,
  constraint metric_sample_name_at_pk PRIMARY KEY (name, at)
);

create table operations_version (
  version integer not null,
  document jsonb not null,
  author text not null,
  written_at timestamp with time zone not null default now(),
  constraint operations_version_pkey PRIMARY KEY (version)
);

create table operator_output (
  tx_hash text not null,
  output_index integer not null,
  address text not null,
  lovelace bigint not null,
  seen_height bigint not null,
  spent_tx_hash text,
  spent_at timestamp with time zone,
  constraint operator_output_tx_hash_output_index_pk PRIMARY KEY (tx_hash, output_index)
);
CREATE INDEX operator_output_address ON public.operator_output USING btree (address);

create table outbox (
  id integer not null generated always as identity,
  event text not null,
  payload jsonb not null,
  delivered_at timestamp with time zone,
  written_at timestamp with time zone not null default now(),
  constraint outbox_pkey PRIMARY KEY (id)
);
CREATE INDEX outbox_waiting ON public.outbox USING btree (id) WHERE (delivered_at IS NULL);

create table own_transaction (
  tx_hash text not null,
  actor text not null,
  why text not null,
  written_at timestamp with time zone not null default now(),
  constraint own_transaction_pkey PRIMARY KEY (tx_hash)
);

create table participation (
  rule_id integer not null,
  tx_hash text not null,
  height bigint not null,
  time_ms bigint not null,
  identity_id integer,
  reason text,
  lovelace bigint not null,
  known_height bigint,
  looked_at timestamp with time zone,
  constraint participation_rule_id_tx_hash_pk PRIMARY KEY (rule_id, tx_hash),
  constraint participation_says_who_or_why CHECK (((identity_id IS NOT NULL) OR (reason IS NOT NULL)))
);
CREATE INDEX participation_height ON public.participation USING btree (height);
CREATE INDEX participation_identity ON public.participation USING btree (rule_id, identity_id, height);
CREATE INDEX participation_late ON public.participation USING btree (known_height) WHERE ((known_height IS NULL) OR (known_height > height));

create table person_channel (
  user_id uuid not null,
  way text not null,
  telegram_chat text,
  wants text not null,
  written_at timestamp with time zone not null default now(),
  constraint person_channel_pkey PRIMARY KEY (user_id),
  constraint person_channel_reachable CHECK (((way <> 'telegram'::text) OR (telegram_chat IS NOT NULL))),
  constraint person_channel_user_id_user_id_fk FOREIGN KEY (user_id) REFERENCES "user"(id) ON DELETE CASCADE
);

create table person_request (
  user_id uuid not null,
  what text not null,
  role text,
  requested_by uuid,
  written_at timestamp with time zone not null default now(),
  constraint person_request_pkey PRIMARY KEY (user_id),
  constraint person_request_requested_by_user_id_fk FOREIGN KEY (requested_by) REFERENCES "user"(id) ON DELETE CASCADE,
  constraint person_request_user_id_user_id_fk FOREIGN KEY (user_id) REFERENCES "user"(id) ON DELETE CASCADE
);

create table pool (
  policy_id text not null,
  seed_tx_hash text not null,
  seed_output_index integer not null,
  address text not null,
  pool_script_tx_hash text not null,
  pool_script_index integer not null,
  governor_script_tx_hash text not null,
  governor_script_index integer not null,
  settings text not null,
  deploy_tx_hash text not null,
  start_hash text not null,
  start_height bigint not null,
  known_height bigint not null,
  written_at timestamp with time zone not null default now(),
  constraint pool_pkey PRIMARY KEY (policy_id)
);

create table pool_settings (
  settings_hash text not null,
  settings text not null,
  written_at timestamp with time zone not null default now(),
  constraint pool_settings_pkey PRIMARY KEY (settings_hash)
);

create table pool_utxo (
  tx_hash text not null,
  output_index integer not null,
  address text not null,
  lovelace bigint not null,
  datum text,
  plan text,
  status text,
  commitment text,
  nonce bigint,
  previous_tx_hash text,
  previous_index integer,
  deposited_lovelace bigint,
  act_lovelace bigint,
  output jsonb not null,
  created_height bigint not null,
  spent_height bigint,
  spent_tx_hash text,
  constraint pool_utxo_tx_hash_output_index_pk PRIMARY KEY (tx_hash, output_index)
);
CREATE INDEX pool_utxo_act ON public.pool_utxo USING btree (created_height) WHERE (act_lovelace IS NOT NULL);
CREATE INDEX pool_utxo_created ON public.pool_utxo USING btree (created_height);
CREATE INDEX pool_utxo_deposited ON public.pool_utxo USING btree (created_height) WHERE (deposited_lovelace IS NOT NULL);
CREATE INDEX pool_utxo_nonce ON public.pool_utxo USING btree (nonce);
CREATE INDEX pool_utxo_plan ON public.pool_utxo USING btree (plan, created_height);
CREATE INDEX pool_utxo_spent ON public.pool_utxo USING btree (spent_height);

create table probe (
  id integer not null generated always as identity,
  instance text not null,
  door text not null,
  status integer,
  duration_ms integer not null,
  fault text,
  problem text,
  at timestamp with time zone not null,
  constraint probe_pkey PRIMARY KEY (id)
);
CREATE INDEX probe_recent ON public.probe USING btree (at);

create table proposal (
  id integer not null generated always as identity,
  kind text not null,
  hash text not null,
  document jsonb not null,
  from_day integer,
  reason text not null,
  proposed_by uuid not null,
  state text not null default 'open'::text,
  ended_by uuid,
  ended_at timestamp with time zone,
  version integer,
  written_at timestamp with time zone not null default now(),
  constraint proposal_pkey PRIMARY KEY (id),
  constraint proposal_ended_by_user_id_fk FOREIGN KEY (ended_by) REFERENCES "user"(id),
  constraint proposal_proposed_by_user_id_fk FOREIGN KEY (proposed_by) REFERENCES "user"(id)
);
CREATE UNIQUE INDEX proposal_one_open ON public.proposal USING btree (kind) WHERE (state = 'open'::text);
CREATE UNIQUE INDEX proposal_version ON public.proposal USING btree (kind, version) WHERE (version IS NOT NULL);

create table recovery_code (
  user_id uuid not null,
  code_hash text not null,
  used_at timestamp with time zone,
  written_at timestamp with time zone not null default now(),
  constraint recovery_code_user_id_code_hash_pk PRIMARY KEY (user_id, code_hash),
  constraint recovery_code_user_id_user_id_fk FOREIGN KEY (user_id) REFERENCES "user"(id) ON DELETE CASCADE
);

create table refusal (
  id integer not null generated always as identity,
  kind text not null,
  day_index integer not null,
  transition_id integer not null,
  who text not null,
  problem text not null,
  times integer not null default 1,
  first_at timestamp with time zone not null,
  last_at timestamp with time zone not null,
  constraint refusal_pkey PRIMARY KEY (id),
  constraint refusal_day_index_day_day_index_fk FOREIGN KEY (day_index) REFERENCES day(day_index),
  constraint refusal_transition_id_day_transition_id_fk FOREIGN KEY (transition_id) REFERENCES day_transition(id)
);
CREATE UNIQUE INDEX refusal_once ON public.refusal USING btree (day_index, transition_id, kind, who);

create table register (
  id integer not null,
  height bigint,
  hash text,
  time_ms bigint,
  scan_epoch integer,
  rules_version integer,
  day_index integer,
  players integer not null default 0,
  holders integer not null default 0,
  next_at timestamp with time zone not null,
  constraint register_pkey PRIMARY KEY (id)
);

create table register_entry (
  place text not null,
  address text,
  plays integer not null,
  plays_in_window integer not null,
  first_height bigint,
  first_ms bigint,
  held numeric(39,0) not null,
  counted numeric(39,0) not null,
  not_counted numeric(39,0) not null,
  constraint register_entry_pkey PRIMARY KEY (place)
);
CREATE INDEX register_entry_address ON public.register_entry USING btree (address);
CREATE INDEX register_entry_holders ON public.register_entry USING btree (held, place) WHERE (held > (0)::numeric);
CREATE INDEX register_entry_players ON public.register_entry USING btree (first_height, place) WHERE (first_height IS NOT NULL);

create table replay_checkpoint (
  hash text not null,
  snapshot_id text not null,
  replay_key text not null,
  parts text[] not null,
  written_at timestamp with time zone not null default now(),
  constraint replay_checkpoint_pkey PRIMARY KEY (hash),
  constraint replay_checkpoint_snapshot_id_snapshot_id_fk FOREIGN KEY (snapshot_id) REFERENCES snapshot(id)
);

create table replay_part (
  hash text not null,
  body text not null,
  constraint replay_part_pkey PRIMARY KEY (hash)
);

create table report (
  hash text not null,
  day_index integer not null,
  manifest text not null,
  part_hashes text[] not null,
  facts jsonb not null,
  written_at timestamp with time zone not null default now(),
  constraint report_pkey PRIMARY KEY (hash),
  constraint report_day_index_day_day_index_fk FOREIGN KEY (day_index) REFERENCES day(day_index)
);

create table report_part (
  hash text not null,
  body text not null,
  written_at timestamp with time zone not null default now(),
  constraint report_part_pkey PRIMARY KEY (hash)
);

create table resume (
  id integer not null generated always as identity,
  day_index integer not null,
  signed_for jsonb not null,
  deadline_ms bigint not null,
  tail text not null,
  user_id text not null,
  reason text not null,
  ended_because text,
  written_at timestamp with time zone not null default now(),
  constraint resume_pkey PRIMARY KEY (id),
  constraint resume_day_index_day_day_index_fk FOREIGN KEY (day_index) REFERENCES day(day_index)
);
CREATE UNIQUE INDEX resume_one_open ON public.resume USING btree (day_index, tail) WHERE (ended_because IS NULL);

create table reward_line (
  set_id integer not null,
  address text not null,
  identity text not null,
  quantity numeric(39,0) not null,
  earned_lovelace bigint not null,
  opening_lovelace bigint not null,
  payout_lovelace bigint not null,
  carried_lovelace bigint not null,
  reason text not null,
  batch_no integer,
  constraint reward_line_set_id_address_pk PRIMARY KEY (set_id, address),
  constraint reward_line_balances CHECK (((earned_lovelace + opening_lovelace) = (payout_lovelace + carried_lovelace))),
  constraint reward_line_not_negative CHECK (((earned_lovelace >= 0) AND (payout_lovelace >= 0) AND (carried_lovelace >= 0)))
);
CREATE INDEX reward_line_batch ON public.reward_line USING btree (set_id, batch_no) WHERE (batch_no IS NOT NULL);
CREATE INDEX reward_line_carried ON public.reward_line USING btree (set_id) WHERE (carried_lovelace > 0);
CREATE INDEX reward_line_identity ON public.reward_line USING btree (identity, set_id);

create table round_turn (
  id integer not null,
  holder text not null,
  free_at timestamp with time zone not null,
  constraint round_turn_pkey PRIMARY KEY (id)
);

create table rules_version (
  version integer not null,
  hash text not null,
  document jsonb not null,
  from_day integer not null,
  author text not null,
  written_at timestamp with time zone not null default now(),
  constraint rules_version_pkey PRIMARY KEY (version),
  constraint rules_version_hash_unique UNIQUE (hash)
);

create table scan_revision (
  epoch integer not null generated always as identity,
  from_height bigint not null,
  written_at timestamp with time zone not null default now(),
  constraint scan_revision_pkey PRIMARY KEY (epoch)
);
CREATE INDEX scan_revision_height ON public.scan_revision USING btree (from_height, epoch);

create table second_opinion (
  snapshot_id text not null,
  opinion jsonb not null,
  asked_height bigint not null,
  written_at timestamp with time zone not null default now(),
  constraint second_opinion_pkey PRIMARY KEY (snapshot_id),
  constraint second_opinion_snapshot_id_snapshot_id_fk FOREIGN KEY (snapshot_id) REFERENCES snapshot(id)
);

create table session (
  id uuid not null default gen_random_uuid(),
  user_id uuid not null,
  token_hash text not null,
  level integer not null,
  confirmed_at timestamp with time zone,
  expires_at timestamp with time zone not null,
  user_agent text,
  failed_logins integer not null default 0,
  locked_until timestamp with time zone,
  written_at timestamp with time zone not null default now(),
  constraint session_pkey PRIMARY KEY (id),
  constraint session_token_hash_unique UNIQUE (token_hash),
  constraint session_user_id_user_id_fk FOREIGN KEY (user_id) REFERENCES "user"(id) ON DELETE CASCADE
);

create table settlement (
  day_index integer not null,
  transactions jsonb not null,
  paid_lovelace bigint not null,
  fee_lovelace bigint not null,
  confirmed_at_ms bigint not null,
  written_at timestamp with time zone not null default now(),
  constraint settlement_pkey PRIMARY KEY (day_index),
  constraint settlement_day_index_day_day_index_fk FOREIGN KEY (day_index) REFERENCES day(day_index)
);
CREATE INDEX settlement_confirmed ON public.settlement USING btree (confirmed_at_ms);

create table sign_request (
  id integer not null generated always as identity,
  day_index integer not null,
  what text not null,
  digest text not null,
  deadline_ms bigint not null,
  signed_for jsonb not null,
  text text not null,
  requested_ms bigint not null,
  asked integer not null default 0,
  refused integer not null default 0,
  ended_because text,
  written_at timestamp with time zone not null default now(),
  constraint sign_request_pkey PRIMARY KEY (id),
  constraint sign_request_day_index_day_day_index_fk FOREIGN KEY (day_index) REFERENCES day(day_index)
);
CREATE INDEX sign_request_day ON public.sign_request USING btree (day_index);
CREATE UNIQUE INDEX sign_request_once ON public.sign_request USING btree (digest, deadline_ms);
CREATE INDEX sign_request_state ON public.sign_request USING btree (signed_for);

create table snapshot (
  id text not null,
  day_index integer not null,
  hash text not null,
  height bigint not null,
  slot bigint not null,
  time_ms bigint not null,
  scan_epoch integer not null,
  rules_version integer not null,
  rules_hash text not null,
  settings_hash text not null,
  previous_report_hash text,
  open_plan text,
  open_left text,
  opening_hash text not null,
  free_pool_lovelace bigint not null,
  reserved text[] not null,
  daily_limit_lovelace numeric(39,0) not null,
  max_fee_lovelace bigint not null,
  coins_per_utxo_byte bigint not null,
  parameters_hash text not null,
  closing jsonb,
  audit_head jsonb not null,
  written_at timestamp with time zone not null default now(),
  constraint snapshot_pkey PRIMARY KEY (id),
  constraint snapshot_day_index_day_day_index_fk FOREIGN KEY (day_index) REFERENCES day(day_index),
  constraint snapshot_rules_version_rules_version_version_fk FOREIGN KEY (rules_version) REFERENCES rules_version(version)
);
CREATE INDEX snapshot_day ON public.snapshot USING btree (day_index);

create table source_health (
  name text not null,
  server text not null,
  place integer not null,
  has_bytes boolean not null,
  state text not null default 'good'::text,
  reason text,
  since_ms bigint not null,
  next_try_ms bigint,
  circuit jsonb,
  good_probes integer not null default 0,
  differing integer not null default 0,
  tip_height bigint,
  tip_hash text,
  tip_time_ms bigint,
  looked_at_ms bigint not null default 0,
  chosen_ms bigint,
  constraint source_health_pkey PRIMARY KEY (name)
);
CREATE UNIQUE INDEX source_health_one_chosen ON public.source_health USING btree ((true)) WHERE (chosen_ms IS NOT NULL);

create table source_state (
  id text not null default 'scan'::text,
  height bigint not null,
  hash text not null,
  slot bigint not null,
  time_ms bigint not null,
  tip_height bigint not null,
  tip_time_ms bigint not null,
  read_at timestamp with time zone not null default now(),
  contradiction jsonb,
  tries integer not null default 0,
  next_read_at timestamp with time zone,
  audited_height bigint not null default 0,
  audited_at timestamp with time zone,
  difference jsonb,
  constraint source_state_pkey PRIMARY KEY (id)
);

create table top_up (
  id uuid not null default gen_random_uuid(),
  user_id uuid not null,
  lovelace bigint not null,
  tokens numeric(39,0) not null,
  addresses jsonb not null,
  change_address text not null,
  state text not null default 'ASKED'::text,
  asked_ms bigint not null,
  since_ms bigint not null,
  detail text not null,
  tx_hash text,
  tx_bytes text,
  input_tx_hash text,
  input_index integer,
  valid_until_slot bigint,
  valid_until_ms bigint,
  fee_lovelace bigint,
  signers jsonb,
  signatures jsonb,
  sent_height bigint,
  last_sent_height bigint,
  written_at timestamp with time zone not null default now(),
  constraint top_up_pkey PRIMARY KEY (id),
  constraint top_up_user_id_user_id_fk FOREIGN KEY (user_id) REFERENCES "user"(id)
);
CREATE UNIQUE INDEX top_up_one_open ON public.top_up USING btree (user_id) WHERE (state <> ALL (ARRAY['DONE'::text, 'ENDED'::text]));

create table totp_secret (
  user_id uuid not null,
  secret text not null,
  last_step bigint,
  written_at timestamp with time zone not null default now(),
  constraint totp_secret_pkey PRIMARY KEY (user_id),
  constraint totp_secret_user_id_user_id_fk FOREIGN KEY (user_id) REFERENCES "user"(id) ON DELETE CASCADE
);

create table tx_bytes (
  id text not null,
  bytes text not null,
  constraint tx_bytes_pkey PRIMARY KEY (id)
);

create table tx_bytes_missing (
  id text not null,
  tries integer not null default 1,
  ask_again_at timestamp with time zone not null,
  constraint tx_bytes_missing_pkey PRIMARY KEY (id)
);

create table upkeep (
  id integer not null generated always as identity,
  what text not null,
  done_at timestamp with time zone not null,
  actor text not null,
  note text not null,
  written_at timestamp with time zone not null default now(),
  constraint upkeep_pkey PRIMARY KEY (id)
);
CREATE INDEX upkeep_recent ON public.upkeep USING btree (what, done_at);

create table user (
  id uuid not null default gen_random_uuid(),
  email text not null,
  name text not null,
  role text not null,
  password_hash text,
  approver_key text,
  encrypted_key text,
  disabled boolean not null default false,
  enrolled_at timestamp with time zone,
  failed_logins integer not null default 0,
  locked_until timestamp with time zone,
  written_at timestamp with time zone not null default now(),
  constraint user_pkey PRIMARY KEY (id),
  constraint user_approver_key_unique UNIQUE (approver_key),
  constraint user_email_unique UNIQUE (email)
);
