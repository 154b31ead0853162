import type { ReportStore } from "@/server/domain/ports";

/** A second place of reports that takes nothing. */
export function failingReportStore(reason: string): ReportStore {
  const fail = () => Promise.reject(new Error(reason));
  return { put: fail, get: fail, tryOut: fail, leftovers: fail };
}
