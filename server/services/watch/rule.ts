import type { Database } from "@/db/client";
import type { Health } from "@/server/domain/health/part";
import type { Channels } from "@/server/domain/monitoring/channel";
import type { Finding } from "@/server/domain/monitoring/finding";
import type { IncidentKind } from "@/server/domain/monitoring/kinds";
import type { PosixMs } from "@/server/domain/units";

/** What every rule may look at. */
export type Evidence = {
  readonly db: Database;
  /** By the clock of whoever watches. */
  readonly nowMs: PosixMs;
  /** How each part is, read once for all rules. A rule takes a part's words, and judges no part anew. */
  readonly health: Health;
  /** Whose age is watched. */
  readonly certificates: readonly CertificatePlace[];
  /** What CHANNELS_FILE says. */
  readonly channels: Channels;
};

/** A certificate that a server shows, or one in a file; and what people call it. */
export type CertificatePlace =
  | { readonly what: string; readonly url: string }
  | { readonly what: string; readonly file: string };

/** Null among them: something could not be looked at, so that what is not found is not taken for well. */
export type Found = readonly (Finding | null)[];
/** Null: nothing could be looked at. */
export type Answer = Found | null;

/** Kinds of incidents that are seen or not seen together, and who looks for them. */
export type Rule = {
  readonly kinds: readonly IncidentKind[];
  readonly look: (evidence: Evidence) => Promise<Answer> | Answer;
  /** What costs much, and changes slowly, is looked at so often; the answer is kept meanwhile. At each look without. */
  readonly everyMs?: number;
};
