import { errorCode } from "@/db/errors";

/** PostgreSQL's classes of codes (appendix A) that people can do something about. */
const CLASSES: readonly (readonly [beginning: string, words: string])[] = [
  ["CONNECTION_", "the database ended a session; what was asked in it is asked again"],
  ["57P0", "the database ended a session; what was asked in it is asked again"],
  ["57014", "the database did not answer within its time limit"],
  ["55P03", "the database's rows are locked by somebody else for too long"],
  ["53100", "the database's disk is full"],
  ["53200", "the database has no memory left"],
  ["53300", "the database takes no more connections"],
  ["58", "the database cannot read or write its files"],
  ["XX", "the database says that its own data is damaged"],
];

/**
 * Why something failed, for people and for the record. Of a statement neither its text nor its parameters are told,
 * which may be megabytes, nor PostgreSQL's own words: those are in the log.
 */
export function failureInWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause, message } = error;
  if (!message.startsWith("Failed query") || !(cause instanceof Error)) return message;
  const code = errorCode(error) ?? "unknown";
  const known = CLASSES.find(([beginning]) => code.startsWith(beginning));
  return known?.[1] ?? `the database refused what was asked of it (its code ${code}); the log says more`;
}
