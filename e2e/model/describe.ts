import { type Binding, type Lines, leftOf, type Plan, type Report } from "./documents";
import type { Block, Database, Row, State, Text } from "./state";

/* Everything in plain English. Lines are letters; days count from 1. */

const LETTERS = "abcdefgh";

export function linesInWords(lines: Lines): string {
  const letters = [...LETTERS].filter((_, bit) => lines & (1 << bit)).join("");
  return letters === "" ? "nothing" : letters;
}

export const leftInWords = (block: Block): string => linesInWords(leftOf(block.binding));

export const planInWords = (plan: Plan): string => `plan ${plan.id} of day ${plan.report.day + 1}`;

export const planInFull = (plan: Plan): string =>
  `${planInWords(plan)} (${reportInWords(plan.report)}; on ${bindingInWords(plan.binding)})`;

export function reportInWords({ batches, carried, doubled }: Report): string {
  const pays = batches.length === 0 ? "closed" : `pays ${batches.map(linesInWords).join(" then ")}`;
  const twice = doubled === 0 ? "" : `, with ${linesInWords(doubled)} DOUBLED`;
  return carried === 0 ? pays + twice : `${pays}, carries ${linesInWords(carried)}${twice}`;
}

export function bindingInWords({ plan, paid, nonce }: Binding): string {
  if (plan === null) return `the new pool, nonce ${nonce}`;
  return `plan ${plan.id} with ${paid} of ${plan.report.batches.length} paid, nonce ${nonce}`;
}

/** The state that a counterexample ends in. */
export function stateInWords({ chain, texts, cancels, databases }: State): string[] {
  const tip = chain[chain.length - 1];
  return [
    ...(tip === undefined ? [] : [`pool: ${poolInWords(tip)}`]),
    ...texts.map(signatureInWords),
    ...cancels.map(({ plan, nonce }) => `a Cancel is signed for plan ${plan?.id ?? "none"}, nonce ${nonce}`),
    ...databases.map((database, index) => `database ${index + 1}: ${databaseInWords(database)}`),
  ];
}

function poolInWords(block: Block): string {
  const doing = block.paying ? "paying" : "idle";
  return `${doing}, ${bindingInWords(block.binding)}, left ${leftInWords(block)}, paid ${linesInWords(block.paid)}`;
}

export const textInWords = ({ binding, plan }: Text): string =>
  plan === null ? `the Resume of ${bindingInWords(binding)}` : `the Commit of ${planInWords(plan)}`;

function signatureInWords(text: Text): string {
  const what = text.signed ? "is signed" : "is asked for";
  return `${textInWords(text)} ${what}${text.saidDead ? ", and said to be dead" : ""}`;
}

function databaseInWords({ days, resume }: Database): string {
  const asked = resume === null ? "" : `; a Resume is asked for`;
  return days.map((row, day) => `day ${day + 1} ${rowInWords(row)}`).join(", ") + asked;
}

function rowInWords(row: Row): string {
  if (row.state === "OPEN") return "OPEN";
  return row.state === "CLOSED" ? `CLOSED (${reportInWords(row.report)})` : `${row.state} plan ${row.plan.id}`;
}
