import type { DocumentKind } from "@/server/domain/rules/document";

/** A document as somebody gives it. */
export type Draft = {
  readonly kind: DocumentKind;
  readonly document: unknown;
  /** Of rules; null for operations. */
  readonly fromDay: number | null;
};
