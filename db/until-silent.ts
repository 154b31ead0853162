import { setTimeout as sleep } from "node:timers/promises";
import { type Client, makeClient } from "./client";
import { giveUpSessions } from "./sessions";

export interface Patience {
  readonly everyMs: number;
  readonly withinMs: number;
}

/** Together ten seconds: whoever waits for an answer is told before it gives up itself. */
const PATIENCE: Patience = { everyMs: 2_000, withinMs: 8_000 };

/**
 * Resolves once the server takes questions and answers none, as one that is stopped, or a way there that loses what is
 * sent: no time limit of the server's own helps then. It is asked on a connection of its own, so that no slow statement
 * looks like silence. A server that says no answers too.
 */
export async function untilSilent(url: string, patience: Patience = PATIENCE): Promise<void> {
  const pulse = makeClient(url, { max: 1, applicationName: "daily-prize-oracle pulse", isPulse: true });
  do await sleep(patience.everyMs, undefined, { ref: false });
  while (await answers(pulse, patience.withinMs));
  await giveUpSessions(pulse);
}

async function answers(pulse: Client, withinMs: number): Promise<boolean> {
  const asked = pulse`select 1`.then(
    () => true,
    () => true,
  );
  return Promise.race([asked, sleep(withinMs, false, { ref: false })]);
}
