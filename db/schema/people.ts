import { sql } from "drizzle-orm";
import { boolean, integer, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import type { Credential } from "../../server/domain/people/credentials";
import type { Role } from "../../server/domain/people/roles";
import { at, chainNumber, hex, writtenAt, wrongTries } from "./columns";

export const user = pgTable("user", {
  id: uuid("id").primaryKey().defaultRandom(),
  /** Lower case; typed to log in. */
  email: text("email").notNull().unique(),
  name: text("name").notNull(),
  role: text("role").$type<Role>().notNull(),
  /** Null until the person has accepted the invitation: nobody signs in by it. */
  passwordHash: text("password_hash"),
  /** The person's approver key (ed25519, hex), once enrolled. */
  approverKey: hex("approver_key").unique(),
  /** That key, encrypted in the browser under a passphrase that we never see. */
  encryptedKey: text("encrypted_key"),
  disabled: boolean("disabled").notNull().default(false),
  /** When the account last came to its person: by a link, a higher role or `enable`. Null: they have never accepted. */
  enrolledAt: at("enrolled_at"),
  ...wrongTries(),
  writtenAt: writtenAt(),
});

export const totpSecret = pgTable("totp_secret", {
  userId: uuid("user_id")
    .primaryKey()
    .references(() => user.id, { onDelete: "cascade" }),
  /** Sealed (server/services/people/secret-box.ts). A row exists once a code of it was given. */
  secret: text("secret").notNull(),
  /** The last accepted time step: a code counts once. */
  lastStep: chainNumber("last_step"),
  writtenAt: writtenAt(),
});

/** A signed-in browser. Deleting the row revokes the session. */
export const session = pgTable("session", {
  id: uuid("id").primaryKey().defaultRandom(),
  userId: uuid("user_id")
    .notNull()
    .references(() => user.id, { onDelete: "cascade" }),
  /** Of the token in the cookie, which is nowhere else: a copy of the database opens no session. */
  tokenHash: hex("token_hash").notNull().unique(),
  /** 1 after the password, 2 after the second factor. */
  level: integer("level").$type<1 | 2>().notNull(),
  /** When a code of the second factor was last given; null at level 1. */
  confirmedAt: at("confirmed_at"),
  expiresAt: at("expires_at").notNull(),
  userAgent: text("user_agent"),
  ...wrongTries(),
  writtenAt: writtenAt(),
});

/** Takes the place of one code of the second factor, once. 140 random bits, so a plain hash keeps it. */
export const recoveryCode = pgTable(
  "recovery_code",
  {
    userId: uuid("user_id")
      .notNull()
      .references(() => user.id, { onDelete: "cascade" }),
    codeHash: hex("code_hash").notNull(),
    usedAt: at("used_at"),
    writtenAt: writtenAt(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.codeHash] })],
);

/** A link by which one person sets what they sign in with. Only the hash of its token is kept. */
export const invitation = pgTable(
  "invitation",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    userId: uuid("user_id")
      .notNull()
      .references(() => user.id, { onDelete: "cascade" }),
    /** What is set anew; whatever else the person has is asked for. */
    sets: text("sets").$type<Credential | "both">().notNull(),
    tokenHash: hex("token_hash").notNull().unique(),
    expiresAt: at("expires_at").notNull(),
    usedAt: at("used_at"),
    ...wrongTries(),
    writtenAt: writtenAt(),
  },
  // A new one takes the place of the one before.
  (table) => [uniqueIndex("invitation_one_open").on(table.userId).where(sql`used_at is null`)],
);

/** What somebody wants to be done to a person, until a second one agrees or a day is over. One for each person. */
export const personRequest = pgTable("person_request", {
  userId: uuid("user_id")
    .primaryKey()
    .references(() => user.id, { onDelete: "cascade" }),
  what: text("what").$type<Credential | "both" | "role" | "invitation">().notNull(),
  /** The new role, where that is what is asked for, or of whoever is invited. */
  role: text("role").$type<Role>(),
  /** Null: the machine's owner, and no administrator yet. */
  requestedBy: uuid("requested_by").references(() => user.id, { onDelete: "cascade" }),
  writtenAt: writtenAt(),
});

/**
 * A browser on which this person has signed in with both factors or accepted a link, or the server's command line. Its
 * tries are counted apart from those of strangers, so that nobody locks it out who knows the e-mail (OWASP, "device
 * cookies"). It opens nothing.
 */
export const knownDevice = pgTable(
  "known_device",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    userId: uuid("user_id")
      .notNull()
      .references(() => user.id, { onDelete: "cascade" }),
    tokenHash: hex("token_hash").notNull(),
    failedLogins: integer("failed_logins").notNull().default(0),
    lockedUntil: at("locked_until"),
    usedAt: at("used_at").notNull().defaultNow(),
    writtenAt: writtenAt(),
  },
  (table) => [uniqueIndex("known_device_once").on(table.userId, table.tokenHash)],
);

/**
 * Passwords and codes a minute that were wrong, or not even compared because too many were: by the database's clock,
 * kept for a day. For whoever watches for attacks.
 */
export const failedTry = pgTable(
  "failed_try",
  {
    minute: at("minute").notNull(),
    /** A person's id; that of nobody for all addresses without an account together. */
    userId: uuid("user_id").notNull(),
    tries: integer("tries").notNull(),
  },
  (table) => [primaryKey({ columns: [table.minute, table.userId] })],
);
