import { keepFor } from "../keep-for";
import { type MetricsView, readMetrics } from "./read-metrics";
import { readServiceHistory, type ServicePoint } from "./read-service-history";

type PublicMetrics = { readonly view: MetricsView; readonly service: readonly ServicePoint[] };

const HISTORY_DAYS = 90;

/** The same for all who ask within a minute: ninety days are added up for an answer. */
export const publicMetrics = keepFor(
  60_000,
  async ({ db }, nowMs): Promise<PublicMetrics> => ({
    view: await readMetrics(db, nowMs),
    service: await readServiceHistory(db, { nowMs, days: HISTORY_DAYS }),
  }),
);
