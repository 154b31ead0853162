import type { Action } from "@/server/domain/people/roles";
import type { DocumentKind } from "@/server/domain/rules/document";

/** Who may propose a document (and withdraw it), and who may be the second. */
export const PROPOSAL_RIGHTS = {
  rules: { propose: "rules.propose", confirm: "rules.confirm" },
  operations: { propose: "settings.change", confirm: "settings.change" },
} as const satisfies Record<DocumentKind, { propose: Action; confirm: Action }>;
