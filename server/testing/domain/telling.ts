import type { AlertChannel, Due, IncidentToTell, Told } from "@/server/domain/monitoring/alert-due";
import { keyOf, type PlannedAlert, planAlerts } from "@/server/domain/monitoring/plan-alerts";

const MINUTE_MS = 60_000;
export const START_MS = 1_800_000_000_000;

export const testChannel = (name: string, change: Partial<AlertChannel> = {}): AlertChannel => ({
  name,
  audience: "staff",
  lowestPriority: 4,
  isEscalation: false,
  ...change,
});
export const MAIL = testChannel("mail");
export const PAGER = testChannel("pager", { lowestPriority: 1 });
export const BOSS = testChannel("boss", { lowestPriority: 1, isEscalation: true });
export const NEWS = testChannel("news", { audience: "public" });
const CHANNELS = [MAIL, PAGER, BOSS, NEWS];

export const testIncident = (id: number, change: Partial<IncidentToTell> = {}): IncidentToTell => ({
  id,
  kind: "site-down",
  subject: "",
  priority: 1,
  causeId: null,
  openedMs: START_MS,
  isAcknowledged: false,
  isResolved: false,
  ...change,
});

/** Plans at each minute what is due, as the service does, and says what each channel was told. */
export class Telling {
  readonly told: Told[] = [];
  constructor(readonly channels: readonly AlertChannel[] = CHANNELS) {}

  at(minute: number, ...incidents: IncidentToTell[]): string[] {
    const nowMs = START_MS + minute * MINUTE_MS;
    const { told, channels } = this;
    const planned = planAlerts({ incidents, told, channels, reminderMs: 60 * MINUTE_MS }, nowMs);
    for (const alert of planned)
      for (const due of alert.of) this.told.push(remember(due, { alert, incidents, queuedMs: nowMs }));
    return planned.map(({ channel, of }) => `${channel} ${of.map(keyOf).join("+")}`);
  }
}

type Planned = { alert: PlannedAlert; incidents: readonly IncidentToTell[]; queuedMs: number };

function remember(due: Due, { alert, incidents, queuedMs }: Planned): Told {
  const { priority } = incidents.find(({ id }) => id === due.incidentId) ?? testIncident(0);
  return { ...due, priority: due.event === "resolved" ? null : priority, queuedMs, isSummedUp: alert.of.length > 1 };
}
