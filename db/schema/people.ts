import { boolean, integer, pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";
import type { Role } from "../../server/domain/people/roles";
import { chainNumber, hex, writtenAt } from "./columns";

export const user = pgTable("user", {
  id: uuid("id").primaryKey().defaultRandom(),
  /** Lower case; typed to log in. */
  email: text("email").notNull().unique(),
  name: text("name").notNull(),
  role: text("role").$type<Role>().notNull(),
  passwordHash: text("password_hash").notNull(),
  /** The person's approver key (ed25519, hex), once enrolled. */
  approverKey: hex("approver_key").unique(),
  /** That key, encrypted in the browser under a passphrase that we never see. */
  encryptedKey: text("encrypted_key"),
  disabled: boolean("disabled").notNull().default(false),
  failedLogins: integer("failed_logins").notNull().default(0),
  lockedUntil: timestamp("locked_until", { withTimezone: true }),
  writtenAt: writtenAt(),
});

export const totpSecret = pgTable("totp_secret", {
  userId: uuid("user_id")
    .primaryKey()
    .references(() => user.id, { onDelete: "cascade" }),
  secret: text("secret").notNull(),
  confirmed: boolean("confirmed").notNull().default(false),
  /** The last accepted time step: a code counts once. */
  lastStep: chainNumber("last_step"),
  writtenAt: writtenAt(),
});

/** A signed-in browser. The cookie carries only the id. Deleting the row revokes the session. */
export const session = pgTable("session", {
  id: uuid("id").primaryKey().defaultRandom(),
  userId: uuid("user_id")
    .notNull()
    .references(() => user.id, { onDelete: "cascade" }),
  /** 1 after the password, 2 after the second factor. */
  level: integer("level").$type<1 | 2>().notNull(),
  /** When a code of the second factor was last given; null at level 1. */
  confirmedAt: timestamp("confirmed_at", { withTimezone: true }),
  expiresAt: timestamp("expires_at", { withTimezone: true }).notNull(),
  userAgent: text("user_agent"),
  writtenAt: writtenAt(),
});
