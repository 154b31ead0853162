/** The id of the person whom an actor of the audit log and of events stands for; null for commands, jobs and rules. */
export function personOf(actor: string | null | undefined): string | null {
  return /^user:([0-9a-f-]{36})$/.exec(actor ?? "")?.[1] ?? null;
}
