import type { NamedReport } from "@/server/domain/audit/anchor";
import type { Hex } from "@/server/domain/units";

/**
 * Where published reports are read from: a folder, or another installation's public pages. Whatever it answers is
 * checked by its hash, so it can withhold a text and not change one. Both return null where there is none, and throw
 * what keeps it from being read; a text longer than a report's may be is refused before it is read.
 */
export interface ReportPlace {
  /** In words, for messages. */
  readonly name: string;
  manifest(report: NamedReport): Promise<string | null>;
  part(report: NamedReport, part: Hex): Promise<string | null>;
}

export type { NamedReport };
