import { expect, test } from "vitest";
import { type Anomaly, openAnomalies } from "./findings";

const total: Anomaly = {
  rule: "total",
  totalLovelace: "5000000000",
  medianLovelace: "1000000000",
  days: 10,
  usual: 20_000,
};
const jump: Anomaly = { rule: "holders-jump", before: 200, now: 301, usual: 15_000 };

test("two anomalies are accepted and their day found again: none is open, in whatever order JSON kept them", () => {
  const accepted: readonly Anomaly[] = [
    jump,
    { usual: 20_000, days: 10, medianLovelace: "1000000000", totalLovelace: "5000000000", rule: "total" },
  ];
  expect(openAnomalies({ anomalies: [total, jump], accepted })).toEqual([]);
});

test("an anomaly whose figures have changed since is open, and so is another rule's", () => {
  const changed: Anomaly = { ...total, totalLovelace: "5000000001" };
  const players: Anomaly = { ...jump, rule: "participants-jump" };
  const anomalies = [changed, jump, players];
  expect(openAnomalies({ anomalies, accepted: [total, jump] })).toEqual([changed, players]);
});

test("without an acceptance all are open", () => {
  expect(openAnomalies({ anomalies: [jump] })).toEqual([jump]);
  expect(openAnomalies({})).toEqual([]);
});
