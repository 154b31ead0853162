import { INCIDENT_KINDS } from "@/server/domain/monitoring/kinds";
import { ALERT_RULES, type AlertRule, type TestSeries } from "./rules";

/*
 * The rules and their tests as Prometheus reads them. Texts are written as JSON, which YAML contains, so that no
 * character of theirs can mean anything else.
 */

const HEADER = "# Written by `npm run monitoring` from server/telemetry/alert-rules. Never edit it here.\n";
/** Of the alert without a kind: three scrapes that failed. */
const NOT_SCRAPED = {
  title: "Prometheus hears nothing of the oracle",
  priority: 1,
  opensAfterMs: 120_000,
} as const;

/** `engine-silent` as an alert: EngineSilent. */
export function nameOf({ kind, name }: AlertRule): string {
  const word = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
  return name ?? (kind ?? "").split("-").map(word).join("");
}

const termsOf = ({ kind }: AlertRule) => (kind === null ? NOT_SCRAPED : INCIDENT_KINDS[kind]);

export const forSeconds = (rule: AlertRule): number => termsOf(rule).opensAfterMs / 1_000;

const text = (value: string) => JSON.stringify(value);

function labelsOf(rule: AlertRule): Record<string, string> {
  const { kind } = rule;
  return { ...(kind === null ? {} : { kind }), priority: `${termsOf(rule).priority}` };
}

function annotationsOf(rule: AlertRule): Record<string, string> {
  const runbook = rule.kind === null ? 'OPERATIONS.md, "Prometheus and traces"' : `RUNBOOKS.md#${rule.kind}`;
  return { summary: termsOf(rule).title, runbook };
}

const fields = (indent: string, all: Record<string, string>) =>
  Object.entries(all).map(([name, value]) => `${indent}${name}: ${text(value)}\n`);

export function writeRules(): string {
  const rules = ALERT_RULES.map((rule) =>
    [
      `      - alert: ${nameOf(rule)}\n`,
      `        expr: ${text(rule.expr)}\n`,
      `        for: ${forSeconds(rule)}s\n`,
      "        labels:\n",
      ...fields("          ", labelsOf(rule)),
      "        annotations:\n",
      ...fields("          ", annotationsOf(rule)),
    ].join(""),
  );
  return `${HEADER}groups:\n  - name: prize-oracle\n    interval: ${EVERY_SECONDS}s\n    rules:\n${rules.join("")}`;
}

/** A rule is asked after so long; none waits longer than five minutes. */
const ASKED_AFTER_MINUTES = 8;
const EVERY_SECONDS = 15;

function writeTest(rule: AlertRule, series: TestSeries, fires: boolean): string {
  const name = nameOf(rule);
  const given = Object.entries(series).flatMap(([each, value]) => [
    `      - series: ${text(each)}\n`,
    `        values: "${value}x${(ASKED_AFTER_MINUTES * 60) / EVERY_SECONDS}"\n`,
  ]);
  const expected = fires
    ? [
        "        exp_alerts:\n",
        "          - exp_labels:\n",
        ...fields("              ", { ...seriesLabels(rule, series), ...labelsOf(rule) }),
        "            exp_annotations:\n",
        ...fields("              ", annotationsOf(rule)),
      ]
    : ["        exp_alerts: []\n"];
  return [
    `  - name: ${text(`${name} ${fires ? "fires" : "is quiet"}`)}\n`,
    `    interval: ${EVERY_SECONDS}s\n`,
    given.length === 0 ? "    input_series: []\n" : "    input_series:\n",
    ...given,
    "    alert_rule_test:\n",
    `      - eval_time: ${ASKED_AFTER_MINUTES}m\n`,
    `        alertname: ${name}\n`,
    ...expected,
  ].join("");
}

/** Labels of the series that fires: those of the first that the expression names, unless it sums over all. */
function seriesLabels({ expr }: AlertRule, series: TestSeries): Record<string, string> {
  if (/^(min|max|sum|absent)\(/.test(expr)) return {};
  const found = Object.entries(series).find(([each, value]) => value !== 0 && expr.includes(each.split("{")[0] ?? ""));
  const [each = Object.keys(series)[0] ?? ""] = found ?? [];
  return Object.fromEntries(
    [...each.matchAll(/([a-z_]+)="([^"]*)"/g)].map(([, name = "", value = ""]) => [name, value]),
  );
}

export function writeTests(): string {
  const tests = ALERT_RULES.flatMap((rule) => [writeTest(rule, rule.fires, true), writeTest(rule, rule.quiet, false)]);
  return `${HEADER}rule_files: [alerts.yml]\nevaluation_interval: ${EVERY_SECONDS}s\ntests:\n${tests.join("")}`;
}
