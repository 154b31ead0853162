import type { Database } from "@/db/client";
import { createLogger } from "@/server/logger";
import { ServiceError } from "@/server/services/errors";
import { findSession, type SignedIn } from "@/server/services/people/find-session";
import { confirmTotp } from "@/server/services/people/second-factor";
import { makeSecretBox, type SecretBox } from "@/server/services/people/secret-box";
import { revokeSession } from "@/server/services/people/sessions";
import { COMMAND_LINE, REFUSED, type Refusal, signIn } from "@/server/services/people/sign-in";
import { noteSecurity, type SecurityEventName } from "@/server/services/security-log";
import { commandActor } from "./actor";
import { openQuestions, type Questions, type Terminal } from "./ask";
import { needEnv } from "./need-env";

const TERMINAL: Terminal = { input: process.stdin, output: process.stderr };

export const SIGN_IN_USAGE = `Whoever changes something is asked for e-mail, password and code of the second factor, as in the console: on the
terminal, or from a pipe as three lines. SEALING_KEY must be that of the server.`;

/**
 * Runs `work` as a person of the console, who signs in with e-mail, password and second factor. It is the console's own
 * sign-in: wrong answers count, a code counts once, and an account on the server is not yet a person. The session ends
 * with the work; `command` names it among the person's sessions. Throws an Error in words.
 */
export async function asPerson<T>(
  db: Database,
  command: string,
  work: (person: SignedIn) => Promise<T>,
  terminal: Terminal = TERMINAL,
): Promise<T> {
  const box = commandBox();
  const questions = openQuestions(terminal);
  let person: SignedIn | null = null;
  try {
    person = await enterPassword(db, command, questions);
    const code = (await questions.ask("Code of the second factor")).replace(/\s/g, "");
    const { userId } = person;
    const given = { session: person, code, nowMs: Date.now(), box };
    await confirmTotp({ db }, { ...given, device: COMMAND_LINE }).catch((error: unknown) => {
      note("sign-in.failed", command, userId);
      throw error;
    });
    note("sign-in.complete", command, userId);
    questions.close();
    return await work(person);
  } finally {
    questions.close();
    if (person) await endSession(db, person);
  }
}

/**
 * Ends the command's session. Where that fails, as after `end-sessions`, the work is done all the same, and its answer
 * may be a link that cannot be shown again. Nobody else has the session's token, and it idles out.
 */
async function endSession(db: Database, person: SignedIn): Promise<void> {
  await revokeSession({ db }, person, person.sessionId).catch((error: unknown) => {
    if (!(error instanceof ServiceError)) console.error("The command's session could not be ended. It idles out.");
  });
}

/** In the security log, which a command writes to its own stderr. */
function note(event: SecurityEventName, command: string, person: string | null): void {
  const details = { command, user: commandActor() };
  noteSecurity(createLogger("info"), { event, ...(person === null ? {} : { person }), details });
}

/** The installation's box, for a command. Throws a usage error if a variable is missing or wrong. */
export function commandBox(): SecretBox {
  const { SEALING_KEY, SEALING_KEY_OLD } = needEnv("SEALING_KEY", "SEALING_KEY_OLD");
  return makeSecretBox(SEALING_KEY, SEALING_KEY_OLD);
}

async function enterPassword(db: Database, command: string, questions: Questions): Promise<SignedIn> {
  const email = await questions.ask("E-mail");
  const password = await questions.ask("Password", "hidden");
  const userAgent = `command line: ${command}`;
  const onRefusal = ({ reason, userId }: Refusal) => note(REFUSED[reason], command, userId);
  const started = await signIn({ db }, { email, password, userAgent, device: COMMAND_LINE, onRefusal });
  const person = started && (await findSession({ db }, started.token));
  if (!person) throw new Error("Wrong e-mail or password, or the account must wait after wrong ones.");
  return person;
}
