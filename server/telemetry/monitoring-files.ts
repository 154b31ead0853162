import { writeRules, writeTests } from "./alert-rules/write-rules";
import { DASHBOARDS } from "./dashboards/dashboards";
import { dashboardJson } from "./dashboards/panel";

/** What is in monitoring/ for those who run Prometheus and Grafana, by its path. */
export const MONITORING_FILES: Readonly<Record<string, string>> = {
  "monitoring/prometheus/alerts.yml": writeRules(),
  "monitoring/prometheus/alerts.test.yml": writeTests(),
  ...Object.fromEntries(DASHBOARDS.map((each) => [fileOf(each.uid), dashboardJson(each)])),
};

function fileOf(uid: string): string {
  return `monitoring/grafana/${uid.replace("prize-oracle-", "")}.json`;
}
