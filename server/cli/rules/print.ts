import { changesBetween, type Document, type DocumentKind, type FieldChange } from "@/server/domain/rules/document";
import type { VersionView } from "@/server/services/proposals/list-versions";
import type { OpenProposal } from "@/server/services/proposals/open-proposal";
import { fieldsOf, sayChange } from "@/server/words/document/say-document";
import { sayPeriod } from "@/server/words/document/say-effect";

/* What a person reads on stderr, before the JSON on stdout. */

export function printChanges(kind: DocumentKind, changes: readonly FieldChange[]): void {
  for (const change of changes) console.error(`  ${sayChange(kind, change)}`);
}

export function printVersion(kind: DocumentKind, version: VersionView): void {
  const { inForce, agreed, author, changes } = version;
  const who = agreed ? `proposed by ${agreed.proposer}, confirmed by ${agreed.second}` : `by ${author}`;
  const days = inForce ? `, ${sayPeriod(inForce)}` : "";
  console.error(
    `Version ${version.version} of the ${kind}${days}; ${who}, ${new Date(version.writtenAtMs).toISOString()}`,
  );
  if (agreed) console.error(`  Reason: ${agreed.reason}`);
  printChanges(kind, changes ?? []);
}

export function printProposal(kind: DocumentKind, newest: Document, open: OpenProposal): void {
  const from = open.fromDay === null ? "" : `, from day ${open.fromDay} on`;
  console.error(`Proposed by ${open.proposer?.name ?? "somebody who may not act any more"}${from}: ${open.hash}`);
  console.error(`  Reason: ${open.reason}`);
  printChanges(kind, changesBetween(newest, open.document as Document, Object.keys(fieldsOf(kind))));
}
