import type { ReportStore } from "@/server/domain/ports";

/** Keeps nothing: for what is not about the second place. */
export const NO_REPORT_STORE: ReportStore = {
  put: async () => undefined,
  get: async () => null,
  tryOut: async () => ({ freeBytes: 0n }),
  leftovers: async () => 0,
};
